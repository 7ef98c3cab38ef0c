import type { Cluster } from "../cluster.ts";
import type { Job } from "../objects.ts";
import { remove } from "../store/removal.ts";
import type { Change } from "../store/change.ts";
import { conditionOf } from "./job-status.ts";

/** Deletes Jobs some time after they are over, with their pods (policy Foreground, as was seen). */
export function runTtlController(cluster: Cluster): () => void {
  const { store, clock, delays } = cluster;
  const awaited = new Set<string>();

  const expire = (job: Job): void => {
    const present = store.get("jobs", job.metadata.namespace ?? "", job.metadata.name);
    if (present?.metadata.uid !== job.metadata.uid || present.metadata.deletionTimestamp !== undefined)
      return;
    remove(cluster, "jobs", present, { by: "ttl", policy: "Foreground" });
  };

  return store.subscribe(({ type, resource, object }: Change) => {
    if (resource !== "jobs" || type === "DELETED" || awaited.has(object.metadata.uid)) return;
    const job = store.get("jobs", object.metadata.namespace ?? "", object.metadata.name);
    const seconds = job?.spec.ttlSecondsAfterFinished;
    if (job === null || seconds === undefined) return;
    const over = conditionOf(job, "Complete") ?? conditionOf(job, "Failed");
    if (over === null) return;
    awaited.add(job.metadata.uid);
    const overAt = Date.parse(over.lastTransitionTime ?? "");
    clock.after(Math.max(0, overAt + seconds * 1000 - clock.now()) + delays.collectMs, () => expire(job));
  });
}
