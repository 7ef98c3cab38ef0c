import type { Clock } from "../../../src/cluster/clock.ts";

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  readonly advance: (ms: number) => void;
  /** How many are waiting; zero when nothing was left behind. */
  readonly sleepers: () => number;
}

export function createHandClock(dice: () => number = () => 0.5): HandClock {
  let now = Date.parse("2026-11-21T00:00:00Z");
  const sleepers = new Map<() => void, number>();
  return {
    now: () => now,
    random: dice,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        sleepers.set(wake, now + ms);
        signal.addEventListener("abort", wake);
      }),
    advance(ms) {
      now += ms;
      for (const [wake, at] of sleepers) if (at <= now) wake();
    },
    sleepers: () => sleepers.size,
  };
}
