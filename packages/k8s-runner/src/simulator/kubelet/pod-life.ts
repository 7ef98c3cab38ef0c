import type { CallOff } from "../clock/clock.ts";
import type { Container, Pod } from "../objects.ts";
import { newRun } from "./container-run.ts";
import type { ContainerRun, Role } from "./container-run.ts";
import type { Node, StopOrder } from "./node.ts";
import { createStatusPublisher } from "./publish-status.ts";
import type { StatusPublisher } from "./publish-status.ts";

/** What the kubelet knows of one pod, from its binding on. */
export interface PodLife {
  readonly node: Node;
  /** The pod as it was bound. */
  readonly pod: Pod;
  /** The pod's object as it is now; null when it is gone. */
  readonly find: () => Pod | null;
  readonly runs: readonly ContainerRun[];
  readonly status: StatusPublisher;
  /** What waits, and is to be woken when the pod is stopped. */
  readonly sleepers: Set<() => void>;
  /** The end of each container's present life, and the starts that are under way. */
  readonly ends: Map<ContainerRun, Promise<void>>;
  readonly starting: Set<Promise<unknown>>;
  startedAt: number;
  hasSandbox: boolean;
  order: StopOrder | null;
  isTerminal: boolean;
  /** The terminal status is written. */
  isOver: boolean;
  isRemoving: boolean;
  callOffDeadline: CallOff;
}

export function newPodLife(node: Node, pod: Pod, find: () => Pod | null): PodLife {
  return {
    node,
    pod,
    find,
    runs: runsOf(node, pod),
    status: createStatusPublisher(node, find),
    sleepers: new Set(),
    ends: new Map(),
    starting: new Set(),
    startedAt: node.clock.now(),
    hasSandbox: false,
    order: null,
    isTerminal: false,
    isOver: false,
    isRemoving: false,
    callOffDeadline: () => {},
  };
}

function runsOf({ features }: Node, { spec }: Pod): readonly ContainerRun[] {
  const inits = spec.initContainers ?? [];
  const roleOf = ({ restartPolicy }: Container): Role =>
    restartPolicy === "Always" && features.nativeSidecars ? "sidecar" : "init";
  const waitsFor = inits.length === 0 ? "ContainerCreating" : "PodInitializing";
  return [
    ...inits.map((container) => newRun(container, roleOf(container), waitsFor)),
    ...spec.containers.map((container) => newRun(container, "main", waitsFor)),
  ];
}

export function isStopping({ order }: PodLife): boolean {
  return order !== null;
}

export function graceOf({ pod }: PodLife): number {
  return (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
}

export function publish({ status, order, startedAt, hasSandbox, runs, isTerminal }: PodLife): void {
  const verdict = order?.verdict ?? null;
  status.publish({ startedAt, hasSandbox, runs, verdict, isDoomed: order?.announces === true, isTerminal });
}

/** Publishes what became of a container; a pod that is being ended tells of all together, at its end. */
export function publishContainer(life: PodLife): void {
  if (!isStopping(life)) publish(life);
}

/** Waits, but not longer than until the pod is to be stopped. */
export function pause(life: PodLife, ms: number): Promise<void> {
  if (isStopping(life)) return Promise.resolve();
  return new Promise((resolve) => {
    const rise = (): void => {
      callOff();
      life.sleepers.delete(rise);
      resolve();
    };
    const callOff = life.node.clock.after(ms, rise);
    life.sleepers.add(rise);
  });
}

/** Records an Event about one container. */
export function tell(
  life: PodLife,
  run: ContainerRun,
  reason: string,
  message: string,
  type: "Normal" | "Warning" = "Normal",
): void {
  const pod = life.find();
  if (pod === null) return;
  const list = run.role === "main" ? "containers" : "initContainers";
  life.node.record(pod, {
    type,
    reason,
    message,
    by: "kubelet",
    fieldPath: `spec.${list}{${run.container.name}}`,
  });
}
