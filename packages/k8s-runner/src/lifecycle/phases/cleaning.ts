import { endingOf } from "../conclude.ts";
import { enterSettled } from "../enter.ts";
import { isOpen, met, wanted, wantedOnce } from "../errand.ts";
import type { Ending } from "../ending.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import { isAtRest } from "../progress.ts";
import type { Cleaning, LifecycleState, Settled } from "../state.ts";

/** How often we look whether the pod of a deleted Job is gone, where the agent is not known to have stopped. */
const confirmMs = 2000;

/** The evidence is safe; what we made is deleted. Failing at that changes nothing about the run. */
export const cleaning: PhaseHandler<Cleaning> = {
  on(state, event, { teardownMs }) {
    // While no process lived nobody cleaned up.
    if (event.kind === "restarted") return { ...state, byAt: event.at + teardownMs };
    if (event.kind !== "job-deleted" || event.outcome !== "gone" || state.pod.kind !== "present")
      return state;
    return { ...state, errands: wanted(state.errands, "delete-pod", event.at) };
  },

  advance(state, at) {
    const done = withoutAnswer(state, at);
    if (done !== null) return done;
    if (isAtRest(state) && isUnconfirmed(state.ending)) {
      return { ...state, ending: confirmedEnding(state) };
    }
    if (at >= state.byAt) return settled(state, at);
    if (isOpen(state.errands["delete-job"]) || isOpen(state.errands["delete-pod"])) return state;
    return isUnconfirmed(state.ending) ? watched(state, at) : settled(state, at);
  },

  instants: ({ byAt }) => [byAt],
};

/**
 * A deletion whose answer was lost is asked for again, which looks up as well what became of it; and where the watch is
 * faster and tells that the object is gone, it has come about. Who has deleted the Job may have orphaned its pod.
 */
function withoutAnswer(state: Cleaning, at: number): Cleaning | null {
  const { job, pod, errands, asks } = state;
  if (job.kind !== "present" && errands["delete-job"]?.kind === "due") {
    const deleted = met(errands, "delete-job", asks);
    return { ...state, errands: pod.kind === "present" ? wantedOnce(deleted, "delete-pod", at) : deleted };
  }
  if (pod.kind !== "present" && errands["delete-pod"]?.kind === "due") {
    return { ...state, errands: met(errands, "delete-pod", asks) };
  }
  return null;
}

/** An agent may turn out to have ended before anything was asked of it: then nobody stopped it. */
function confirmedEnding(state: Cleaning): Ending {
  const { stop, sealed } = state;
  return endingOf(state, stop === null ? null : { ...stop, askedAt: stop.askedAt ?? sealed.at });
}

function watched(state: Cleaning, at: number): Cleaning {
  const look = state.errands["look-up-pod"];
  if (isOpen(look)) return state;
  return {
    ...state,
    errands: wantedOnce(state.errands, "look-up-pod", look === undefined ? at : at + confirmMs),
  };
}

type Unconfirmed = Extract<Ending, { readonly confirmed: boolean }>;

function isUnconfirmed(ending: Ending): ending is Unconfirmed {
  return "confirmed" in ending && !ending.confirmed;
}

function settled(state: Cleaning, at: number): LifecycleState {
  return enterSettled(state, at, state.ending, cleanupOf(state));
}

function cleanupOf({ errands }: Cleaning): Settled["cleanup"] {
  const deletions = [errands["delete-job"], errands["delete-pod"]].filter((errand) => errand !== undefined);
  if (deletions.length === 0) return "nothing";
  return deletions.every((errand) => errand.kind === "answered") ? "deleted" : "left";
}
