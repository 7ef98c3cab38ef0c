import type { Cluster } from "./cluster.ts";
import type { Change } from "./store/change.ts";

/** Tells the truth what came and went in the store. */
export function witnessChanges({ store, clock, witness }: Cluster): () => void {
  return store.subscribe(({ type, resource, object }: Change) => {
    const { uid, name, namespace = "", ownerReferences = [] } = object.metadata;
    if (resource === "jobs") {
      if (type === "ADDED") witness.jobCreated({ namespace, name, uid }, clock.now());
      if (type === "DELETED") witness.jobGone(uid, clock.now());
    }
    if (resource === "pods") {
      const owner = ownerReferences.find(({ kind }) => kind === "Job");
      if (type === "ADDED") witness.podCreated(owner?.uid ?? "", { name, uid });
      if (type === "DELETED") witness.podGone(uid, clock.now());
    }
  });
}
