import type { PodFacts } from "@runverdict/classifier";
import type { Seen } from "../cluster/objects/seen-object.ts";
import { hasRun } from "../lifecycle/progress.ts";

/** Of the pods of a run's Job the one whose agent ran, else the newest. */
export function podOfRun(pods: readonly Seen<PodFacts>[]): Seen<PodFacts> | undefined {
  const byAge = pods.toSorted((one, other) => (one.facts.createdAt ?? 0) - (other.facts.createdAt ?? 0));
  return byAge.find(({ facts }) => hasRun(facts)) ?? byAge.at(-1);
}
