import type { PodFacts } from "@runverdict/classifier";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { hasStarted } from "../../lifecycle/progress.ts";

export interface ChosenPod {
  readonly pod: Seen<PodFacts>;
  /** For people. */
  readonly why: string;
}

/** The pod that tells most of how a Job fared: the newest of those whose agent ran; without any, the newest. */
export function choosePod(pods: readonly Seen<PodFacts>[]): ChosenPod | null {
  const byAge = pods.toSorted((one, other) => (one.facts.createdAt ?? 0) - (other.facts.createdAt ?? 0));
  const newest = byAge.at(-1);
  if (newest === undefined) return null;
  if (byAge.length === 1) return { pod: newest, why: "it is the only pod" };
  const started = byAge.findLast(({ facts }) => hasStarted(facts));
  if (started === undefined)
    return { pod: newest, why: `it is the newest of ${pods.length} pods, and none has started` };
  return { pod: started, why: `it is the newest of ${pods.length} pods that has started its agent` };
}
