import type { ResourceName } from "../objects.ts";
import type { Change } from "./change.ts";
import { namespaceOf } from "./store.ts";
import type { Store } from "./store.ts";

/** Who owns whom, by UID, so that nobody has to look through everything: a thousand runs make twenty thousand objects. */
export interface Ownership {
  /** What names this UID as an owner. */
  readonly dependentsOf: (uid: string) => readonly Dependent[];
  readonly exists: (uid: string) => boolean;
}

export interface Dependent {
  readonly resource: ResourceName;
  readonly namespace: string;
  readonly name: string;
}

export function createOwnership(store: Store): Ownership {
  const dependents = new Map<string, Map<string, Dependent>>();
  const uids = new Set<string>();
  const disown = (owner: string, uid: string): void => {
    const own = dependents.get(owner);
    own?.delete(uid);
    if (own?.size === 0) dependents.delete(owner);
  };
  store.subscribe(({ type, resource, object, previous }: Change) => {
    const { uid, name, ownerReferences = [] } = object.metadata;
    for (const owner of previous?.metadata.ownerReferences ?? []) disown(owner.uid, uid);
    if (type === "DELETED") {
      uids.delete(uid);
      return;
    }
    uids.add(uid);
    for (const owner of ownerReferences) {
      const own = dependents.get(owner.uid) ?? new Map<string, Dependent>();
      dependents.set(owner.uid, own.set(uid, { resource, namespace: namespaceOf(object), name }));
    }
  });
  return {
    dependentsOf: (uid) => [...(dependents.get(uid)?.values() ?? [])],
    exists: (uid) => uids.has(uid),
  };
}
