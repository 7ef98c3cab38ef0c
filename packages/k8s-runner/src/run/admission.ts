import { randomBytes } from "node:crypto";
import type { CreateAnswer, Intent, JobFacts } from "@runverdict/classifier";
import { ADMISSION } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../cluster/cluster.ts";
import { createJob, getJob, patchJob } from "../cluster/objects/jobs.ts";
import { pointer } from "../cluster/objects/json-patch.ts";
import { createSecret } from "../cluster/objects/secrets.ts";
import type { Seen } from "../cluster/objects/seen-object.ts";
import { member } from "../member.ts";
import type { Trouble } from "../cluster/request/answer.ts";
import { createAnswerOf } from "../cluster/request/create-answer.ts";
import { isUnsent } from "../cluster/request/repetition.ts";
import { buildJob } from "../job/build-job.ts";
import { buildSecret, type LiveJob } from "../job/build-secret.ts";
import { identityOf, isSameRun, readIdentity, type JobIdentity } from "../job/job-identity.ts";
import type { Job } from "../job/manifest.ts";
import type { RunSpec } from "../job/run-spec.ts";
import type { Limits } from "../lifecycle/limits.ts";
import { isJobOver } from "../lifecycle/progress.ts";
import { failureOf, isMissing, unknownAnswer } from "./failure.ts";
import { sha256 } from "./sha256.ts";
import { FRAMED_ANNOTATION, readIntent, RESUMED_ANNOTATION, wasResumed } from "./job-annotations.ts";
import { LIMITS_ANNOTATION, readLimits, writeLimits } from "./limits-annotation.ts";

/** What became of the wish that there be a Job for the run. */
export type Admitted =
  | {
      readonly kind: "answered";
      readonly answer: CreateAnswer;
      readonly job: Seen<JobFacts> | null;
      readonly recorded: readonly Intent[];
      /** Those that another process began the run with; null where it is ours, or says none. */
      readonly limits: Limits | null;
    }
  | { readonly kind: "unavailable" };

/** Sees to it that there is a Job for the run; it may be asked again after any answer. */
export type Admission = (signal: AbortSignal) => Promise<Admitted>;

/** `specFor` gives the specification with the wrapper's files for this Job. */
export interface Creation {
  readonly cluster: Cluster;
  readonly spec: RunSpec;
  readonly specFor: (jobUid: string) => RunSpec;
  readonly framed: boolean;
  readonly limits: Limits;
}

/**
 * Creates the Job suspended, then its Secret, then resumes it, or takes over where another process, or a request whose
 * answer was lost, has left off. Each step is done at most once in effect, for names and UIDs say whether it was done.
 */
export function admissionBy(creation: Creation): Admission {
  const { cluster, spec } = creation;
  const wanted = identityOf(spec, "", sha256);
  const ours = new Set<string>();
  const isOurs = ({ uid, object }: Seen<JobFacts>): boolean =>
    ours.has(uid) || ours.has(readIdentity(object)?.secretName ?? "");

  return async (signal) => {
    const nonce = randomBytes(8).toString("hex");
    const built = buildJob(spec, { sha256, nonce });
    if (built.kind === "refused")
      throw new TypeError("The specification is checked before anything is asked.");
    if (built.identity.secretName !== null) ours.add(built.identity.secretName);
    const created = await createJob(cluster, annotated(built.job, creation), signal);
    if (created.kind === "answered") {
      ours.add(created.value.uid);
      return complete(creation, created.value, answered("created", 201), signal);
    }
    if (created.kind !== "refused" || created.refusal.kind !== "already-exists") return failed(created);
    const held = await getJob(cluster, built.job.metadata.name, signal);
    if (held.kind !== "answered") return isMissing(held) ? lost : failed(held);
    const job = held.value;
    if (!isSameRun(readIdentity(job.object), wanted)) return conflict(created.refusal.message);
    if (isOurs(job)) return complete(creation, job, answered("created", 201), signal);
    const adopted = await complete(creation, job, answered("adopted", 409), signal);
    return adopted.kind === "answered" ? { ...adopted, limits: readLimits(job.object) } : adopted;
  };
}

/** Takes up what is there, and creates nothing: for a process that does not know what was to run. */
export function admissionOf(cluster: Cluster, jobName: string, wanted: JobIdentity): Admission {
  return async (signal) => {
    const held = await getJob(cluster, jobName, signal);
    if (held.kind !== "answered") return failed(held);
    if (!isSameRun(readIdentity(held.value.object), wanted))
      return conflict("The Job is another run's by now.");
    return took(held.value, answered("adopted", 200));
  };
}

