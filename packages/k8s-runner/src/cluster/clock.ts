/** Time and dice, given from outside, so that tests drive them. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after a while, or as soon as the signal is aborted. It never rejects, and leaves no timer behind. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1, without 1. */
  readonly random: () => number;
}

/** A timer of the machine fires at once when it is told to wait longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const machineClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
      signal.addEventListener("abort", wake);
    }),
};
