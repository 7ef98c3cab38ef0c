import type { HandOver } from "./hand-over.ts";
import { compareInstants, type Instant } from "./instant.ts";
import type { LineKey } from "./line-key.ts";
import { restOf, type Connection, type Rest } from "./log-connection.ts";

/**
 * What closed connections held back of an unfinished line. It is fetched again with the line, and so forgotten when the
 * line comes; it is handed over only when nothing more of the line can come.
 */
export interface TornLine {
  keep(closed: Connection): void;
  /** A new line begins: it is the torn one, or one behind it. */
  settle(next: LineKey): void;
  handOver(): void;
  /** When the torn line began, if its beginning is held. */
  instant(): Instant | null;
}

export function createTornLine(taker: HandOver): TornLine {
  let rest: Rest | null = null;

  function handOver(): void {
    if (rest?.key === null) taker.goOn(rest.piece);
    else if (rest !== null) taker.begin(rest.piece, rest.start, rest.key);
    rest = null;
  }

  return {
    keep(closed) {
      rest = longerOf(rest, restOf(closed));
    },
    settle(next) {
      if (rest !== null && isOther(rest, next)) handOver();
      rest = null;
    },
    handOver,
    instant: () => rest?.key ?? null,
  };
}

/** Of two rests of the same line the longer one; the node may have written the timestamps in different ways. */
function longerOf(left: Rest | null, right: Rest | null): Rest | null {
  return lengthOf(right) >= lengthOf(left) ? right : left;
}

function lengthOf(rest: Rest | null): number {
  return rest === null ? -1 : rest.piece.end - rest.start;
}

/** Whether another line than that of the rest begins, so that nothing more of the rest's will come. */
function isOther(rest: Rest, next: LineKey): boolean {
  return rest.key !== null && compareInstants(rest.key, next) !== 0;
}
