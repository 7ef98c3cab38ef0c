import { connect, type Cluster } from "@runverdict/k8s-runner";
import {
  createSimulator,
  createVirtualClock,
  type Simulator,
  type SimulatorOptions,
  type VirtualClock,
} from "@runverdict/k8s-runner/simulator";

/** A cluster over real HTTP, and a connection to it, in a time that goes by as fast as there is nothing to do. */
export interface Stage {
  readonly simulator: Simulator;
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  /** Lets time go by until the promise has settled; gives what it gives. */
  readonly until: <T>(promise: Promise<T>) => Promise<T>;
  readonly when: (isSo: () => boolean) => Promise<void>;
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
  const passTime = createPassing(simulator, clock);
  const when: Stage["when"] = async (isSo) => {
    const endAt = clock.now() + MOST_MS;
    while (!isSo()) {
      if (clock.now() > endAt) throw new Error("It never came to that.");
      await passTime();
    }
  };
  const until: Stage["until"] = async (promise) => {
    let isSettled = false;
    const watched = promise.finally(() => (isSettled = true));
    watched.catch(() => {});
    await when(() => isSettled);
    return promise;
  };
  try {
    await act({ simulator, cluster, clock, until, when });
  } finally {
    await cluster.close();
    await simulator.close();
  }
}

function clientClock(clock: VirtualClock): Cluster["clock"] {
  return {
    now: clock.now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const wake = (): void => {
          callOff();
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const callOff = clock.after(ms, wake);
        signal.addEventListener("abort", wake);
      }),
  };
}

/** A little time, in which requests get their turns; where nothing comes over the wire it goes by faster. */
function createPassing({ counters }: Simulator, clock: VirtualClock): () => Promise<void> {
  let heard = 0;
  let quiet = 0;
  return async () => {
    const now = counters.total() + counters.bytesSent();
    quiet = now === heard ? quiet + 1 : 0;
    heard = now;
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(quiet > 100 ? 500 : quiet > 30 ? 50 : 5);
  };
}
