import type { EventsSeen } from "../cluster/objects/events.ts";
import type { JobIdentity } from "../job/job-identity.ts";
import type { Limits } from "../lifecycle/limits.ts";
import { damagedAt, restore } from "../lifecycle/restore.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import { count, fields, flag, oneOf, orNull, text, type Shape } from "../lifecycle/stored/shape.ts";
import { storedLimits } from "../lifecycle/stored/stored-limits.ts";
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

export type ReadRecord =
  | { readonly kind: "record"; readonly record: RunRecord }
  /** For people: what is wrong, and what to do. Nothing that was stored is quoted. */
  | { readonly kind: "refused"; readonly why: string };

/** A record as it was stored; refused is a file of another version, one that was cut short, or one that was damaged. */
export function readRecord(stored: unknown): ReadRecord {
  if (!isOutline(stored)) return { kind: "refused", why: damagedAt(outline(stored, "record")) };
  const restored = restore(stored.state);
  if (restored.kind === "refused") return restored;
  return { kind: "record", record: { ...stored, state: restored.state } };
}

type Outline = Omit<RunRecord, "state"> & { readonly state: unknown };

/** What only the evidence is made of is looked at by those who read it. */
const unread: Shape<never> = (value, path) => (typeof value === "object" ? null : path);

const outline: Shape<Outline> = fields<Outline>({
  version: oneOf(1),
  namespace: text,
  jobName: text,
  identity: fields<JobIdentity>({
    runId: text,
    attempt: count,
    agent: text,
    session: orNull(text),
    specHash: text,
    secretName: orNull(text),
  }),
  limits: storedLimits,
  timestamps: oneOf("keep", "strip"),
  framed: flag,
  state: unread,
  log: unread,
  events: unread,
  forensics: unread,
});

function isOutline(stored: unknown): stored is Outline {
  return outline(stored, "record") === null;
}

/** How a run is called in a store: a Job's name depends on run and attempt alone. */
export function recordKey({ namespace, jobName }: Pick<RunRecord, "namespace" | "jobName">): string {
  return `${namespace}/${jobName}`;
}
