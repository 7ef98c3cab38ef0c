/** What many wait at, each with a promise of their own. */
export interface Gate {
  /** What the promise gives; null as soon as the gate is open, even if the promise never settles. */
  readonly first: <T>(promise: Promise<T>) => Promise<T | null>;
  readonly open: () => void;
}

/** One promise that all race with would do the same, and keep every value of theirs until it settles. */
export function createGate(): Gate {
  const waiting = new Set<() => void>();
  let isOpen = false;
  return {
    first: (promise) =>
      new Promise((resolve, reject) => {
        const wake = (): void => resolve(null);
        if (isOpen) wake();
        else waiting.add(wake);
        promise.then(resolve, reject).finally(() => waiting.delete(wake));
      }),
    open() {
      isOpen = true;
      for (const wake of waiting) wake();
      waiting.clear();
    },
  };
}
