import type { EventsSeen } from "../cluster/objects/events.ts";
import type { JobIdentity } from "../job/job-identity.ts";
import type { Limits } from "../lifecycle/limits.ts";
import { damagedAt, restore } from "../lifecycle/restore.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import { anything, fields, flag, oneOf, orNull, text, type Shape } from "../lifecycle/stored/shape.ts";
import { storedLimits } from "../lifecycle/stored/stored-limits.ts";
import type { Timestamps } from "../log/hand-over.ts";
import type { Forensics } from "./forensics.ts";
import type { LogPlace } from "./log-place.ts";
import { eventsSeen, forensics, identity, logPlace } from "./stored-evidence.ts";

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

export type ReadRecord =
  | { readonly kind: "record"; readonly record: RunRecord }
  /** For people: what is wrong, and what to do. Nothing that was stored is quoted. */
  | { readonly kind: "refused"; readonly why: string };

/**
 * A record as it was stored. It is taken whole or not at all: refused is a file of another version, one that was cut
 * short, or one that was damaged.
 */
export function readRecord(stored: unknown): ReadRecord {
  if (!isOutline(stored)) return { kind: "refused", why: damagedAt(outline(stored, "record")) };
  const restored = restore(stored.state);
  if (restored.kind === "refused") return restored;
  return { kind: "record", record: { ...stored, state: restored.state } };
}

type Outline = Omit<RunRecord, "state"> & { readonly state: unknown };

/** All but the state, which `restore` takes. */
const outline: Shape<Outline> = fields<Outline>({
  version: oneOf(1),
  namespace: text,
  jobName: text,
  identity,
  limits: storedLimits,
  timestamps: oneOf("keep", "strip"),
  framed: flag,
  state: anything,
  log: orNull(logPlace),
  events: orNull(eventsSeen),
  forensics: orNull(forensics),
});

function isOutline(stored: unknown): stored is Outline {
  return outline(stored, "record") === null;
}

/** How a run is called in a store: a Job's name depends on run and attempt alone. */
export function recordKey({ namespace, jobName }: Pick<RunRecord, "namespace" | "jobName">): string {
  return `${namespace}/${jobName}`;
}
