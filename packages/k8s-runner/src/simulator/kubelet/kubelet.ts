import type { Outlet } from "../api/answer.ts";
import type { Pod } from "../objects.ts";
import type { Change } from "../store/change.ts";
import type { ContainerLog } from "./container-log.ts";
import { findLog } from "./find-log.ts";
import type { FoundLog } from "./find-log.ts";
import type { Node } from "./node.ts";
import { createPodWorker } from "./pod-worker.ts";
import type { PodWorker } from "./pod-worker.ts";
import { readLog } from "./read-log.ts";
import type { LogOptions, ReadLog } from "./read-log.ts";
import { runScheduler } from "./scheduler.ts";
import type { NodeCapacity } from "./scheduler.ts";

/** The one node's agent: runs the pods that are bound to it, and serves their logs. */
export interface Kubelet {
  readonly workerOf: (uid: string) => PodWorker | null;
  readonly findLog: (pod: Pod, container: string, previous: boolean) => FoundLog;
  readonly sendLog: (log: ContainerLog, options: LogOptions, outlet: Outlet) => void;
  /** Whether the API server reaches it. */
  readonly isReachable: () => boolean;
  /** Stops and starts the agent itself: followed logs end as if all were well, and the containers go on. */
  readonly restart: (downMs: number) => void;
  /** The node falls silent: followed logs hang, no status comes, and the containers go on. */
  readonly lose: () => void;
  readonly comeBack: () => void;
  /** The machine is gone for good, and what ran on it. */
  readonly perish: () => void;
  readonly close: () => Promise<void>;
}

export interface KubeletOptions {
  readonly capacity: NodeCapacity;
  readonly rotateBytes: number;
  /** Minutes that the node's clock is written ahead of UTC with, as in `+02:00`. */
  readonly offsetMinutes: number;
}

export function createKubelet(node: Node, options: KubeletOptions): Kubelet {
  const { clock, delays } = node;
  const workers = new Map<string, PodWorker>();
  const readers = new Set<ReadLog>();
  /** Why it can't be reached: an agent that starts anew on a lost node does not bring the node back. */
  let absences = 0;
  const isUp = (): boolean => absences === 0;
  const goDown = (): void => {
    absences += 1;
    workers.forEach(({ status }) => status.hold());
  };
  const employment = employWorkers(node, workers, isUp);
  const comeBack = (): void => {
    absences -= 1;
    if (!isUp()) return;
    workers.forEach(({ status }) => status.release());
    employment.catchUp();
  };
  const lose = (): void => {
    goDown();
    readers.forEach((reader) => reader.freeze());
  };
  const stops = [
    employment.stop,
    runScheduler(node, options.capacity, isUp),
    rotateLogs(node, workers, options.rotateBytes),
  ];
  return {
    workerOf: (uid) => workers.get(uid) ?? null,
    findLog: (pod, container, previous) =>
      findLog(workers.get(pod.metadata.uid) ?? null, pod, container, previous),
    sendLog: (log, wanted, outlet) => {
      const time = { clock, logEndMs: delays.logEndMs, offsetMinutes: options.offsetMinutes };
      const reader = readLog(log, wanted, outlet, time);
      readers.add(reader);
      outlet.onClosed(() => readers.delete(reader));
    },
    isReachable: isUp,
    restart: (downMs) => {
      goDown();
      readers.forEach((reader) => reader.end());
      clock.after(downMs, comeBack);
    },
    lose,
    comeBack,
    perish: () => {
      lose();
      workers.forEach((worker) => worker.abandon("pod-gc"));
    },
    close: async () => {
      stops.forEach((stop) => stop());
      await Promise.all([...workers.values()].map((worker) => worker.destroy()));
      await node.folders.close();
    },
  };
}

interface Employment {
  /** Does what was called for while nobody heard of it. */
  readonly catchUp: () => void;
  readonly stop: () => void;
}

/** Gives every pod that is bound to the node a worker, and takes it away with the pod. */
function employWorkers(node: Node, workers: Map<string, PodWorker>, isUp: () => boolean): Employment {
  const { store, clock, folders, witness } = node;
  /** By the pod: of an agent that can't be reached the containers go on, also those of pods that were deleted meanwhile. */
  const missed = new Map<string, () => void>();
  const look = (uid: string, find: () => Pod | null): void => {
    const known = workers.get(uid);
    const pod = find();
    if (known !== undefined) return known.changed();
    if (pod?.spec.nodeName === undefined) return;
    const worker = createPodWorker(node, pod, find);
    workers.set(uid, worker);
    witness.podScheduled(uid, clock.now());
  };
  const dismiss = (uid: string): void => {
    const worker = workers.get(uid);
    worker?.abandon("stranger");
    worker?.runs.forEach(({ log }) => log?.close());
    workers.delete(uid);
    void folders.clear(uid);
  };
  const stop = store.subscribe(({ type, object, resource }: Change) => {
    if (resource !== "pods") return;
    const { uid, name, namespace = "" } = object.metadata;
    const find = (): Pod | null => {
      const found = store.get("pods", namespace, name);
      return found?.metadata.uid === uid ? found : null;
    };
    // Never at once: whoever hears of a change does not change things before the others have heard.
    clock.after(0, () => {
      const heed = (): void => (type === "DELETED" ? dismiss(uid) : look(uid, find));
      if (isUp()) heed();
      else missed.set(uid, heed);
    });
  });
  const catchUp = (): void => {
    const all = [...missed.values()];
    missed.clear();
    all.forEach((heed) => heed());
  };
  return { catchUp, stop };
}

/** Looks every now and then for logs that have grown too long. */
function rotateLogs(
  { clock, delays }: Node,
  workers: ReadonlyMap<string, PodWorker>,
  limit: number,
): () => void {
  let callOff = clock.after(delays.rotateMs, rotate);
  function rotate(): void {
    const logs = [...workers.values()].flatMap(({ runs }) =>
      runs.flatMap(({ log }) => (log === null ? [] : [log])),
    );
    logs.filter((log) => log.size() > limit).forEach((log) => log.rotate());
    callOff = clock.after(delays.rotateMs, rotate);
  }
  return () => callOff();
}
