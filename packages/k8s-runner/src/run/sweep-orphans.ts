import type { JobFacts } from "@runverdict/classifier";
import type { Cluster } from "../cluster/cluster.ts";
import { annotateJob, deleteJob, JOBS } from "../cluster/objects/jobs.ts";
import { deleteSecret } from "../cluster/objects/secrets.ts";
import { jobSeen, type Seen, type SeenObject } from "../cluster/objects/seen-object.ts";
import { member } from "../member.ts";
import type { Answer, Trouble } from "../cluster/request/answer.ts";
import { explainTrouble } from "../cluster/request/explain-trouble.ts";
import { listAll } from "../cluster/watch/list-all.ts";
import { MANAGED_BY, readIdentity } from "../job/job-identity.ts";
import { oneLine } from "../lifecycle/one-line.ts";
import { isJobOver } from "../lifecycle/progress.ts";
import { INTENT_ANNOTATION, wasResumed, writeIntent } from "./job-annotations.ts";
import { isMissing } from "./failure.ts";
import { labelSelector } from "./label-selector.ts";
import { loadedInTime } from "./loaded-in-time.ts";
import { recordKey } from "./run-record.ts";
import type { RunStore } from "./run-store.ts";

export interface SweepOptions {
  readonly cluster: Cluster;
  /** Only what is older is looked at; an hour, if absent. A run that is just being made must never be taken for a rest. */
  readonly olderThanMs?: number;
  /** Finished Jobs are deleted so long after their end; if absent, only those that outlived their own TTL by the above. */
  readonly finishedMs?: number;
  /** Runs that have a record here are somebody's, and are left alone. */
  readonly store?: RunStore;
  /** Whether Secrets without a Job are looked for: it takes the right to list Secrets, and so to read them. */
  readonly secrets?: boolean;
  /** Only tells what it would do. */
  readonly dryRun?: boolean;
}

export interface SweepReport {
  readonly namespace: string;
  readonly at: number;
  readonly found: readonly SweptObject[];
  /** What could not be looked at: one line each. */
  readonly troubles: readonly string[];
}

export interface SweptObject {
  readonly kind: "job" | "secret";
  readonly name: string;
  readonly uid: string;
  /** `never-resumed`: its maker died before it let the Job run. */
  readonly why: "never-resumed" | "finished" | "without-job";
  readonly createdAt: number;
  /** `gone`: somebody else was faster, or it is not what it was any more. */
  readonly outcome: "deleted" | "gone" | "would-delete" | "failed";
  /** Why it failed. */
  readonly trouble: string | null;
}

const SECRETS = { group: "", resource: "secrets" } as const;
const HOUR_MS = 3_600_000;
const ours = labelSelector(MANAGED_BY);

/** Deletes what no process follows any more. Whatever runs, or may still run, is left alone. */
export async function sweepOrphans(options: SweepOptions, signal: AbortSignal): Promise<SweepReport> {
  const { cluster } = options;
  const at = cluster.clock.now();
  const report = { namespace: cluster.namespace, at };
  const jobs = await listAll(cluster, JOBS, ours, signal);
  if (jobs.kind !== "listed") return { ...report, found: [], troubles: [lineOf(jobs)] };
  const kept = await keptBy(options);
  if (typeof kept === "string") return { ...report, found: [], troubles: [kept] };
  const orphans = jobs.objects
    .flatMap((object) => jobSeen(object) ?? [])
    .filter((job) => !kept.has(recordKey({ namespace: job.namespace, jobName: job.name })))
    .flatMap((job) => orphanOf(job, at, options) ?? []);
  const secrets =
    options.secrets === true
      ? await listAll(cluster, SECRETS, ours, signal)
      : ({ kind: "listed", objects: [] } as const);
  const known = new Set(jobs.objects.map(({ uid }) => uid));
  const strays =
    secrets.kind === "listed" ? secrets.objects.flatMap((one) => strayOf(one, known, at, options) ?? []) : [];
  const found: SweptObject[] = [];
  for (const orphan of [...orphans, ...strays]) found.push(await sweep(options, orphan, signal));
  return { ...report, found, troubles: secrets.kind === "listed" ? [] : [lineOf(secrets)] };
}

