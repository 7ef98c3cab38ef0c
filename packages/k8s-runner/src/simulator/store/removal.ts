import type { Clock } from "../clock/clock.ts";
import type { KubernetesObject, ObjectMeta, Pod, ResourceName, ResourceTypes } from "../objects.ts";
import { instant } from "./instant.ts";
import { namespaceOf } from "./store.ts";
import type { Actor, Witness } from "../truth.ts";
import type { Store } from "./store.ts";

export type PropagationPolicy = "Background" | "Foreground" | "Orphan";

export interface Removal {
  readonly by: Actor;
  /** Absent: the pod's own grace period. Only pods have one. */
  readonly graceSeconds?: number;
  /** Absent: that of an earlier deletion, else what depends on the object is collected in the background. */
  readonly policy?: PropagationPolicy;
}

/** The parts of a cluster that a removal touches. */
export interface Remover {
  readonly store: Store;
  readonly clock: Clock;
  readonly witness: Witness;
}

/**
 * Deletes an object as the API server does. A pod that runs somewhere is only marked, and its kubelet removes it; an
 * object with finalizers stays, marked, until the last one is taken off. Answers what is left, or null when it is gone.
 */
export function remove<R extends ResourceName>(
  { store, clock, witness }: Remover,
  resource: R,
  object: ResourceTypes[R],
  removal: Removal,
): KubernetesObject | null {
  const { name, finalizers = [] } = object.metadata;
  const pod = resource === "pods" ? store.get("pods", namespaceOf(object), name) : null;
  const takedown = { by: removal.by, at: clock.now() };
  if (resource === "jobs") witness.jobDeleted(object.metadata.uid, takedown);
  if (pod !== null && !hasEnded(pod)) witness.podTakenDown(object.metadata.uid, takedown);
  const kept =
    resource === "namespaces"
      ? [...new Set([...finalizers, "kubernetes"])]
      : finalizersBy(finalizers, removal.policy);
  const { deletionTimestamp, deletionGracePeriodSeconds: present } = object.metadata;
  const isMarked = deletionTimestamp !== undefined && present !== undefined;
  // Whoever deletes again and says no grace leaves it as it is.
  const asked = removal.graceSeconds ?? (isMarked ? present : undefined);
  const grace = pod === null ? 0 : graceOf(pod, asked);
  const isSame = kept.length === finalizers.length && kept.every((one) => finalizers.includes(one));
  if (isMarked && isSame && grace >= present && (grace > 0 || kept.length > 0)) return object;
  if (pod === null && kept.length === 0) {
    store.remove(resource, namespaceOf(object), name);
    return null;
  }
  // A shorter grace counts from the first deletion, and no later one makes it longer.
  const since = isMarked ? Date.parse(deletionTimestamp) - present * 1000 : clock.now();
  const marked = mark(object.metadata, since + grace * 1000, grace, kept);
  const left = store.replace(resource, { ...object, metadata: marked });
  if (grace > 0 || kept.length > 0) return left;
  store.remove(resource, namespaceOf(object), name);
  return null;
}

const collecting: Readonly<Record<PropagationPolicy, readonly string[]>> = {
  Background: [],
  Foreground: ["foregroundDeletion"],
  Orphan: ["orphan"],
};

/** The policy of a later deletion takes the place of an earlier one's; without any, the earlier one's stands. */
function finalizersBy(present: readonly string[], policy: PropagationPolicy | undefined): readonly string[] {
  if (policy === undefined) return present;
  const others = present.filter((one) => one !== "foregroundDeletion" && one !== "orphan");
  return [...others, ...collecting[policy]];
}

/** A pod that was never bound, or has ended, has nothing to wait for. */
function graceOf(pod: Pod, asked: number | undefined): number {
  if (pod.spec.nodeName === undefined) return 0;
  if (hasEnded(pod)) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}

function hasEnded({ status }: Pod): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}

function mark(metadata: ObjectMeta, at: number, grace: number, finalizers: readonly string[]): ObjectMeta {
  const isFirst = metadata.deletionTimestamp === undefined;
  const { finalizers: _before, ...rest } = metadata;
  return {
    ...rest,
    ...(isFirst ? { generation: (metadata.generation ?? 1) + 1 } : {}),
    deletionTimestamp: instant(at),
    deletionGracePeriodSeconds: grace,
    ...(finalizers.length === 0 ? {} : { finalizers }),
  };
}

/** Takes finalizers off; the last one of a marked object takes the object with it. */
export function releaseFinalizer<R extends ResourceName>(
  store: Store,
  resource: R,
  object: ResourceTypes[R],
  finalizer: string,
): void {
  const { finalizers = [], ...metadata } = object.metadata;
  if (!finalizers.includes(finalizer)) return;
  const left = finalizers.filter((one) => one !== finalizer);
  const isGone = left.length === 0 && metadata.deletionTimestamp !== undefined;
  if (isGone && metadata.deletionGracePeriodSeconds === 0) {
    return store.remove(resource, namespaceOf(object), metadata.name);
  }
  store.replace(resource, {
    ...object,
    metadata: { ...metadata, ...(left.length === 0 ? {} : { finalizers: left }) },
  });
}
