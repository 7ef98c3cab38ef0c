import { enterStopping } from "../enter.ts";
import type { LifecycleEvent } from "../event.ts";
import { cancelOf, onwards, overdue, renewed, watchful } from "../living.ts";
import type { Limits } from "../limits.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import type { LifecycleState, Scheduling, Starting } from "../state.ts";

/** Waiting for a pod, and for a node for it. Unschedulable is no end: an autoscaler may be at work. */
export const scheduling: PhaseHandler<Scheduling> = {
  on: onWaiting,
  advance: (state, at, limits) => advanceWaiting(state, "schedule", at, limits),
  instants: waitingInstants,
};

export function onWaiting(state: Scheduling | Starting, event: LifecycleEvent): LifecycleState {
  const cause = cancelOf(event);
  return cause === null ? renewed(state, event) : enterStopping(state, cause, event.at);
}

export function advanceWaiting(
  state: Scheduling | Starting,
  limit: "schedule" | "start",
  at: number,
  limits: Limits,
): LifecycleState {
  const next = onwards(state, at, limits);
  if (next !== null) return next;
  const { deadlineAt } = state;
  const passed = deadlineAt !== null && at >= deadlineAt ? limit : null;
  const judged = overdue(watchful(state, at), passed, at);
  return judged.cause === null ? judged.state : enterStopping(judged.state, judged.cause, at);
}

export function waitingInstants(state: Scheduling | Starting): readonly (number | null)[] {
  return [state.quietAt, state.overdue === null ? state.deadlineAt : null];
}
