import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject, ResourceName, ResourceTypes } from "../objects.ts";
import type { Change } from "./change.ts";
import { createHistory } from "./history.ts";

/** Everything the API server knows, as etcd keeps it: current objects, one version counter, and a bounded history. */
export interface Store {
  /** The version of the newest change. */
  readonly version: () => number;
  readonly get: <R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
  ) => ResourceTypes[R] | null;
  /** All objects of a resource, or those of one namespace, in the order of their creation. */
  readonly list: <R extends ResourceName>(resource: R, namespace?: string) => readonly ResourceTypes[R][];
  /** Adds an object under a new version. The caller has made sure that the name is free. */
  readonly create: <R extends ResourceName>(resource: R, object: ResourceTypes[R]) => ResourceTypes[R];
  /** Puts a new state in place of the present one. A state without a difference is no change, as in Kubernetes. */
  readonly replace: <R extends ResourceName>(resource: R, object: ResourceTypes[R]) => ResourceTypes[R];
  readonly remove: (resource: ResourceName, namespace: string, name: string) => void;
  /** The changes after a version, oldest first; null when the history does not reach back that far. */
  readonly changesAfter: (version: number) => readonly Change[] | null;
  /** Forgets the history, as etcd's compaction does every five minutes: watches from an old version now get a 410. */
  readonly compact: () => void;
  /** Hears every change. A listener never changes the store itself, or others would hear of it in the wrong order. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
}

type Tables = { readonly [R in ResourceName]: Map<string, ResourceTypes[R]> };

/** An API server of 1.36 keeps at least 100 changes of each resource; ours keeps this many of all together. */
const HISTORY_LENGTH = 20_000;

/** Versions begin somewhere, and not at 0, which means "any" in a request. */
const FIRST_VERSION = 100;

export function createStore(historyLength: number = HISTORY_LENGTH): Store {
  const tables = emptyTables();
  const history = createHistory(historyLength, FIRST_VERSION);
  const listeners = new Set<(change: Change) => void>();
  let version = FIRST_VERSION;

  const tell = (change: Change): void => {
    history.add(change);
    listeners.forEach((listen) => listen(change));
  };
  const write = <R extends ResourceName>(resource: R, object: ResourceTypes[R]): ResourceTypes[R] => {
    const previous = tables[resource].get(keyOf(object)) ?? null;
    version += 1;
    const written = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    tables[resource].set(keyOf(object), written);
    tell({ type: previous === null ? "ADDED" : "MODIFIED", resource, object: written, previous, version });
    return written;
  };
  const remove = (resource: ResourceName, namespace: string, name: string): void => {
    const key = `${namespace}/${name}`;
    const previous = tables[resource].get(key);
    if (previous === undefined) return;
    tables[resource].delete(key);
    version += 1;
    // The last state of a removed object carries the version of its removal.
    const metadata = { ...previous.metadata, resourceVersion: String(version) };
    tell({ type: "DELETED", resource, object: { ...previous, metadata }, previous, version });
  };

  return {
    version: () => version,
    get: (resource, namespace, name) => tables[resource].get(`${namespace}/${name}`) ?? null,
    list: (resource, namespace) => {
      const all = [...tables[resource].values()];
      return namespace === undefined ? all : all.filter((one) => namespaceOf(one) === namespace);
    },
    create: write,
    replace: (resource, object) => {
      const present = tables[resource].get(keyOf(object));
      return present !== undefined && isSame(present, object) ? present : write(resource, object);
    },
    remove,
    changesAfter: history.after,
    compact: () => history.forgetAll(version),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function emptyTables(): Tables {
  return {
    jobs: new Map(),
    pods: new Map(),
    secrets: new Map(),
    configmaps: new Map(),
    events: new Map(),
    namespaces: new Map(),
    nodes: new Map(),
    serviceaccounts: new Map(),
    persistentvolumeclaims: new Map(),
    priorityclasses: new Map(),
    runtimeclasses: new Map(),
  };
}

function isSame(present: KubernetesObject, next: KubernetesObject): boolean {
  const { resourceVersion } = present.metadata;
  return isDeepStrictEqual(present, { ...next, metadata: { ...next.metadata, resourceVersion } });
}

export function namespaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? "";
}

function keyOf(object: KubernetesObject): string {
  return `${namespaceOf(object)}/${object.metadata.name}`;
}
