import { connect, type Cluster } from "@runverdict/k8s-runner";
import {
  createSimulator,
  createVirtualClock,
  type Simulator,
  type SimulatorOptions,
  type VirtualClock,
} from "@runverdict/k8s-runner/simulator";
import { clientClock, passageOf, type Passage } from "../../../k8s-runner/test/run/support/passage.ts";

/** A cluster over real HTTP, and a connection to it, in a time that goes by as fast as there is nothing to do. */
export interface Stage extends Passage {
  readonly simulator: Simulator;
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
}

const MOST_MS = 6 * 3_600_000;

export async function onStage(
  options: Omit<SimulatorOptions, "clock">,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  const clock = createVirtualClock();
  const simulator = await createSimulator({ ...options, clock });
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const connected = await connect({ source, clock: clientClock(clock) }, new AbortController().signal);
  if (connected.kind !== "connected") throw new Error(connected.kind);
  const { cluster } = connected;
  try {
    await act({ simulator, cluster, clock, ...passageOf(simulator, clock, MOST_MS) });
  } finally {
    await cluster.close();
    await simulator.close();
  }
}
