import type { LifecycleEvent } from "./event.ts";
import type { Limits } from "./limits.ts";
import type { LifecycleState } from "./state.ts";

/** How one phase behaves. What it wants of the shell it writes into the state; `pursue` turns that into effects. */
export interface PhaseHandler<S extends LifecycleState> {
  /** What the event changes by itself. What it tells of Job and pod is in the state already, see `learn`. */
  readonly on: (state: S, event: LifecycleEvent, limits: Limits) => LifecycleState;
  /** What time and knowledge change; the same object when they change nothing. It is asked until it returns that. */
  readonly advance: (state: S, at: number, limits: Limits) => LifecycleState;
  /** When `advance` may have something to do, beside errands and log connections. */
  readonly instants: (state: S) => readonly (number | null)[];
}

/** A handler for each phase that is not the last one. */
export type PhaseHandlers = {
  readonly [Phase in Exclude<LifecycleState["phase"], "settled">]: PhaseHandler<
    Extract<LifecycleState, { readonly phase: Phase }>
  >;
};
