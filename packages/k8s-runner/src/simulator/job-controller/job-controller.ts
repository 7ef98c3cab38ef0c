import type { CallOff } from "../clock/clock.ts";
import type { Cluster } from "../cluster.ts";
import { releaseFinalizer } from "../store/removal.ts";
import type { Change } from "../store/change.ts";
import { isTracked, TRACKING_FINALIZER } from "./pod-for-job.ts";
import { syncJob } from "./sync-job.ts";
import type { Memory, Quota } from "./memory.ts";

interface Queued {
  readonly dueAt: number;
  readonly callOff: CallOff;
}

/** Looks at Jobs when they or their pods change; changes of pods are gathered for a second, as in the real one. */
export function runJobController(cluster: Cluster, quota: Quota): () => void {
  const { store, clock, delays } = cluster;
  const queue = new Map<string, Queued>();
  const memories = new Map<string, Memory>();

  const enqueue = (namespace: string, name: string, delayMs: number): void => {
    const key = `${namespace}/${name}`;
    const dueAt = clock.now() + delayMs;
    const queued = queue.get(key);
    if (queued !== undefined && queued.dueAt <= dueAt) return;
    queued?.callOff();
    const callOff = clock.after(delayMs, () => {
      queue.delete(key);
      look(namespace, name);
    });
    queue.set(key, { dueAt, callOff });
  };

  const look = (namespace: string, name: string): void => {
    const job = store.get("jobs", namespace, name);
    if (job === null) return releaseOrphans(namespace, name);
    const memory = memories.get(job.metadata.uid) ?? { lastFailureAt: null, counted: new Set<string>() };
    memories.set(job.metadata.uid, memory);
    const againMs = syncJob(cluster, job, memory, quota);
    if (againMs !== null) enqueue(namespace, name, againMs);
  };

  /** Pods whose Job is gone, or no longer theirs, are not tracked any more. */
  const releaseOrphans = (namespace: string, name: string): void => {
    store
      .list("pods", namespace)
      .filter((pod) => isTracked(pod) && pod.metadata.labels?.["job-name"] === name)
      .forEach((pod) => releaseFinalizer(store, "pods", pod, TRACKING_FINALIZER));
  };

  return store.subscribe(({ type, resource, object, previous }: Change) => {
    const { namespace = "", name, uid, generation } = object.metadata;
    if (resource === "pods") {
      const job = object.metadata.labels?.["job-name"];
      const isNewlyDeleted =
        object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined;
      if (job !== undefined) enqueue(namespace, job, isNewlyDeleted ? delays.jobSyncMs : delays.jobBatchMs);
    }
    if (resource !== "jobs") return;
    if (type === "DELETED") memories.delete(uid);
    // What leaves the generation as it was is a status, and those the controller writes itself.
    if (type !== "MODIFIED" || generation !== previous?.metadata.generation)
      enqueue(namespace, name, delays.jobSyncMs);
  });
}
