import type { Cluster } from "../cluster.ts";
import type { Job, JobStatus, Pod } from "../objects.ts";
import { instant } from "../store/instant.ts";
import { currentTarget, decide } from "./decide.ts";
import type { Target } from "./decide.ts";
import { conditionOf, countPods, isFinished, withCondition } from "./job-status.ts";
import { createPods, deletePod } from "./make-pods.ts";
import type { Memory, Quota } from "./memory.ts";
import { isDeleted, isTerminal, podsOf } from "./pod-for-job.ts";
import { tallyUp } from "./tally-up.ts";
import type { Tally } from "./tally-up.ts";
import { countPodsOf, untrack, writeJob } from "./write-job.ts";

/**
 * One look at a Job: counts its pods, decides whether it is over, creates and deletes pods, and writes the status, in
 * the order in which the real controller's writes were seen. Answers in how many milliseconds it must look again.
 */
export function syncJob(cluster: Cluster, job: Job, memory: Memory, quota: Quota): number | null {
  const { clock } = cluster;
  const pods = podsOf(cluster, job);
  if (isDeleted(job)) return letGo(cluster, job, pods);
  if (isFinished(job)) {
    pods.filter(isTerminal).forEach((pod) => untrack(cluster, pod));
    return null;
  }
  if (job.spec.suspend === true) return suspend(cluster, job, pods);
  const started = job.status.startTime ?? instant(clock.now());
  const tally = tallyUp(cluster, job, pods, memory);
  const active = countPods(pods).active.length;
  const target = currentTarget(job) ?? decide(cluster, job, tally, started, active);
  if (target !== null) return finish(cluster, job, pods, tally, memory, target, started);
  return goOn(cluster, job, pods, tally, memory, quota, started);
}

/** Winds the Job up: no pod stays active, all are counted, and when none is terminating, it is over. */
function finish(
  cluster: Cluster,
  job: Job,
  pods: readonly Pod[],
  tally: Tally,
  memory: Memory,
  target: Target,
  startTime: string,
): null {
  const { clock, features, record } = cluster;
  const { active } = countPods(pods);
  active.forEach((pod) => deletePod(cluster, job, pod, "job-deadline"));
  // What the controller deletes is counted as failed, and no longer waited for.
  const failed = [...tally.failed, ...active];
  [...failed, ...tally.succeeded].forEach(({ metadata }) => memory.counted.add(metadata.uid));
  const { terminating } = countPods(podsOf(cluster, job));
  const type = target.kind === "failure" ? "FailureTarget" : "SuccessCriteriaMet";
  const first: JobStatus = { ...job.status, startTime, active: 0, ready: 0, terminating };
  const named = { reason: target.reason, message: target.message };
  const conditions =
    features.jobTargets && currentTarget(job) === null
      ? withCondition(first, { type, ...named }, clock.now())
      : (first.conditions ?? []);
  const counted = countPodsOf(cluster, job, { ...first, conditions }, { ...tally, failed });
  if (terminating > 0) {
    writeJob(cluster, counted, counted.status);
    return null;
  }
  const isGood = target.kind === "success";
  const reasoned = features.jobTargets || !isGood ? named : {};
  const over = withCondition(
    counted.status,
    { type: isGood ? "Complete" : "Failed", ...reasoned },
    clock.now(),
  );
  const completionTime = isGood ? { completionTime: instant(clock.now()) } : {};
  const done = writeJob(cluster, counted, { ...counted.status, ...completionTime, conditions: over });
  if (isGood)
    record(done, { type: "Normal", reason: "Completed", message: "Job completed", by: "job-controller" });
  else record(done, { type: "Warning", ...named, by: "job-controller" });
  return null;
}

