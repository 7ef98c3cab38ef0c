import type { PodFacts } from "@runverdict/classifier";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { hasRun } from "../../lifecycle/progress.ts";

/** Which of a Job's pods is looked at, and why it is this one. */
export interface PodChoice {
  readonly pod: string;
  /** How many pods there are to choose from. */
  readonly of: number;
  /** `not-over`: it says how the run fares now. `started`: of those that are over, the newest whose agent ran. */
  readonly why: "only" | "not-over" | "started" | "newest";
}

export interface ChosenPod {
  readonly pod: Seen<PodFacts>;
  readonly choice: PodChoice;
}

/**
 * The pod that tells most of how a Job fares: one that is not over, else one whose agent ran, else any; of several the
 * newest. Null when there is none.
 */
export function choosePod(pods: readonly Seen<PodFacts>[]): ChosenPod | null {
  const [pod] = pods.toSorted((one, other) => rankOf(other) - rankOf(one) || compareAge(other, one));
  if (pod === undefined) return null;
  return { pod, choice: { pod: pod.name, of: pods.length, why: pods.length === 1 ? "only" : why(pod) } };
}

function rankOf({ facts }: Seen<PodFacts>): number {
  return (isOver(facts) ? 0 : 2) + (hasRun(facts) ? 1 : 0);
}

function why({ facts }: Seen<PodFacts>): PodChoice["why"] {
  if (!isOver(facts)) return "not-over";
  return hasRun(facts) ? "started" : "newest";
}

function isOver({ phase, deletionAt }: PodFacts): boolean {
  return phase === "Succeeded" || phase === "Failed" || deletionAt !== null;
}

/** The server tells creation in whole seconds; of two in one second, the later one was written to last. */
function compareAge(one: Seen<PodFacts>, other: Seen<PodFacts>): number {
  return (
    (one.facts.createdAt ?? 0) - (other.facts.createdAt ?? 0) ||
    Number(one.resourceVersion) - Number(other.resourceVersion) ||
    (one.name < other.name ? -1 : 1)
  );
}
