import type { ConditionFact, PodFacts } from "../pod-facts.ts";
import type { Sighted } from "./sight.ts";

/** The condition by which the scheduler says why the pod has no node; null where it says nothing. */
export function unscheduled(pod: Sighted<PodFacts>): Sighted<ConditionFact> | null {
  const { conditions } = pod.value;
  const index = conditions.findIndex(({ type, status }) => type === "PodScheduled" && status === "False");
  const value = conditions[index];
  return value === undefined ? null : { value, path: `${pod.path}.conditions.${index}` };
}