function goOn(
  cluster: Cluster,
  job: Job,
  pods: readonly Pod[],
  tally: Tally,
  memory: Memory,
  quota: Quota,
  startTime: string,
): number | null {
  const { clock, features } = cluster;
  if (tally.failed.length > 0) memory.lastFailureAt = clock.now();
  [...tally.failed, ...tally.succeeded].forEach(({ metadata }) => memory.counted.add(metadata.uid));
  const census = countPods(pods);
  const resumed = job.status.conditions?.some(({ type }) => type === "Suspended") === true;
  const base: JobStatus = {
    ...job.status,
    startTime,
    active: census.active.length,
    ready: census.ready,
    terminating: census.terminating,
    ...(features.trackingFinalizers ? {} : census.ended),
  };
  const isNew = job.status.startTime === undefined;
  const status = resumed && isNew ? { ...base, conditions: withCondition(base, RESUMED, clock.now()) } : base;
  const isCounting =
    features.trackingFinalizers && tally.failed.length + tally.ignored.length + tally.succeeded.length > 0;
  const counted = isCounting ? countPodsOf(cluster, job, status, tally) : { ...job, status };
  const failures = counted.status.failed ?? 0;
  const waitsFor =
    job.spec.podReplacementPolicy === "Failed" && features.podReplacementPolicy ? census.terminating : 0;
  const wanted = job.spec.parallelism ?? 1;
  const missing = wanted - census.active.length - waitsFor;
  const surplus = census.active.slice(wanted);
  surplus.forEach((pod) => deletePod(cluster, job, pod, "parallelism"));
  const backoffMs = failures === 0 ? 0 : Math.min(360_000, cluster.delays.backoffMs * 2 ** (failures - 1));
  const waitMs = Math.max(0, (memory.lastFailureAt ?? 0) + backoffMs - clock.now());
  const created = missing > 0 && waitMs === 0 ? createPods(cluster, job, missing, quota) : 0;
  const active = census.active.length - surplus.length + created;
  const written = writeJob(cluster, counted, { ...counted.status, active });
  if (resumed && isNew) tellResumed(cluster, written);
  const refused = missing > 0 && waitMs === 0 && created === 0 ? cluster.delays.backoffMs : null;
  return soonest([
    missing > 0 && waitMs > 0 ? waitMs : null,
    refused,
    untilDeadline(cluster, job, startTime),
  ]);
}

function tellResumed({ record }: Cluster, job: Job): void {
  record(job, { type: "Normal", reason: "Resumed", message: "Job resumed", by: "job-controller" });
}

const RESUMED = { type: "Suspended", status: "False", reason: "JobResumed", message: "Job resumed" } as const;
const SUSPENDED = { type: "Suspended", reason: "JobSuspended", message: "Job suspended" } as const;

/** A suspended Job has no pods; those that it had are not counted. */
function suspend(cluster: Cluster, job: Job, pods: readonly Pod[]): null {
  const { clock, store, record } = cluster;
  for (const pod of pods.filter((one) => !isTerminal(one) && !isDeleted(one))) {
    untrack(cluster, pod);
    const present = store.get("pods", job.metadata.namespace ?? "", pod.metadata.name);
    if (present !== null) deletePod(cluster, job, present, "suspension");
  }
  const { startTime: _dropped, ...status } = job.status;
  const { terminating } = countPods(podsOf(cluster, job));
  const isNew = conditionOf(job, "Suspended") === null;
  const conditions = isNew ? withCondition(status, SUSPENDED, clock.now()) : (status.conditions ?? []);
  const written = writeJob(cluster, job, { ...status, conditions, active: 0, ready: 0, terminating });
  if (isNew)
    record(written, { type: "Normal", reason: "Suspended", message: "Job suspended", by: "job-controller" });
  return null;
}

/** A Job that is being deleted lets go of the pods that are, too; they are not counted any more. */
function letGo(cluster: Cluster, job: Job, pods: readonly Pod[]): null {
  pods.filter((pod) => isDeleted(pod) || isTerminal(pod)).forEach((pod) => untrack(cluster, pod));
  const census = countPods(pods);
  writeJob(cluster, job, {
    ...job.status,
    active: census.active.length,
    ready: census.ready,
    terminating: 0,
  });
  return null;
}

function untilDeadline({ clock }: Cluster, job: Job, startTime: string): number | null {
  const seconds = job.spec.activeDeadlineSeconds;
  return seconds === undefined ? null : Math.max(0, Date.parse(startTime) + seconds * 1000 - clock.now());
}

function soonest(waits: readonly (number | null)[]): number | null {
  const given = waits.filter((wait) => wait !== null);
  return given.length === 0 ? null : Math.min(...given);
}
