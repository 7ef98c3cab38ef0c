import type { EventsSeen } from "../cluster/objects/events.ts";
import type { JobIdentity } from "../job/job-identity.ts";
import type { Limits } from "../lifecycle/limits.ts";
import { restore } from "../lifecycle/restore.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import type { Timestamps } from "../log/hand-over.ts";
import type { Forensics } from "./forensics.ts";
import type { LogPlace } from "./log-place.ts";

/** All that another process needs to go on with a run, as plain JSON. Prompts and secrets are not in it. */
export interface RunRecord {
  readonly version: 1;
  readonly namespace: string;
  readonly jobName: string;
  readonly identity: JobIdentity;
  readonly limits: Limits;
  readonly timestamps: Timestamps;
  /** Whether the agent's output comes in the frames of the in-pod wrapper. */
  readonly framed: boolean;
  readonly state: LifecycleState;
  /** How far the output was taken by its consumer; null when nothing was read. */
  readonly log: LogPlace | null;
  /** Those that were fetched when the run was over; null until then. */
  readonly events: EventsSeen | null;
  /** Null until they are sealed. */
  readonly forensics: Forensics | null;
}

/** A record as it was stored; null for what is none, as a file of another version or one that was cut short. */
export function readRecord(stored: unknown): RunRecord | null {
  return isRecord(stored) ? stored : null;
}

/** The stored text is our own, so its outline is enough. */
function isRecord(stored: unknown): stored is RunRecord {
  if (typeof stored !== "object" || stored === null) return false;
  const record: { readonly [Name in keyof RunRecord]?: unknown } = stored;
  return (
    record.version === 1 &&
    [record.namespace, record.jobName].every((text) => typeof text === "string") &&
    [record.identity, record.limits].every((part) => typeof part === "object" && part !== null) &&
    restore(record.state) !== null
  );
}

/** How a run is called in a store: a Job's name depends on run and attempt alone. */
export function recordKey({ namespace, jobName }: Pick<RunRecord, "namespace" | "jobName">): string {
  return `${namespace}/${jobName}`;
}
