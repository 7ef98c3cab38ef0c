import type { JobIdentity } from "../job/job-identity.ts";
import type { RunOutcome } from "./run-outcome.ts";
import type { RunStatus } from "./run-status.ts";

/** A run that is followed. */
export interface RunHandle {
  readonly identity: JobIdentity;
  readonly jobName: string;
  /** Resolves once, when nothing of the run is open in this process any more. It never rejects. */
  readonly outcome: Promise<RunOutcome>;
  /** Ends the agent gracefully; the outcome tells whether it was in time, and whether the end was confirmed. */
  readonly cancel: (wish: CancelWish) => void;
  /** Leaves the Job alone, for another process, or this one, to take up. The outcome's ending is `detached`. */
  readonly detach: () => void;
  readonly state: () => RunStatus;
}

export interface CancelWish {
  /** Who wants it, and why: they are written on the Job, for everybody to read. */
  readonly by: string;
  readonly reason: string;
  /** `budget`: because it has cost enough. */
  readonly intent?: "cancel" | "budget";
}
