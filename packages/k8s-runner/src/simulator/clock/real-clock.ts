import type { CallOff, Clock } from "./clock.ts";

/** Timers of Node fire at once when they are set further ahead than this, about 24 days. */
const FURTHEST_MS = 2 ** 31 - 1;

/** The machine's own time, for `--embedded` and for tests with real processes. */
export function createRealClock(): Clock {
  const timers = new Set<NodeJS.Timeout>();
  const after = (delayMs: number, action: () => void): CallOff => {
    if (delayMs > FURTHEST_MS) return () => {};
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delayMs);
    timers.add(timer);
    return () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
  };
  const stop = (): void => {
    timers.forEach((timer) => clearTimeout(timer));
    timers.clear();
  };
  return { now: () => Date.now(), after, stop };
}
