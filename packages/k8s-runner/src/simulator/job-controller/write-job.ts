import type { Cluster } from "../cluster.ts";
import type { Job, JobStatus, Pod } from "../objects.ts";
import { releaseFinalizer } from "../store/removal.ts";
import { writeStatus } from "./job-status.ts";
import { TRACKING_FINALIZER } from "./pod-for-job.ts";
import type { Tally } from "./tally-up.ts";

/** Writes the status into the Job as it is now; its other fields may have been changed by somebody else meanwhile. */
export function writeJob({ store, features }: Cluster, job: Job, status: JobStatus): Job {
  const { namespace = "", name, uid } = job.metadata;
  const present = store.get("jobs", namespace, name);
  const written = writeStatus(status, features.jobTargets);
  if (present === null || present.metadata.uid !== uid) return { ...job, status: written };
  return store.replace("jobs", { ...present, status: written });
}

/**
 * Counts pods in two steps, so that none is counted twice whenever the controller is interrupted: names them in the
 * status, takes their finalizers off. The third step, the counters, is left to the write that follows. An old server,
 * which tracks no pods, has that step alone.
 */
export function countPodsOf(cluster: Cluster, job: Job, status: JobStatus, tally: Tally): Job {
  const { succeeded, failed, ignored } = tally;
  const uids = (pods: readonly Pod[]): readonly string[] => pods.map(({ metadata }) => metadata.uid);
  const uncounted = {
    ...(succeeded.length === 0 ? {} : { succeeded: uids(succeeded) }),
    ...(failed.length === 0 ? {} : { failed: uids(failed) }),
  };
  const named = cluster.features.trackingFinalizers
    ? writeJob(cluster, job, { ...status, uncountedTerminatedPods: uncounted })
    : { ...job, status };
  [...succeeded, ...failed, ...ignored].forEach((pod) => untrack(cluster, pod));
  const counters = {
    succeeded: (status.succeeded ?? 0) + succeeded.length,
    failed: (status.failed ?? 0) + failed.length,
    uncountedTerminatedPods: {},
  };
  return { ...named, status: { ...named.status, ...counters } };
}

/** Takes the Job's finalizer off a pod. */
export function untrack({ store }: Cluster, { metadata }: Pod): void {
  const pod = store.get("pods", metadata.namespace ?? "", metadata.name);
  if (pod?.metadata.uid === metadata.uid) releaseFinalizer(store, "pods", pod, TRACKING_FINALIZER);
}
