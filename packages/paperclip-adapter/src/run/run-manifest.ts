import { ADMISSION, quotable } from "@runverdict/classifier";
import { attach, jobNameOf, runJob, type RunHandle } from "@runverdict/k8s-runner";
import { createLastWord } from "@runverdict/stream-parser";
import type { ExecutionResult } from "../host/execution-result.ts";
import { LABELS } from "../host/labels.ts";
import { endBeforeRun } from "../result/end-before-run.ts";
import { executionResult } from "../result/execution-result.ts";
import type { RunEnd } from "../result/run-end.ts";
import { admit, type Admission, type Admitted } from "./admit.ts";
import type { HeldJob } from "./concurrency.ts";
import { followerElsewhere } from "./follower-elsewhere.ts";
import { keepCompany } from "./keep-company.ts";
import type { ManifestRun } from "./manifest-run.ts";
import { recordFollower } from "./recorded-follower.ts";
import { runEndOf } from "./run-end-of.ts";
import { seeThrough, type Following, type SeenThrough } from "./see-through.ts";
import { createTranscript } from "./transcript.ts";

type Way = Exclude<Admitted, { kind: "blocked" | "cancelled" }>;

/** How often another may be faster than we: between our look and our create, or between our look and its end. */
const MOST_TRIES = 4;

/** Begins the run when nothing is in its way, or goes on with the Job that is, and tells the host how it ended. */
export async function runManifest(run: ManifestRun): Promise<ExecutionResult> {
  const { agent } = run.context;
  // By its label the agent's Jobs are found; without one those of all agents would be.
  if (run.manifest.spec.labels[LABELS.agentId] === undefined)
    return endBeforeRun({
      kind: "refused",
      reason: ADMISSION.agentId,
      message: `Agent ID "${quotable(agent.id, 80)}" cannot be sanitized to a Kubernetes label`,
    });
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const admitted = await admit(admissionOf(run));
    if (admitted.kind === "cancelled")
      return endBeforeRun({
        kind: "cancelled",
        at: run.cancellation.requestedAt() ?? run.cluster.clock.now(),
      });
    if (admitted.kind === "blocked") return endBeforeRun({ ...admitted, kind: "refused" });
    const seen = await claimed(run, admitted);
    if (seen !== null) return executionResult(seen);
  }
  const message = `Other processes began runs of the same session ${MOST_TRIES} times while this one tried to`;
  return endBeforeRun({ kind: "refused", reason: ADMISSION.concurrentRun, message });
}

function admissionOf(run: ManifestRun): Admission {
  const { manifest, config, cancellation, cluster, claims, hostApi, log } = run;
  const { spec } = manifest;
  const { concurrency, reattachOrphanedJobs } = config.cluster;
  return {
    cluster,
    namespace: spec.namespace,
    applicant: {
      runId: spec.runId,
      task: spec.labels[LABELS.taskId] ?? null,
      session: spec.labels[LABELS.sessionId] ?? null,
      jobName: jobNameOf(spec),
      concurrency,
      reattach: reattachOrphanedJobs,
    },
    agentLabel: spec.labels[LABELS.agentId] ?? "",
    isFollowed: (jobName) => claims.has(spec.namespace, jobName),
    followerElsewhere: (runId, signal) => followerElsewhere(hostApi, runId, signal),
    signal: cancellation.signal,
    onWait: (sentence) => log.note(`Waiting: ${sentence}`),
  };
}

/** A Job that another run has just begun, or is about to clear away, may not be seen in the cluster. */
async function claimed(run: ManifestRun, way: Way): Promise<RunEnd | null> {
  const { manifest, cluster, claims, cancellation } = run;
  const jobName = way.kind === "begin" ? jobNameOf(manifest.spec) : way.job.name;
  const release = claims.take(manifest.spec.namespace, jobName);
  if (release === null) {
    await cluster.clock.sleep(PAUSE_MS, cancellation.signal);
    return null;
  }
  try {
    return await lived(run, way);
  } finally {
    release();
  }
}

