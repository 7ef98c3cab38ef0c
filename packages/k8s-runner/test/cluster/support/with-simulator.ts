import type { Cluster } from "../../../src/cluster/cluster.ts";
import { createVirtualClock, type VirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import { createSimulator, type Simulator } from "../../../src/simulator/create-simulator.ts";
import type { SimulatorOptions } from "../../../src/simulator/options.ts";
import { eventually } from "./eventually.ts";
import { connectTo } from "./with-cluster.ts";

export interface Stage {
  readonly cluster: Cluster;
  readonly simulator: Simulator;
  /** The simulator's time, which stands still until the test moves it. */
  readonly clock: VirtualClock;
}

/** A connection to a small Kubernetes. At the end it sees no connection and no stream any more. */
export async function withSimulator(
  options: Omit<SimulatorOptions, "clock">,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  const clock = createVirtualClock();
  const simulator = await createSimulator({ ...options, clock });
  try {
    const cluster = await connectTo(simulator.kubeconfig);
    try {
      await act({ cluster, simulator, clock });
    } finally {
      await cluster.close();
    }
    await eventually(() => simulator.counters.openSockets() === 0 && simulator.counters.openStreams() === 0);
  } finally {
    await simulator.close();
  }
}
