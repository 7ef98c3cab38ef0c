import type { Cluster } from "../cluster.ts";
import type { Job, KubernetesObject } from "../objects.ts";
import { remove } from "../store/removal.ts";
import type { Change } from "../store/change.ts";
import { conditionOf } from "./job-status.ts";

/**
 * Deletes Jobs some time after they are over, with their pods (policy Foreground, as was seen). A Job whose time to live
 * is changed meanwhile is looked at anew with each change.
 */
export function runTtlController(cluster: Cluster): () => void {
  const { store, clock, delays } = cluster;

  const expire = ({ metadata: { namespace = "", name, uid } }: KubernetesObject): void => {
    const present = store.get("jobs", namespace, name);
    if (present?.metadata.uid !== uid || present.metadata.deletionTimestamp !== undefined) return;
    const at = expiryOf(present);
    if (at === null || at > clock.now()) return;
    remove(cluster, "jobs", present, { by: "ttl", policy: "Foreground" });
  };

  return store.subscribe(({ type, resource, object }: Change) => {
    if (resource !== "jobs" || type === "DELETED") return;
    const at = expiryOf(store.get("jobs", object.metadata.namespace ?? "", object.metadata.name));
    if (at !== null) clock.after(Math.max(0, at - clock.now()) + delays.collectMs, () => expire(object));
  });
}

function expiryOf(job: Job | null): number | null {
  const seconds = job?.spec.ttlSecondsAfterFinished;
  if (job === null || seconds === undefined) return null;
  const over = conditionOf(job, "Complete") ?? conditionOf(job, "Failed");
  return over === null ? null : Date.parse(over.lastTransitionTime ?? "") + seconds * 1000;
}
