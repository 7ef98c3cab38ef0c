import type { Cluster } from "../cluster.ts";
import type { ResourceName } from "../objects.ts";
import type { Change } from "./change.ts";
import { instant } from "./instant.ts";
import { remove } from "./removal.ts";

const contents = [
  "jobs",
  "pods",
  "secrets",
  "configmaps",
  "events",
  "serviceaccounts",
  "persistentvolumeclaims",
] as const;

/** Gives a new namespace its default service account; empties one that is being deleted, and lets it go when it is empty. */
export function runNamespaceController(cluster: Cluster): () => void {
  const { store, clock, delays } = cluster;

  const empty = (name: string): void => {
    const left = contents.filter((resource) => emptied(cluster, resource, name) > 0);
    if (left.length > 0) clock.after(delays.collectMs + delays.removeMs, () => empty(name));
    else store.remove("namespaces", "", name);
  };

  return store.subscribe(({ type, resource, object }: Change) => {
    if (resource !== "namespaces") return;
    const { name, deletionTimestamp } = object.metadata;
    if (type === "ADDED") clock.after(delays.collectMs, () => addAccount(cluster, name));
    if (type === "MODIFIED" && deletionTimestamp !== undefined)
      clock.after(delays.collectMs, () => empty(name));
  });
}

/** Deletes what is left of a resource; how much that is. */
function emptied(cluster: Cluster, resource: ResourceName, namespace: string): number {
  const left = cluster.store.list(resource, namespace);
  for (const object of left) {
    if (object.metadata.deletionTimestamp === undefined)
      remove(cluster, resource, object, { by: "namespace", policy: "Background" });
  }
  return cluster.store.list(resource, namespace).length;
}

export function addAccount({ store, clock, names }: Cluster, namespace: string): void {
  if (
    store.get("namespaces", "", namespace) === null ||
    store.get("serviceaccounts", namespace, "default") !== null
  )
    return;
  const metadata = {
    name: "default",
    namespace,
    uid: names.uid(),
    resourceVersion: "",
    creationTimestamp: instant(clock.now()),
  };
  store.create("serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata });
}
