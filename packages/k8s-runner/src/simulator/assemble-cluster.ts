import type { Clock } from "./clock/clock.ts";
import { createRealClock } from "./clock/real-clock.ts";
import type { Cluster } from "./cluster.ts";
import { QUICK_DELAYS } from "./delays.ts";
import { FEATURES_1_36 } from "./features.ts";
import { runGarbageCollector } from "./job-controller/garbage-collector.ts";
import { runJobController } from "./job-controller/job-controller.ts";
import { runPodGc } from "./job-controller/pod-gc.ts";
import { quotaOf } from "./job-controller/quota.ts";
import { runTtlController } from "./job-controller/ttl-controller.ts";
import { createFolders } from "./kubelet/folders.ts";
import type { Folders } from "./kubelet/folders.ts";
import { createKubelet } from "./kubelet/kubelet.ts";
import type { Kubelet } from "./kubelet/kubelet.ts";
import type { Start } from "./kubelet/runtime.ts";
import { startProcess } from "./kubelet/start-process.ts";
import { startScript } from "./kubelet/start-script.ts";
import type { SimulatorOptions } from "./options.ts";
import { createNamespaces } from "./store/create-namespaces.ts";
import { runNamespaceController } from "./store/namespace-controller.ts";
import { createNames } from "./store/names.ts";
import { createEventIndex } from "./store/event-index.ts";
import { createEventRecorder } from "./store/record-event.ts";
import { createOwnership } from "./store/ownership.ts";
import { createStore } from "./store/store.ts";
import { createWitness } from "./truth.ts";
import { witnessChanges } from "./witness-changes.ts";

/** The cluster behind the API server, with everything in it that acts by itself. */
export interface Assembled {
  readonly cluster: Cluster;
  readonly kubelet: Kubelet;
  /** Stops the controllers; the kubelet has its own end. */
  readonly stop: () => void;
}

export const DEFAULT_NAMESPACE = "agents";

export function assembleCluster(options: SimulatorOptions): Assembled {
  const cluster = newCluster(options);
  const folders = createFolders(cluster.store);
  const node = {
    ...cluster,
    start: startOf(options, cluster.clock, folders),
    folders,
    images: new Map(Object.entries(options.images ?? {})),
    logTimestamps: options.log?.timestamps ?? "nanoseconds",
  };
  const kubelet = createKubelet(node, {
    capacity: options.capacity ?? { memory: "16Gi" },
    rotateBytes: options.log?.rotateBytes ?? 10 * 1024 * 1024,
    offsetMinutes: options.log?.offsetMinutes ?? 0,
  });
  createNamespaces(cluster, ["default", ...(options.namespaces ?? [DEFAULT_NAMESPACE])]);
  const controllers = options.controllers === false ? [] : runControllers(cluster, options);
  const stops = [...controllers, witnessChanges(cluster)];
  return { cluster, kubelet, stop: () => stops.forEach((stop) => stop()) };
}

function newCluster(options: SimulatorOptions): Cluster {
  const clock = options.clock ?? createRealClock();
  const names = createNames(options.seed ?? 1);
  const store = createStore(options.historyLength);
  return {
    store,
    ownership: createOwnership(store),
    eventsAbout: createEventIndex(store),
    clock,
    names,
    features: { ...FEATURES_1_36, ...options.features },
    delays: { ...QUICK_DELAYS, ...options.delays },
    record: createEventRecorder(store, clock, names),
    witness: createWitness(options.keepOutputBytes ?? 1024 * 1024),
  };
}

function runControllers(cluster: Cluster, options: SimulatorOptions): readonly (() => void)[] {
  return [
    runJobController(cluster, quotaOf(cluster.store, options)),
    runGarbageCollector(cluster),
    runTtlController(cluster),
    runPodGc(cluster),
    runNamespaceController(cluster),
  ];
}

/** A container plays the script that is given for it, and runs as a process if there is none. */
function startOf(options: SimulatorOptions, clock: Clock, folders: Folders): Start {
  const names = options.inheritEnv ?? ["PATH", "LANG", "TZ"];
  const inherited = Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return async (toStart, events) => {
    const script = options.script?.(toStart) ?? null;
    if (script !== null) return startScript(clock, script, events);
    try {
      const root = await folders.layOut(toStart.pod, toStart.container, toStart.volumes);
      return await startProcess(toStart, events, root, inherited);
    } catch (error) {
      // A full disk, or a folder that may not be written: the container's trouble, not ours.
      return { startError: error instanceof Error ? error.message : "unknown" };
    }
  };
}
