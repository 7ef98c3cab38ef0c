import type { Cluster } from "../cluster.ts";
import type { Job } from "../objects.ts";
import { conditionOf } from "./job-status.ts";
import type { Tally } from "./tally-up.ts";

/** What a Job is on its way to: over, but for its pods. */
export interface Target {
  readonly kind: "success" | "failure";
  readonly reason: string;
  readonly message: string;
}

/** The target that was decided before, as it stands in the Job. */
export function currentTarget(job: Job): Target | null {
  const failing = conditionOf(job, "FailureTarget");
  if (failing !== null)
    return { kind: "failure", reason: failing.reason ?? "", message: failing.message ?? "" };
  const met = conditionOf(job, "SuccessCriteriaMet");
  return met === null ? null : { kind: "success", reason: met.reason ?? "", message: met.message ?? "" };
}

/**
 * Whether the Job is over, and why. A failure policy comes before the back-off limit, and that before the deadline. An
 * old server looks for failures only while `active` pods are not as many as the Job wants: a pod that was deleted and is
 * replaced already fails nothing (seen on 1.20).
 */
export function decide(
  { clock, features }: Cluster,
  job: Job,
  tally: Tally,
  startTime: string,
  active: number,
): Target | null {
  const { status, spec } = job;
  const looks = features.trackingFinalizers || active !== (spec.parallelism ?? 1);
  const failures = (status.failed ?? 0) + tally.failed.length;
  const successes = (status.succeeded ?? 0) + tally.succeeded.length;
  if (tally.failJob !== null) return { kind: "failure", reason: "PodFailurePolicy", message: tally.failJob };
  if (looks && failures > (spec.backoffLimit ?? 6)) {
    return {
      kind: "failure",
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    };
  }
  const deadlineAt = Date.parse(startTime) + (spec.activeDeadlineSeconds ?? Infinity) * 1000;
  if (clock.now() >= deadlineAt) {
    return {
      kind: "failure",
      reason: "DeadlineExceeded",
      message: "Job was active longer than specified deadline",
    };
  }
  if (successes < (spec.completions ?? 1)) return null;
  return {
    kind: "success",
    reason: "CompletionsReached",
    message: "Reached expected number of succeeded pods",
  };
}
