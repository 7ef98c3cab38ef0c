import { askRun, type HostApi } from "./ask-run.ts";
import type { Follower } from "./concurrency.ts";

/** The older word is that of hosts before 2026.916: the process that has the run is ending it. */
const ALIVE = new Set(["running", "cancelling"]);

/** A hold is for a minute; one for hours is no such thing. */
const LONGEST_MS = 3_600_000;

/**
 * Whether another process of Paperclip's sees a run through. A row may say `running` for six minutes after its process
 * was killed; but a living process renews its hold on it, so that one whose hold has run out has nobody. Who can't be
 * asked, or says nothing, is no reason to leave a Job alone that may have been left alive.
 */
export async function followerElsewhere(
  api: HostApi,
  runId: string,
  signal: AbortSignal,
): Promise<Follower | null> {
  const run = await askRun(api, runId, signal);
  if (run === null || !ALIVE.has(run.status)) return null;
  const { heldUntil, answeredAt } = run;
  // Both instants are the host's, so that no clock of ours can be wrong.
  const leftMs = heldUntil === null || answeredAt === null ? null : heldUntil - answeredAt;
  if (leftMs !== null && leftMs < 0) return null;
  return { kind: "another-process", heldUntil: leftMs === null || leftMs > LONGEST_MS ? null : heldUntil };
}
