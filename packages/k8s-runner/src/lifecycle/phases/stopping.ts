import { diceOf } from "../backoff.ts";
import { enterInspecting, stepToAsking, stepToRecording } from "../enter.ts";
import { isDone, isOpen, wanted, wantedOnce } from "../errand.ts";
import type { Limits } from "../limits.ts";
import { followingInstant, heard } from "../log-following.ts";
import { testimonyAfter } from "../log-testimony.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import { hasLog, isAtRest, progressOf } from "../progress.ts";
import type { LifecycleState, Stopping } from "../state.ts";

/** How often we look whether an agent that was asked to stop did so. */
const confirmMs = 5000;

/**
 * Look, record, ask, confirm. Each step is bounded, so that a server that does not answer can't hold up a cancel; the
 * log is followed all the while, for an agent that is asked to stop has its last word to say.
 */
export const stopping: PhaseHandler<Stopping> = {
  on(state, event) {
    const following = heard(state.following, event, diceOf(state.seed, state.connections + state.asks));
    const next = { ...state, following, log: testimonyAfter(state.log, event) };
    if (event.kind !== "log-closed") return next;
    return { ...next, errands: wantedOnce(next.errands, "look-up-pod", event.at) };
  },

  advance(state, at, limits) {
    const progress = progressOf(state);
    if (progress === "ended" || progress === "gone") return inspected(state, at, limits);
    const isLate = at >= state.byAt;
    switch (state.step) {
      case "looking":
        return isLate || isDone(state.errands["look-up-pod"]) ? looked(state, at, limits) : state;
      case "recording":
        return isLate || !isOpen(state.errands["record-intent"]) ? recorded(state, at, limits) : state;
      case "asking":
        return asking(state, at, limits);
      case "confirming":
        if (isLate || isAtRest(state)) return inspected(state, at, limits);
        if (isOpen(state.errands["look-up-pod"])) return state;
        return { ...state, errands: wanted(state.errands, "look-up-pod", at + confirmMs) };
    }
  },

  instants: (state) => [state.byAt, hasLog(state) ? followingInstant(state.following) : null],
};

/** What an earlier process recorded already needs no second record. */
function looked(state: Stopping, at: number, limits: Limits): LifecycleState {
  return state.stop.askedAt === null ? stepToRecording(state, at) : recorded(state, at, limits);
}

/** An agent that never started has nothing to flush, and its waiting pod is evidence that is better left untouched. */
function recorded(state: Stopping, at: number, limits: Limits): LifecycleState {
  return hasLog(state) ? stepToAsking(state, at, limits) : inspected(state, at, limits);
}

function asking(state: Stopping, at: number, limits: Limits): LifecycleState {
  const errand = state.errands["stop-agent"];
  if (at >= state.byAt || errand?.kind === "refused") return inspected(state, at, limits);
  if (errand?.kind !== "answered") return state;
  const errands = wanted({}, "look-up-pod", at + limits.stopGraceMs);
  return { ...state, step: "confirming", errands };
}

function inspected(state: Stopping, at: number, limits: Limits): LifecycleState {
  return enterInspecting(state, at, limits, { stop: state.stop, following: state.following });
}
