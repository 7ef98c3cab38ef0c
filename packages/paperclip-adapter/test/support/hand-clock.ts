import type { Cluster } from "@runverdict/k8s-runner";

/** A clock that stands still until a test moves it. */
export interface HandClock extends Pick<Cluster["clock"], "sleep"> {
  readonly advance: (ms: number) => void;
  /** How many are waiting; zero when nothing was left behind. */
  readonly sleepers: () => number;
}

export function createHandClock(): HandClock {
  let now = 0;
  const sleepers = new Map<() => void, number>();
  return {
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        if (signal.aborted) return resolve();
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
