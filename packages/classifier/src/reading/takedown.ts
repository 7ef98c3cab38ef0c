import type { JobFacts } from "../job-facts.ts";
import type { PodFacts } from "../pod-facts.ts";
import type { AgentEnd } from "./agent-end.ts";
import type { Sighted } from "./sight.ts";

/** What was done to the pod from outside, and whether it came before the agent container had ended by itself. */
export interface Takedown {
  readonly disruption: Disruption | null;
  readonly deletion: Deletion | null;
}

export interface Disruption {
  /** Reason of the DisruptionTarget condition: `PreemptionByScheduler`, `EvictionByEvictionAPI`, … */
  readonly reason: string;
  readonly path: string;
  readonly timing: Timing;
}

export interface Deletion {
  readonly of: "pod" | "job";
  /** Path of the deletion timestamp. */
  readonly path: string;
  readonly timing: Timing;
}

/** `late`: it began after the container had ended by itself. `before`: it may be why the container ended. */
export type Timing = "before" | "late";

/** The API server, the kubelet and the runner have clocks of their own, and Kubernetes writes whole seconds. */
export const CLOCK_SKEW_MS = 5000;

export function readTakedown(
  pod: Sighted<PodFacts> | null,
  job: Sighted<JobFacts> | null,
  end: AgentEnd,
): Takedown {
  return { disruption: readDisruption(pod, end), deletion: readDeletion(pod, job, end) };
}

function readDisruption(pod: Sighted<PodFacts> | null, end: AgentEnd): Disruption | null {
  if (pod === null) return null;
  const index = pod.value.conditions.findIndex(
    ({ type, status }) => type === "DisruptionTarget" && status === "True",
  );
  const condition = pod.value.conditions[index];
  if (condition === undefined) return null;
  const reason = condition.reason ?? "DisruptionTarget";
  return { reason, path: `${pod.path}.conditions.${index}.reason`, timing: timingOf(condition.at, end) };
}

function readDeletion(
  pod: Sighted<PodFacts> | null,
  job: Sighted<JobFacts> | null,
  end: AgentEnd,
): Deletion | null {
  if (pod !== null && pod.value.deletionRequestedAt !== null) {
    const timing = timingOf(pod.value.deletionRequestedAt, end);
    return { of: "pod", path: `${pod.path}.deletionRequestedAt`, timing };
  }
  if (job === null || job.value.deletionRequestedAt === null) return null;
  const timing = timingOf(job.value.deletionRequestedAt, end);
  return { of: "job", path: `${job.path}.deletionRequestedAt`, timing };
}

/** Whether something that happened at an instant can still be why the container ended. */
export function timingOf(at: number | null, end: AgentEnd): Timing {
  if (at === null || end.kind !== "ended" || end.finishedAt === null) return "before";
  return at > end.finishedAt + CLOCK_SKEW_MS ? "late" : "before";
}