/** The Job is there: what belongs to it is made, and it is let run. */
async function complete(
  { cluster, specFor }: Creation,
  job: Seen<JobFacts>,
  answer: CreateAnswer,
  signal: AbortSignal,
): Promise<Admitted> {
  // A Job that runs, is over or is to be stopped needs nothing more of us. One that is not suspended although it was to
  // be is on a server that drops the field: its pod waits for the Secret.
  const isLeft = readIntent(job.object) !== null || job.facts.deletionRequestedAt !== null;
  if (isLeft || wasResumed(job.object) || isJobOver(job.facts)) return took(job, answer);
  const secret = buildSecret(specFor(job.uid), liveJob(job), sha256);
  if (secret !== null) {
    const made = await createSecret(cluster, secret, signal);
    const isMade =
      made.kind === "answered" || (made.kind === "refused" && made.refusal.kind === "already-exists");
    if (!isMade) return withoutSecret(failed(made, job));
  }
  return job.facts.suspended ? resume(cluster, job, answer, signal) : took(job, answer);
}

async function resume(
  cluster: Cluster,
  job: Seen<JobFacts>,
  answer: CreateAnswer,
  signal: AbortSignal,
): Promise<Admitted> {
  const at = new Date(cluster.clock.now()).toISOString();
  const resumed = await patchJob(
    cluster,
    job.name,
    { uid: job.uid, resourceVersion: null },
    [
      { op: "replace", path: "/spec/suspend", value: false },
      { op: "add", path: pointer("metadata", "annotations", RESUMED_ANNOTATION), value: at },
    ],
    signal,
  );
  if (resumed.kind === "answered") return took(resumed.value, answer);
  // It is gone, or another holds its name; the next try sees which.
  const isAnothers = resumed.kind === "refused" && resumed.refusal.kind === "patch-failed";
  return isAnothers || isMissing(resumed) ? lost : failed(resumed, job);
}

function failed(trouble: Trouble, job: Seen<JobFacts> | null = null): Admitted {
  if (trouble.kind === "refused") {
    // Credentials that are no good before anything was made won't become so while somebody waits.
    const isUnknown = job === null && trouble.refusal.kind === "unauthenticated";
    const isFinal = isUnknown || failureOf(trouble) === "refused";
    if (isFinal) return { ...lost, answer: createAnswerOf(trouble.refusal), job };
  }
  // Beside a Job that is there, or where nothing was sent, there is nothing to look up.
  return job !== null || isUnsent(trouble) ? { kind: "unavailable" } : lost;
}

/** The Job is there; what was refused is its Secret, and nothing runs without it. */
function withoutSecret(admitted: Admitted): Admitted {
  if (admitted.kind === "unavailable") return admitted;
  const answer = { ...admitted.answer, outcome: "blocked", reason: ADMISSION.secretNotCreated } as const;
  return { ...admitted, answer };
}

const lost = { kind: "answered", answer: unknownAnswer, job: null, recorded: [], limits: null } as const;

function conflict(message: string): Admitted {
  return { ...lost, answer: { outcome: "conflict", http: 409, reason: "AlreadyExists", message } };
}

function answered(outcome: "created" | "adopted", http: number): CreateAnswer {
  return { outcome, http, reason: null, message: null };
}

function took(job: Seen<JobFacts>, answer: CreateAnswer): Admitted {
  const intent = readIntent(job.object);
  return { kind: "answered", answer, job, recorded: intent === null ? [] : [intent], limits: null };
}

/** With the annotations that name its Secret. */
function liveJob(job: Seen<JobFacts>): LiveJob {
  const { name, namespace, uid, object } = job;
  const annotations = member(member(object, "metadata"), "annotations");
  const metadata = { name, namespace, uid, annotations };
  return { metadata };
}

/** With what any process must know that takes the run up. */
function annotated(job: Job, { framed, limits }: Creation): Job {
  const annotations = {
    ...job.metadata.annotations,
    [LIMITS_ANNOTATION]: writeLimits(limits),
    ...(framed ? { [FRAMED_ANNOTATION]: "true" } : {}),
  };
  return { ...job, metadata: { ...job.metadata, annotations } };
}
