import type { CancelCause, Cause, Limit } from "./ending.ts";
import { enterInspecting, enterRunning, enterScheduling, enterStarting, quietMs } from "./enter.ts";
import { isDone, isOpen, wanted, wantedOnce } from "./errand.ts";
import type { LifecycleEvent } from "./event.ts";
import type { Limits } from "./limits.ts";
import { oneLine } from "./one-line.ts";
import { progressOf } from "./progress.ts";
import type { LifecycleState, Running, Scheduling, Starting } from "./state.ts";

/** What scheduling, starting and running have in common: the run may live, and goes on by what the cluster says. */

type Living = Scheduling | Starting | Running;

/** The phase that what is known calls for; null when it is this one. */
export function onwards(state: Living, at: number, limits: Limits): LifecycleState | null {
  const progress = progressOf(state);
  const { phase } = state;
  if (progress === "ended" || progress === "gone") {
    return enterInspecting(state, at, limits, phase === "running" ? { following: state.following } : {});
  }
  // A state that seems to fall back behind a running container is a kubelet that starts anew.
  if (phase === "running") return null;
  const since = state.create?.outcome === "adopted" ? null : state.enteredAt;
  if (progress === "running") return enterRunning(state, at, since, limits);
  if (progress === "scheduled") return phase === "starting" ? null : enterStarting(state, at, limits);
  return phase === "scheduling" ? null : enterScheduling(state, at, limits);
}

/** The state with the looks that it calls for: nothing was heard for long, or the Job is over and its pod not known to be. */
export function watchful<S extends Living>(state: S, at: number): S {
  if (at >= state.quietAt) {
    const errands = wantedOnce(state.errands, "look-up-pod", at);
    return { ...state, quietAt: at + quietMs, errands: wantedOnce(errands, "look-up-job", at) };
  }
  const look = state.errands["look-up-pod"];
  if (state.jobOverAsk === null || isOpen(look)) return state;
  const isFresh = look !== undefined && "ask" in look && look.ask > state.jobOverAsk;
  return isFresh ? state : { ...state, errands: wanted(state.errands, "look-up-pod", at) };
}

/** News of any kind shows that we would hear of an end; and whether another pod may follow one that is gone, the Job tells. */
export function renewed<S extends Living>(state: S, event: LifecycleEvent): S {
  if (event.kind === "pod-absent") {
    return { ...state, errands: wantedOnce(state.errands, "look-up-job", event.at) };
  }
  const isNews = event.kind === "pod-seen" || event.kind === "log-progressed";
  return isNews ? { ...state, quietAt: event.at + quietMs } : state;
}

/**
 * A deadline that has passed is borne out by a fresh look before anything is done about it: the end, or the start, may
 * have come without our knowing, and as long as no look succeeds nobody knows better. Null: not yet to be acted on.
 */
export function overdue<S extends Living>(
  state: S,
  passed: Limit | "drain" | null,
  at: number,
): { readonly state: S; readonly cause: Cause | null } {
  if (passed === null)
    return { state: state.overdue === null ? state : { ...state, overdue: null }, cause: null };
  if (state.overdue !== passed) {
    return {
      state: { ...state, overdue: passed, errands: wanted(state.errands, "look-up-pod", at) },
      cause: null,
    };
  }
  if (!isDone(state.errands["look-up-pod"])) return { state, cause: null };
  return { state, cause: passed === "drain" ? { kind: "drain" } : { kind: "limit", limit: passed } };
}

/** The cause that a cancel brings, bounded and printable, as it will stand on the Job. */
export function cancelOf(event: LifecycleEvent): CancelCause | null {
  if (event.kind !== "cancel-requested") return null;
  return {
    kind: "cancel",
    intent: event.intent,
    by: oneLine(event.by, 120),
    reason: oneLine(event.reason, 500),
  };
}
