/** All time in the simulator: what it is now (epoch milliseconds), and what is to be done later. */
export interface Clock {
  readonly now: () => number;
  /** Does something after a while, at the earliest in the next turn; the answer calls it off. */
  readonly after: (delayMs: number, action: () => void) => CallOff;
  /** Calls everything off that is still to be done. */
  readonly stop: () => void;
}

export type CallOff = () => void;

/** Resolves after a while; never, when the clock is stopped before. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}
