import type { Cluster } from "../cluster.ts";
import type { Condition, Pod } from "../objects.ts";
import { instant } from "../store/instant.ts";
import type { Change } from "../store/change.ts";
import { bytesOf } from "./quantity.ts";

/** What the one node offers. */
export interface NodeCapacity {
  readonly memory: string;
  /** Absent: pods with any `nodeSelector` fit nowhere. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Binds pods to the node, or says why none fits, and tries again. */
export function runScheduler(cluster: Cluster, capacity: NodeCapacity, isNodeUp: () => boolean): () => void {
  const { store, clock, delays } = cluster;
  const tryToBind = (namespace: string, name: string): void => {
    const pod = store.get("pods", namespace, name);
    if (pod === null || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined)
      return;
    const obstacle = isNodeUp() ? obstacleTo(pod, capacity) : "1 node(s) had untolerated taint(s)";
    if (obstacle === null) return bind(cluster, pod);
    refuse(cluster, pod, obstacle);
    clock.after(delays.retryMs, () => tryToBind(namespace, name));
  };
  return store.subscribe(({ type, resource, object }: Change) => {
    if (resource !== "pods" || type !== "ADDED") return;
    const { namespace = "", name } = object.metadata;
    clock.after(delays.scheduleMs, () => tryToBind(namespace, name));
  });
}

function bind(cluster: Cluster, pod: Pod): void {
  const bound = cluster.store.replace("pods", {
    ...pod,
    spec: { ...pod.spec, nodeName: "node-1" },
    status: { ...pod.status, conditions: [scheduled(cluster, { status: "True" })] },
  });
  const message = `Successfully assigned ${pod.metadata.namespace ?? ""}/${pod.metadata.name} to node-1`;
  cluster.record(bound, { type: "Normal", reason: "Scheduled", message, by: "default-scheduler" });
}

function refuse(cluster: Cluster, pod: Pod, obstacle: string): void {
  const message = `0/1 nodes are available: ${obstacle}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`;
  const isKnown = pod.status.conditions?.some((condition) => condition.message === message) === true;
  if (isKnown) return;
  const condition = scheduled(cluster, { status: "False", reason: "Unschedulable", message });
  cluster.store.replace("pods", { ...pod, status: { ...pod.status, conditions: [condition] } });
  cluster.record(pod, { type: "Warning", reason: "FailedScheduling", message, by: "default-scheduler" });
}

function scheduled({ clock }: Cluster, fields: Pick<Condition, "status" | "reason" | "message">): Condition {
  return { type: "PodScheduled", ...fields, lastProbeTime: null, lastTransitionTime: instant(clock.now()) };
}

function obstacleTo({ spec }: Pod, capacity: NodeCapacity): string | null {
  const wanted = spec.containers
    .map(({ resources }) => bytesOf(resources?.requests?.["memory"] ?? resources?.limits?.["memory"] ?? "0"))
    .reduce((sum, one) => sum + one, 0);
  if (wanted > bytesOf(capacity.memory)) return "1 Insufficient memory";
  const labels = new Map(Object.entries(capacity.labels ?? {}));
  const fits = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels.get(key) === value);
  return fits ? null : "1 node(s) didn't match Pod's node affinity/selector";
}
