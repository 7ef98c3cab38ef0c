import type { Condition, Job, JobStatus, Pod } from "../objects.ts";
import { instant } from "../store/instant.ts";
import { isDeleted, isReady, isTerminal } from "./pod-for-job.ts";

/** Pods that a Job has, by what they are to its counters. */
export interface Census {
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Those that are still there: all that an old server counts. */
  readonly ended: { readonly succeeded: number; readonly failed: number };
}

export function countPods(pods: readonly Pod[]): Census {
  const active = pods.filter((pod) => !isTerminal(pod) && !isDeleted(pod));
  return {
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter((pod) => isDeleted(pod) && !isTerminal(pod)).length,
    ended: {
      succeeded: pods.filter(({ status }) => status.phase === "Succeeded").length,
      failed: pods.filter(({ status }) => status.phase === "Failed").length,
    },
  };
}

export function conditionOf(job: Job, type: string): Condition | null {
  return job.status.conditions?.find((one) => one.type === type && one.status === "True") ?? null;
}

export function isFinished(job: Job): boolean {
  return conditionOf(job, "Complete") !== null || conditionOf(job, "Failed") !== null;
}

/** The conditions with one more, or with one changed in place. */
export function withCondition(
  status: JobStatus,
  wanted: {
    readonly type: string;
    readonly status?: "True" | "False";
    readonly reason?: string;
    readonly message?: string;
  },
  nowAt: number,
): readonly Condition[] {
  const now = instant(nowAt);
  const { type, reason, message } = wanted;
  const condition: Condition = {
    type,
    status: wanted.status ?? "True",
    lastProbeTime: now,
    lastTransitionTime: now,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
  const present = status.conditions ?? [];
  const index = present.findIndex((one) => one.type === type);
  return index === -1 ? [...present, condition] : present.with(index, condition);
}

/** A status as Go writes it: counters that are zero are left out, except the newer ones. */
export function writeStatus(status: JobStatus, isNewer: boolean): JobStatus {
  const { conditions, startTime, completionTime, active, succeeded, failed } = status;
  return {
    ...(conditions === undefined || conditions.length === 0 ? {} : { conditions }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(completionTime === undefined ? {} : { completionTime }),
    ...(positive(active) ? { active } : {}),
    ...(positive(succeeded) ? { succeeded } : {}),
    ...(positive(failed) ? { failed } : {}),
    ...(isNewer
      ? {
          terminating: status.terminating ?? 0,
          uncountedTerminatedPods: status.uncountedTerminatedPods ?? {},
          ready: status.ready ?? 0,
        }
      : {}),
  };
}

function positive(count: number | undefined): count is number {
  return count !== undefined && count > 0;
}
