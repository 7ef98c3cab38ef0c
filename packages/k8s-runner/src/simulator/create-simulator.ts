import { startApiServer } from "./api/api-server.ts";
import { assembleCluster, DEFAULT_NAMESPACE } from "./assemble-cluster.ts";
import { createCounters } from "./counters.ts";
import type { Counters } from "./counters.ts";
import { NO_FAULTS } from "./faults/fault-plan.ts";
import type { Happening, PlannedHappening, WireFault } from "./faults/fault-plan.ts";
import { happen } from "./faults/happen.ts";
import type { Stage } from "./faults/happen.ts";
import { scheduleHappenings } from "./faults/schedule-happenings.ts";
import { createWireFaults } from "./faults/wire-faults.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { accessOf } from "./options.ts";
import type { SimulatorOptions } from "./options.ts";
import { replay } from "./replay.ts";
import type { Truth } from "./truth.ts";

/** A small Kubernetes in this process, over real HTTP on the loopback interface. */
export interface Simulator {
  readonly url: string;
  /** The text of a kubeconfig that leads to it. */
  readonly kubeconfig: string;
  readonly truth: Truth;
  readonly counters: Counters;
  readonly faults: FaultControl;
  /** Makes something happen now. */
  readonly happen: (what: Happening) => void;
  /** Plays recorded watch lines into the store; see `replay`. Meant for a simulator with `controllers: false`. */
  readonly replay: (lines: Iterable<string>, speed: number) => Promise<void>;
  /** Ends everything that it started: connections, timers, processes, folders. Resolves when all is gone. */
  readonly close: () => Promise<void>;
}

export interface FaultControl {
  readonly onWire: (faults: readonly WireFault[]) => void;
  readonly plan: (happenings: readonly PlannedHappening[]) => void;
  /** Takes back what has not befallen anybody yet. */
  readonly clearWire: () => void;
  readonly befallen: () => readonly WireFault[];
}

/**
 * Starts a simulator. It is honest where it was measured against real clusters: states come in the order that was
 * recorded, errors have the recorded bodies, and the log endpoint has the kubelet's faults. It has one node, and it
 * checks permissions only when it is given some.
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { cluster, kubelet, stop } = assembleCluster(options);
  const { clock, witness } = cluster;
  const counters = createCounters();
  const faults = options.faults ?? NO_FAULTS;
  const wire = createWireFaults(faults.wire);
  const access = accessOf(options.access);
  const watchLimits = { bookmarkMs: 60_000, watchTimeoutMs: 45 * 60_000, ...options.watch };
  const api = await startApiServer({ cluster, kubelet, access, watchLimits }, wire, counters);
  const namespace = options.namespaces?.[0] ?? DEFAULT_NAMESPACE;
  const nodeNotReadyMs = options.nodeNotReadyMs ?? 46_000;
  const stage: Stage = { cluster, kubelet, api, namespace, nodeNotReadyMs };
  const happenings = scheduleHappenings(cluster, (what) => happen(stage, what));
  happenings.add(faults.happenings);

  return {
    url: api.url,
    kubeconfig: writeKubeconfig(api.url, namespace, access.token),
    truth: witness,
    counters,
    faults: {
      onWire: wire.add,
      plan: happenings.add,
      clearWire: wire.clear,
      befallen: wire.befallen,
    },
    happen: (what) => happen(stage, what),
    replay: (lines, speed) => replay(cluster, lines, speed),
    close: async () => {
      happenings.stop();
      stop();
      await api.close();
      await kubelet.close();
      clock.stop();
    },
  };
}
