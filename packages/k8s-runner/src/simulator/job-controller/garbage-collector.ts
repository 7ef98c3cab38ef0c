import type { Cluster } from "../cluster.ts";
import type { KubernetesObject, ObjectMeta, ResourceName, ResourceTypes } from "../objects.ts";
import { releaseFinalizer, remove } from "../store/removal.ts";
import type { Change } from "../store/change.ts";

/**
 * Deletes what is owned by an object that is gone, or lets it go, as the deletion's policy says: Background removes the
 * owner first, Foreground keeps it until all that blocks it is gone, Orphan takes the owner's name off its dependents.
 */
export function runGarbageCollector(cluster: Cluster): () => void {
  const { store, clock, delays } = cluster;

  const onChange = (change: Change): void => {
    const { type, resource, object } = change;
    if (type === "DELETED") clock.after(delays.collectMs, () => collect(cluster, object));
    else if (object.metadata.deletionTimestamp !== undefined) {
      const { namespace = "", name, uid } = object.metadata;
      clock.after(delays.collectMs, () => attend(cluster, resource, { namespace, name, uid }));
    } else if (type === "ADDED" && owners(object).length > 0)
      clock.after(delays.collectMs, () => collectOrphan(cluster, change));
  };
  return store.subscribe(onChange);
}

function owners({ metadata }: KubernetesObject): readonly string[] {
  return metadata.ownerReferences?.map(({ uid }) => uid) ?? [];
}

/** After an owner is gone: what it owned goes too, and an owner that waited for this one looks again. */
function collect(cluster: Cluster, gone: KubernetesObject): void {
  forEachOwned(cluster, gone.metadata.uid, (resource, object) => {
    remove(cluster, resource, object, { by: "garbage-collector", policy: "Background" });
  });
  for (const { kind, name, uid } of gone.metadata.ownerReferences ?? []) {
    if (kind === "Job") attend(cluster, "jobs", { name, uid, namespace: gone.metadata.namespace ?? "" });
  }
}

/** An object that was made for an owner that is not there (any more) goes. */
function collectOrphan(cluster: Cluster, { resource, object }: Change): void {
  const present = cluster.store.get(resource, object.metadata.namespace ?? "", object.metadata.name);
  if (present?.metadata.uid !== object.metadata.uid) return;
  const isOwned = owners(object).some((uid) => cluster.ownership.exists(uid));
  if (!isOwned) remove(cluster, resource, present, { by: "garbage-collector", policy: "Background" });
}

/** An owner that is being deleted, and stays until the collector has done its part. */
function attend(
  cluster: Cluster,
  resource: ResourceName,
  { namespace, name, uid }: { readonly namespace: string; readonly name: string; readonly uid: string },
): void {
  const owner = cluster.store.get(resource, namespace, name);
  if (owner === null || owner.metadata.uid !== uid) return;
  const { finalizers = [] } = owner.metadata;
  if (finalizers.includes("orphan")) {
    forEachOwned(cluster, uid, (kind, dependent) => disown(cluster, kind, dependent, uid));
    return releaseFinalizer(cluster.store, resource, owner, "orphan");
  }
  if (!finalizers.includes("foregroundDeletion")) return;
  forEachOwned(cluster, uid, (kind, dependent) => {
    if (dependent.metadata.deletionTimestamp !== undefined) return;
    remove(cluster, kind, dependent, { by: "garbage-collector", policy: "Background" });
  });
  let isBlocked = false;
  forEachOwned(cluster, uid, (_kind, { metadata }) => {
    if (metadata.ownerReferences?.some((one) => one.uid === uid && one.blockOwnerDeletion === true))
      isBlocked = true;
  });
  if (!isBlocked) releaseFinalizer(cluster.store, resource, owner, "foregroundDeletion");
}

function disown<R extends ResourceName>(
  cluster: Cluster,
  resource: R,
  object: ResourceTypes[R],
  uid: string,
): void {
  const { ownerReferences = [], ...rest } = object.metadata;
  const left = ownerReferences.filter((one) => one.uid !== uid);
  const metadata: ObjectMeta = { ...rest, ...(left.length === 0 ? {} : { ownerReferences: left }) };
  cluster.store.replace(resource, { ...object, metadata });
}

function forEachOwned(
  { store, ownership }: Cluster,
  uid: string,
  act: (resource: ResourceName, object: ResourceTypes[ResourceName]) => void,
): void {
  for (const { resource, namespace, name } of ownership.dependentsOf(uid)) {
    const object = store.get(resource, namespace, name);
    if (object !== null) act(resource, object);
  }
}
