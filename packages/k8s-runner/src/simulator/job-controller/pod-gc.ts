import type { Cluster } from "../cluster.ts";
import { remove } from "../store/removal.ts";
import type { Change } from "../store/change.ts";

/**
 * Clears away pods that were deleted before they were bound: no kubelet ever says that they have failed, and a Job that
 * waits for that (`podReplacementPolicy: Failed`) would wait for ever.
 */
export function runPodGc(cluster: Cluster): () => void {
  const { store, clock, delays } = cluster;
  const clear = (namespace: string, name: string, uid: string): void => {
    const pod = store.get("pods", namespace, name);
    if (pod?.metadata.uid !== uid || pod.spec.nodeName !== undefined) return;
    const failed = store.replace("pods", { ...pod, status: { ...pod.status, phase: "Failed" } });
    remove(cluster, "pods", failed, { by: "pod-gc", graceSeconds: 0 });
  };
  return store.subscribe(({ type, resource, object, previous }: Change) => {
    const { name, namespace = "", uid, deletionTimestamp } = object.metadata;
    if (resource !== "pods" || type !== "MODIFIED" || deletionTimestamp === undefined) return;
    if (previous?.metadata.deletionTimestamp !== undefined) return;
    clock.after(delays.podGcMs, () => clear(namespace, name, uid));
  });
}
