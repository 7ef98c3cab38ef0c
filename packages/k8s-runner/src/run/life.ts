import type { Limits } from "../lifecycle/limits.ts";
import type { LifecycleState } from "../lifecycle/state.ts";

/** Where a run stands. */
export interface Life {
  state: LifecycleState;
  /** What a later process goes on from: of a run that is left to it, how it was before. */
  stored: LifecycleState;
  /** Those that the run is held to: of a run that another process began, its own. */
  limits: Limits;
}
