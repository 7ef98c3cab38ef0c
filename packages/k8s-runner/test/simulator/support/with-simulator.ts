import { createVirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import type { VirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import { createSimulator } from "../../../src/simulator/create-simulator.ts";
import type { Simulator } from "../../../src/simulator/create-simulator.ts";
import type { SimulatorOptions } from "../../../src/simulator/options.ts";
import { clientsOf } from "./clients.ts";
import type { Clients } from "./clients.ts";

export const namespace = "agents";

export interface Stage extends Clients {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
}

/** A test's simulator whose time stands still until the test moves it, with the real client; closed at the end. */
export async function withSimulator(
  options: Omit<SimulatorOptions, "clock">,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  const clock = createVirtualClock();
  const simulator = await createSimulator({ script: () => ({ steps: [] }), ...options, clock });
  try {
    await act({ simulator, clock, ...clientsOf(simulator) });
  } finally {
    await simulator.close();
  }
}
