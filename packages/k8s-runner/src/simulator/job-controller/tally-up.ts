import type { Cluster } from "../cluster.ts";
import type { Job, Pod } from "../objects.ts";
import type { Memory } from "./memory.ts";
import { isDeleted, isTerminal, isTracked } from "./pod-for-job.ts";
import { judgeFailure } from "./pod-failure-policy.ts";

export interface Tally {
  readonly succeeded: readonly Pod[];
  readonly failed: readonly Pod[];
  /** Failed pods that the policy tells to ignore. */
  readonly ignored: readonly Pod[];
  readonly failJob: string | null;
}

/** The pods that have ended and are not counted yet. */
export function tallyUp({ features }: Cluster, job: Job, pods: readonly Pod[], memory: Memory): Tally {
  const fresh = pods.filter((pod) =>
    features.trackingFinalizers ? isTracked(pod) : !memory.counted.has(pod.metadata.uid),
  );
  // Without a policy that says otherwise, a pod that is being deleted counts as failed while it still runs; but for old
  // servers, which don't count it before it has ended.
  const countsEarly =
    features.trackingFinalizers &&
    job.spec.podReplacementPolicy !== "Failed" &&
    job.spec.podFailurePolicy === undefined;
  const hasFailed = (pod: Pod): boolean =>
    pod.status.phase === "Failed" || (isDeleted(pod) && !isTerminal(pod) && countsEarly);
  const failed = fresh.filter(hasFailed);
  const answers = failed.map((pod) => ({ pod, answer: judgeFailure(job, pod) }));
  const fatal = answers.map(({ answer }) => (answer.kind === "fail-job" ? answer.message : null));
  return {
    succeeded: fresh.filter(({ status }) => status.phase === "Succeeded"),
    failed: answers.filter(({ answer }) => answer.kind !== "ignore").map(({ pod }) => pod),
    ignored: answers.filter(({ answer }) => answer.kind === "ignore").map(({ pod }) => pod),
    failJob: fatal.find((message) => message !== null) ?? null,
  };
}
