import type { CallOff, Clock } from "./clock.ts";

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves the time on, and does what falls due, in order. Between two deeds the event loop turns once, so that what
   * they wrote to sockets, and the promises that they settled, get on. Call it again only after it has resolved.
   */
  readonly advance: (byMs: number) => Promise<void>;
  /** Deeds that are still to be done. */
  readonly pending: () => number;
}

interface Deed {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** Starts at the given instant; the default is a Monday in 2026, at noon. */
export function createVirtualClock(startAt: number = Date.UTC(2026, 0, 5, 12)): VirtualClock {
  let nowAt = startAt;
  let order = 0;
  // In the order in which they fall due.
  const deeds: Deed[] = [];

  const after = (delayMs: number, action: () => void): CallOff => {
    const deed: Deed = { at: nowAt + Math.max(0, delayMs), order: order++, action };
    deeds.splice(placeOf(deeds, deed), 0, deed);
    return () => {
      const place = placeOf(deeds, deed);
      if (deeds[place] === deed) deeds.splice(place, 1);
    };
  };

  const advance = async (byMs: number): Promise<void> => {
    const untilAt = nowAt + byMs;
    await turn();
    for (let deed = deeds[0]; deed !== undefined && deed.at <= untilAt; deed = deeds[0]) {
      deeds.shift();
      nowAt = Math.max(nowAt, deed.at);
      deed.action();
      await turn();
    }
    nowAt = untilAt;
  };

  return { now: () => nowAt, after, stop: () => void deeds.splice(0), advance, pending: () => deeds.length };
}

/** Where a deed stands, or would stand, among the others. */
function placeOf(deeds: readonly Deed[], { at, order }: Deed): number {
  let low = 0;
  let high = deeds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = deeds[middle];
    if (other === undefined || other.at > at || (other.at === at && other.order >= order)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
