import type { Bound } from "./bound.ts";

/** Lets a bounded number of exchanges be under way at once; the others take their turn in the order in which they came. */
export interface Turns {
  /** What the exchange gives; null when it was given up before its turn came, so that nothing of it was begun. */
  readonly take: <T>(bound: Pick<Bound, "first" | "why">, exchange: () => Promise<T>) => Promise<T | null>;
}

/**
 * Where a thousand runs end together, five thousand requests would each open a connection of their own: handshakes that
 * nobody needs, and a burst that an API server turns away, as it serves some hundreds at once for everybody.
 */
export function createTurns(most: number): Turns {
  const waiting = new Set<() => void>();
  let underWay = 0;

  /** Whoever goes on hands the place over, and it never was free. */
  function passOn(): void {
    const [next] = waiting;
    if (next === undefined) underWay -= 1;
    else {
      waiting.delete(next);
      next();
    }
  }

  async function isOurTurn({ first }: Pick<Bound, "first">): Promise<boolean> {
    if (underWay < most) {
      underWay += 1;
      return true;
    }
    const turn = Promise.withResolvers<boolean>();
    const come = (): void => turn.resolve(true);
    waiting.add(come);
    if ((await first(turn.promise)) === true) return true;
    // The place may have been handed over at the very moment at which it was given up.
    if (!waiting.delete(come)) passOn();
    return false;
  }

  return {
    async take(bound, exchange) {
      if (bound.why() !== null || !(await isOurTurn(bound))) return null;
      try {
        return await exchange();
      } finally {
        // The transport knows only in the next turn of the event loop that the connection is free again.
        setImmediate(passOn);
      }
    },
  };
}