const PAUSE_MS = 1000;

/** Null when another was faster, and all has to be looked at again. */
async function lived(run: ManifestRun, way: Way): Promise<RunEnd | null> {
  const { manifest, cluster, cancellation, log } = run;
  const transcript = createTranscript();
  const company = keepCompany(log, cluster.clock);
  const options = {
    signal: cancellation.signal,
    agent: createLastWord(),
    keepJob: run.config.afterwards.retainJobs,
    onOutput: (bytes: Uint8Array, offset: number): void => {
      company.heard();
      log.output(transcript.take(bytes, offset));
    },
  };
  const following: Following = {
    cluster,
    namespace: manifest.spec.namespace,
    options,
    limits: manifest.limits,
    transcript,
    onFollow: (handle) => {
      company.follow(handle);
      announce(run, handle);
    },
    onTrouble: (sentence) => log.note(`The cluster can't be asked: ${sentence}`),
  };
  try {
    const handle = way.kind === "begin" ? await begin(run, following) : await takeUp(run, way.job, following);
    if (handle === null) return null;
    const seen = await seeThrough(handle, following);
    if (wasForestalled(seen)) return null;
    for (const { text } of seen.evidence.run.stderr) log.stderr(text);
    tellEnd(run, seen);
    return runEndOf(run, handle, seen);
  } finally {
    company.leave();
  }
}

/** Whoever wants to look at it with kubectl finds it by these. */
function announce({ context, manifest, log }: ManifestRun, { jobName }: RunHandle): void {
  const { namespace } = manifest.spec;
  log.note(`Job ${jobName} in namespace ${namespace}`);
  const message = `Following Job ${namespace}/${jobName}`;
  const told = context.onEvent?.({
    eventType: "adapter.k8s.job",
    stream: "system",
    level: "info",
    message,
    payload: { namespace, job: jobName },
  });
  // An event that is not stored changes nothing about the run.
  told?.catch(() => {});
}

function tellEnd({ log }: ManifestRun, { verdict, outcome }: SeenThrough): void {
  const { title, summary, resolution } = verdict;
  log.note(summary.startsWith(title) ? summary : `${title}: ${summary}`);
  if (verdict.outcome !== "succeeded") log.note(`What to do: ${resolution}`);
  for (const problem of outcome.problems) log.note(`On the adapter's side: ${problem}`);
}

async function begin(
  { manifest, context }: ManifestRun,
  { cluster, options }: Following,
): Promise<RunHandle> {
  const { spec, limits, wrapperFiles, meta } = manifest;
  // It is shown beside the run, and changes nothing about it.
  await context.onMeta?.(meta).catch(() => {});
  context.onDispatch?.();
  const wrapped = wrapperFiles === null ? {} : { wrapperFiles };
  return runJob({ ...options, ...wrapped, cluster, spec, limits });
}

/** Null when it is not as we saw it: gone, or another was faster. */
async function takeUp(
  { context, log }: ManifestRun,
  job: HeldJob,
  following: Following,
): Promise<RunHandle | null> {
  const { cluster, namespace, options, limits } = following;
  const recorded = await recordFollower(
    { ...cluster, namespace },
    job,
    context.runId,
    AbortSignal.any([options.signal, AbortSignal.timeout(ATTACH_MS)]),
  );
  if (recorded === "unsure") return null;
  if (recorded === "forbidden") log.note(`Nobody can see on Job ${job.name} that this run goes on with it`);
  context.onDispatch?.();
  log.note(`Going on with Job ${job.name} of run ${job.runId ?? "unknown"}, which was left alive`);
  const found = await attach(
    { ...options, cluster, namespace, jobName: job.name, limits },
    AbortSignal.timeout(ATTACH_MS),
  );
  return found.kind === "attached" ? found.run : null;
}

const ATTACH_MS = 60_000;

/** The name was taken between our look and our create. */
function wasForestalled({ outcome }: SeenThrough): boolean {
  return outcome.ending.kind === "refused" && outcome.ending.answer.outcome === "conflict";
}
