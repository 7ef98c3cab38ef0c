import type { PhaseHandler } from "../phase-handler.ts";
import type { Starting } from "../state.ts";
import { advanceWaiting, onWaiting, waitingInstants } from "./scheduling.ts";

/**
 * Waiting for image, volumes and init containers. It has its own limit: a cold image of some gigabytes took twelve minutes
 * where many were pulled at once, and was blamed on the scheduler.
 */
export const starting: PhaseHandler<Starting> = {
  on: onWaiting,
  advance: (state, at, limits) => advanceWaiting(state, "start", at, limits),
  instants: waitingInstants,
};
