import type { Ending } from "./ending.ts";
import { finishedAt, isAtRest, progressOf } from "./progress.ts";
import type { Known, Stop } from "./state.ts";

/** `finishedAt` is cut to whole seconds. */
const secondMs = 1000;

/** How the run is left, judged before anything is deleted. */
export function endingOf(known: Known, stop: Stop | null): Ending {
  const { create } = known;
  const confirmed = isAtRest(known);
  if (stop !== null && !endedByItself(known, stop)) return stoppedEnding(stop, confirmed);
  if (create !== null && isRefusal(create.outcome)) return { kind: "refused", answer: create };
  if (stop !== null) return { kind: "ended", confirmed };
  return progressOf(known) === "gone" ? { kind: "gone" } : { kind: "ended", confirmed };
}

/**
 * An agent that finished before it was asked to stop was not stopped, however late we learnt of it; and one that had
 * given its final word only lingered.
 */
function endedByItself(known: Known, { cause, afterFinalWord, askedAt }: Stop): boolean {
  if (cause.kind === "drain" || afterFinalWord) return true;
  if (progressOf(known) !== "ended") return false;
  const finished = finishedAt(known);
  return askedAt === null || (finished !== null && finished + secondMs <= askedAt);
}

function stoppedEnding({ cause }: Stop, confirmed: boolean): Ending {
  switch (cause.kind) {
    case "cancel":
      return { kind: "cancelled", intent: cause.intent, confirmed };
    case "limit":
      return { kind: "limit", limit: cause.limit, confirmed };
    case "drain":
      return { kind: "ended", confirmed };
  }
}

export function isRefusal(outcome: string): boolean {
  return outcome === "conflict" || outcome === "blocked" || outcome === "rejected";
}
