import type { Cluster } from "../cluster.ts";
import type { Job, Pod } from "../objects.ts";
import { remove } from "../store/removal.ts";
import type { Actor } from "../truth.ts";
import type { Quota } from "./memory.ts";
import { podForJob } from "./pod-for-job.ts";

/** Creates pods, as many as are missing or the namespace lets in; the number that it came to. */
export function createPods(cluster: Cluster, job: Job, missing: number, quota: Quota): number {
  const { store, record } = cluster;
  for (let created = 0; created < missing; created += 1) {
    const pod = podForJob(cluster, job);
    const refusal = quota.refusal(job);
    if (refusal !== null) {
      const message = `Error creating: pods "${pod.metadata.name}" is forbidden: ${refusal}`;
      record(job, { type: "Warning", reason: "FailedCreate", message, by: "job-controller" });
      return created;
    }
    store.create("pods", pod);
    record(job, {
      type: "Normal",
      reason: "SuccessfulCreate",
      message: `Created pod: ${pod.metadata.name}`,
      by: "job-controller",
    });
  }
  return missing;
}

export function deletePod(cluster: Cluster, job: Job, pod: Pod, by: Actor): void {
  remove(cluster, "pods", pod, { by });
  const message = `Deleted pod: ${pod.metadata.name}`;
  cluster.record(job, { type: "Normal", reason: "SuccessfulDelete", message, by: "job-controller" });
}
