import type { HandOver } from "./hand-over.ts";
import { compareInstants, type Instant } from "./instant.ts";
import type { LineKey } from "./line-key.ts";
import { restOf, type Connection, type Rest } from "./log-connection.ts";

/**
 * What closed connections held back of an unfinished line. It is fetched again with the line, and so forgotten when the
 * line comes; it is handed over only when nothing more of the line can come. Where a rotation took the rest of one, the
 * beginning of another may be held behind it.
 */
export interface TornLine {
  keep(closed: Connection): void;
  /** A new line begins: it is the torn one, or one behind it. */
  settle(next: LineKey): void;
  handOver(): void;
  /** When the newest torn line began, if its beginning is held. */
  instant(): Instant | null;
}

export function createTornLine(taker: HandOver): TornLine {
  let rests: readonly Rest[] = [];

  function declare({ isAfterLoss, key }: Rest): void {
    if (isAfterLoss) taker.lose("not-resent", key);
  }

  function give(rest: Rest): void {
    declare(rest);
    if (rest.key === null) taker.goOn(rest.piece);
    else taker.begin(rest.piece, rest.start, rest.key);
  }

  return {
    keep(closed) {
      rests = withRest(rests, restOf(closed));
    },
    settle(next) {
      for (const rest of rests) {
        if (isOther(rest, next)) give(rest);
        else declare(rest);
      }
      rests = [];
    },
    handOver() {
      for (const rest of rests) give(rest);
      rests = [];
    },
    instant: () => rests.at(-1)?.key ?? null,
  };
}

/** The first torn line, and the newest; those between were taken by more rotations, and are declared with its loss. */
function withRest(rests: readonly Rest[], next: Rest | null): readonly Rest[] {
  const last = rests.at(-1);
  if (next === null) return rests;
  if (last === undefined) return [next];
  if (!isSameRest(last, next)) return [...rests.slice(0, 1), next];
  return [...rests.slice(0, -1), longerOf(last, next)];
}

/** Of a line that was handed over in part the rest has no key; only what a rotation left comes behind it. */
function isSameRest(last: Rest, next: Rest): boolean {
  if (last.key === null || next.key === null) return !next.isAfterLoss;
  return compareInstants(last.key, next.key) === 0;
}

/** Of two rests of the same line the longer one; the node may have written the timestamps in different ways. */
function longerOf(left: Rest, right: Rest): Rest {
  const longer = lengthOf(right) >= lengthOf(left) ? right : left;
  return { ...longer, isAfterLoss: left.isAfterLoss || right.isAfterLoss };
}

function lengthOf({ piece, start }: Rest): number {
  return piece.end - start;
}

/** Whether another line than that of the rest begins, so that nothing more of the rest's will come. */
function isOther(rest: Rest, next: LineKey): boolean {
  return rest.key !== null && compareInstants(rest.key, next) !== 0;
}
