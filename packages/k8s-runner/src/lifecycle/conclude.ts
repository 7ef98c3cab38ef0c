import type { Cause, Ending } from "./ending.ts";
import { finishedAt, isAtRest, progressOf } from "./progress.ts";
import type { Known, Stop } from "./state.ts";

/** `finishedAt` is cut to whole seconds. */
const secondMs = 1000;

/** How the run is left, judged before anything is deleted. */
export function endingOf(known: Known, stop: Stop | null): Ending {
  const { create } = known;
  const confirmed = isAtRest(known);
  const cause = stop === null ? null : causeOfEnd(known, stop);
  if (cause?.kind === "cancel") return { kind: "cancelled", intent: cause.intent, confirmed };
  if (cause?.kind === "limit") return { kind: "limit", limit: cause.limit, confirmed };
  if (create !== null && isRefusal(create.outcome)) return { kind: "refused", answer: create };
  if (stop !== null) return { kind: "ended", confirmed };
  return progressOf(known) === "gone" ? { kind: "gone" } : { kind: "ended", confirmed };
}

/**
 * Why the agent ended, if we ended it. One that finished before it was asked to stop was not stopped, however late we
 * learnt of it; and one that had given its final word only lingered.
 */
function causeOfEnd(known: Known, { cause, afterFinalWord, askedAt }: Stop): Cause | null {
  if (cause.kind === "drain" || afterFinalWord) return null;
  if (progressOf(known) !== "ended") return cause;
  const finished = finishedAt(known);
  const isBefore = askedAt === null || (finished !== null && finished + secondMs <= askedAt);
  return isBefore ? null : cause;
}

export function isRefusal(outcome: string): boolean {
  return outcome === "conflict" || outcome === "blocked" || outcome === "rejected";
}
