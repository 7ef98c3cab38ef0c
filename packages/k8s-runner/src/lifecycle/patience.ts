import type { LifecycleEvent } from "./event.ts";
import type { Limits } from "./limits.ts";

/** What a connection gets to bring what was written while there was none; and what it gets after some that were cut. */
const catchUpMs = { first: 10_000, afterFive: 1000 } as const;

/**
 * How much silence is left to the agent. It is counted only while its log is in sight, for a stream that is cut is as
 * silent as an agent that hangs. When it is used up, the connection is renewed once (`probed`): one that stalled without
 * being closed was seen on a real cluster, and what the agent wrote meanwhile then arrives.
 */
export interface Patience {
  readonly limit: "first_output" | "idle";
  readonly leftMs: number;
  /** Since when the log has been in sight; null while it is not. */
  readonly openedAt: number | null;
  /** Connections that were opened since the last output. */
  readonly openings: number;
  readonly probed: boolean;
}

export function patienceAtStart({ firstOutputMs }: Limits): Patience | null {
  if (firstOutputMs === null) return null;
  return { limit: "first_output", leftMs: firstOutputMs, openedAt: null, openings: 0, probed: false };
}

/** The patience after an event of the log; each output renews it. */
export function patienceAfter(
  patience: Patience | null,
  event: LifecycleEvent,
  { idleMs }: Limits,
): Patience | null {
  switch (event.kind) {
    case "log-opened":
      if (patience === null || patience.openedAt !== null) return patience;
      return { ...patience, openedAt: event.at, openings: patience.openings + 1 };
    case "log-progressed":
      if (idleMs === null) return null;
      return { limit: "idle", leftMs: idleMs, openedAt: event.at, openings: 1, probed: false };
    case "log-closed":
    case "restarted":
      return patience && outOfSight(patience, event.at);
    default:
      return patience;
  }
}

export function outOfSight(patience: Patience, at: number): Patience {
  if (patience.openedAt === null) return patience;
  const seenMs = Math.max(0, at - patience.openedAt);
  return { ...patience, leftMs: Math.max(0, patience.leftMs - seenMs), openedAt: null };
}

/** When it is used up, if nothing comes; null while the log is out of sight. */
export function patienceInstant(patience: Patience | null): number | null {
  if (patience === null || patience.openedAt === null) return null;
  const leastMs = patience.openings > 5 ? catchUpMs.afterFive : catchUpMs.first;
  // The first connection has nothing to catch up with.
  return patience.openedAt + (patience.openings <= 1 ? patience.leftMs : Math.max(patience.leftMs, leastMs));
}
