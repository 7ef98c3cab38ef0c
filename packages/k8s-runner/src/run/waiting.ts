/** Those who wait until something is so; whoever changes it lets them look. */
export interface Waiting {
  /** Resolves when it is so, or the signal is aborted. */
  readonly until: (isSo: () => boolean, signal: AbortSignal) => Promise<void>;
  readonly look: () => void;
}

export function createWaiting(): Waiting {
  const looks = new Set<() => void>();
  return {
    until: (isSo, signal) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isSo() && !signal.aborted) return;
          looks.delete(look);
          signal.removeEventListener("abort", look);
          resolve();
        };
        looks.add(look);
        signal.addEventListener("abort", look);
        look();
      }),
    look: () => looks.forEach((look) => look()),
  };
}
