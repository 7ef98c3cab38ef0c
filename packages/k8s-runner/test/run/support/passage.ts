import type { Clock } from "../../../src/cluster/clock.ts";
import type { VirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import type { Simulator } from "../../../src/simulator/create-simulator.ts";

/** Time that goes by as fast as there is nothing to do in it. */
export interface Passage {
  /** Lets time go by until the promise has settled; gives what it gives. */
  readonly until: <T>(promise: Promise<T>, mostMs?: number) => Promise<T>;
  /** Lets time go by until it is so. */
  readonly when: (isSo: () => boolean, mostMs?: number) => Promise<void>;
}

/** @param usualMs how long a test waits, by the virtual clock, for what it does not say more of. */
export function passageOf(simulator: Simulator, clock: VirtualClock, usualMs = 3_600_000): Passage {
  const passTime = createPassing(simulator, clock);
  const when: Passage["when"] = async (isSo, mostMs = usualMs) => {
    const endAt = clock.now() + mostMs;
    while (!isSo()) {
      if (clock.now() > endAt) throw new Error("It never came to that.");
      await passTime();
    }
  };
  return {
    when,
    until: async (promise, mostMs) => {
      let isSettled = false;
      const watched = promise.finally(() => (isSettled = true));
      watched.catch(() => {});
      await when(() => isSettled, mostMs);
      return promise;
    },
  };
}

/**
 * A little time, in which requests get their turns: a request and its answer need some dozen of them. Where nothing comes
 * over the wire for a while, everybody waits for the time, and it goes by faster.
 */
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

export type Sleepers = Set<() => void>;

/** The same time for the runner as for the cluster. */
export function clientClock(clock: VirtualClock, sleepers: Sleepers = new Set()): Clock {
  return {
    now: clock.now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const wake = (): void => {
          callOff();
          sleepers.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const callOff = clock.after(ms, wake);
        sleepers.add(wake);
        signal.addEventListener("abort", wake);
      }),
  };
}
