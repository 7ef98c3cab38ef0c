import { diceOf } from "../backoff.ts";
import type { Limit } from "../ending.ts";
import { enterStopping } from "../enter.ts";
import { wantedOnce } from "../errand.ts";
import type { LifecycleEvent } from "../event.ts";
import type { Limits } from "../limits.ts";
import { cancelOf, onwards, overdue, renewed, watchful } from "../living.ts";
import { followingInstant, heard } from "../log-following.ts";
import { testimonyAfter } from "../log-testimony.ts";
import { outOfSight, patienceAfter, patienceInstant } from "../patience.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import type { LifecycleState, Running } from "../state.ts";

/**
 * The agent works. Nothing that the log does ends this phase: its end only makes us look at the pod, and silence only
 * counts against the limits for it.
 */
export const running: PhaseHandler<Running> = {
  on(state, event, limits) {
    const cause = cancelOf(event);
    if (cause !== null) return stopped(state, cause, event.at);
    const following = heard(state.following, event, diceOf(state.seed, state.connections + state.asks));
    const next = { ...renewed(state, event), following, log: testimonyAfter(state.log, event) };
    return listened(next, event, limits);
  },

  advance(state, at, limits) {
    const next = onwards(state, at, limits);
    if (next !== null) return next;
    const passed = passedBy(state, at);
    if (passed === "silence") return probed(state, at);
    const judged = overdue(watchful(state, at), passed, at);
    return judged.cause === null ? judged.state : stopped(judged.state, judged.cause, at);
  },

  instants(state) {
    const { quietAt, following, lingerAt, deadlineAt, patience } = state;
    const own = [quietAt, followingInstant(following)];
    if (state.overdue !== null) return own;
    return [...own, deadlineAt, lingerAt, lingerAt === null ? patienceInstant(patience) : null];
  },
};

function listened(state: Running, event: LifecycleEvent, limits: Limits): Running {
  const patience = patienceAfter(state.patience, event, limits);
  if (event.kind === "log-closed" || event.kind === "restarted") {
    return { ...state, patience, errands: wantedOnce(state.errands, "look-up-pod", event.at) };
  }
  if (event.kind !== "log-progressed" || event.said === "output") return { ...state, patience };
  return { ...state, patience, lingerAt: event.said === "final-word" ? event.at + limits.lingerMs : null };
}

/** After the final word only the linger is left, which the deadline of the run may cut short but never turns into a limit. */
function passedBy(state: Running, at: number): Limit | "drain" | "silence" | null {
  const { lingerAt, deadlineAt, patience } = state;
  const isLate = deadlineAt !== null && at >= deadlineAt;
  if (lingerAt !== null) return isLate || at >= lingerAt ? "drain" : null;
  if (isLate) return "run";
  const silentAt = patienceInstant(patience);
  if (patience === null || silentAt === null || at < silentAt) return null;
  return patience.probed ? patience.limit : "silence";
}

/** A connection that stalls is as silent as an agent that hangs, so what the agent wrote is asked for once more. */
function probed(state: Running, at: number): Running {
  const { patience } = state;
  return {
    ...state,
    patience: patience && { ...outOfSight(patience, at), probed: true },
    following: { kind: "due", at, attempt: 0 },
  };
}

function stopped(state: Running, cause: Parameters<typeof enterStopping>[1], at: number): LifecycleState {
  return enterStopping(state, cause, at, { following: state.following, finalWord: state.lingerAt !== null });
}