/** Who can't tell which runs are followed must not have any of them swept; a sentence says why then. */
async function keptBy({ cluster, store }: SweepOptions): Promise<ReadonlySet<string> | string> {
  if (store === undefined) return new Set();
  try {
    return new Set(await loadedInTime(cluster.clock, store.list()));
  } catch (error) {
    return oneLine(error instanceof Error ? error.message : String(error), 300);
  }
}

type Orphan = Omit<SweptObject, "outcome" | "trouble"> & { readonly resourceVersion: string };

/** Null where it is none of ours, or not old enough, or may have something to run yet. */
function orphanOf(
  job: Seen<JobFacts>,
  at: number,
  { olderThanMs = HOUR_MS, finishedMs }: SweepOptions,
): Orphan | null {
  const { name, uid, resourceVersion, object, facts } = job;
  const { createdAt } = facts;
  if (readIdentity(object) === null || createdAt === null || at - createdAt < olderThanMs) return null;
  const orphan = { kind: "job", name, uid, resourceVersion, createdAt } as const;
  if (isJobOver(facts)) {
    const endedAt = Math.max(...facts.conditions.map((condition) => condition.at ?? at));
    const keptMs = finishedMs ?? ttlOf(object) + olderThanMs;
    return at - endedAt >= keptMs ? { ...orphan, why: "finished" } : null;
  }
  const wasMade = facts.suspended && !wasResumed(object) && facts.podsCounted === 0;
  return wasMade ? { ...orphan, why: "never-resumed" } : null;
}

/** A Job without a TTL is kept for ever by its maker's wish. */
function ttlOf(job: unknown): number {
  const seconds = member(member(job, "spec"), "ttlSecondsAfterFinished");
  return typeof seconds === "number" ? seconds * 1000 : Number.POSITIVE_INFINITY;
}

/** A Secret goes with its Job, unless the garbage collector is not there, or the Job was orphaned. */
function strayOf(
  { name, uid, resourceVersion, object }: SeenObject,
  jobs: ReadonlySet<string>,
  at: number,
  { olderThanMs = HOUR_MS }: SweepOptions,
): Orphan | null {
  const metadata = member(object, "metadata");
  const owners = member(metadata, "ownerReferences");
  const isOwned = Array.isArray(owners) && owners.some((owner) => jobs.has(String(member(owner, "uid"))));
  const createdAt = Date.parse(String(member(metadata, "creationTimestamp")));
  if (isOwned || Number.isNaN(createdAt) || at - createdAt < olderThanMs) return null;
  return { kind: "secret", name, uid, resourceVersion, createdAt, why: "without-job" };
}

async function sweep(options: SweepOptions, orphan: Orphan, signal: AbortSignal): Promise<SweptObject> {
  const { resourceVersion: _, ...told } = orphan;
  if (options.dryRun === true) return { ...told, outcome: "would-delete", trouble: null };
  const answer = await remove(options.cluster, orphan, signal);
  if (answer.kind !== "answered") return { ...told, outcome: "failed", trouble: lineOf(answer) };
  return { ...told, outcome: answer.value === "gone" ? "gone" : "deleted", trouble: null };
}

async function remove(
  cluster: Cluster,
  { kind, name, uid, resourceVersion, why }: Orphan,
  signal: AbortSignal,
): Promise<Answer<"accepted" | "deleted" | "gone">> {
  if (kind === "secret") return deleteSecret(cluster, name, uid, signal);
  if (why === "never-resumed") {
    // Whoever resumes it in this moment has changed it, and then it is no orphan; who comes later sees the intent.
    const intent = { kind: "teardown", phase: null, at: cluster.clock.now(), by: "sweep" } as const;
    const mark = { [INTENT_ANNOTATION]: writeIntent(intent, "nobody resumed it") };
    const marked = await annotateJob(cluster, name, { uid, resourceVersion }, mark, signal);
    if (marked.kind !== "answered") return isChanged(marked) ? { kind: "answered", value: "gone" } : marked;
  }
  return deleteJob(cluster, name, { uid, propagationPolicy: "Background" }, signal);
}

function isChanged(trouble: Trouble): boolean {
  if (isMissing(trouble)) return true;
  return (
    trouble.kind === "refused" &&
    (trouble.refusal.kind === "patch-failed" || trouble.refusal.kind === "conflict")
  );
}

function lineOf(trouble: Trouble): string {
  return explainTrouble(trouble).sentence;
}
