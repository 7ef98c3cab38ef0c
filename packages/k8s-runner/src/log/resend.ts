import { compareInstants, type Instant } from "./instant.ts";
import type { LineKey } from "./line-key.ts";

/**
 * Recognises lines that a kubelet sends twice in one connection. Seen on 1.20: the file that a rotation had made was
 * opened twice, and its first 252 lines, of 20 ms, came again behind themselves.
 */
export interface Resend {
  /**
   * Whether the line steps back, over many lines, to one of the same nanosecond and content, or goes on from there as it
   * went on before. Two streams step back as well, but never so far; and what they write may be alike. A line that is
   * new is remembered.
   */
  readonly isAgain: (line: LineKey) => boolean;
}

/** 32 KB a log. What goes back further than they reach is declared as far as its timestamps show it. */
const REMEMBERED = 2048;

/** A file that is sent again has fewer lines only where logs are rotated far more often than by any kubelet. */
const FEWEST = 32;

export function createResend(): Resend {
  const seconds = new Float64Array(REMEMBERED);
  const nanos = new Uint32Array(REMEMBERED);
  const hashes = new Uint32Array(REMEMBERED);
  let count = 0;
  let before: Instant | null = null;
  /** The line that comes next, if the kubelet goes on sending what it sent. */
  let expected = 0;

  function isAt(line: LineKey, place: number): boolean {
    const at = place % REMEMBERED;
    return seconds[at] === line.seconds && nanos[at] === line.nanos && hashes[at] === line.hash;
  }

  function find(line: LineKey): number {
    for (let place = count - FEWEST; place >= Math.max(0, count - REMEMBERED); place -= 1) {
      if (isAt(line, place)) return place;
    }
    return -1;
  }

  function remember(line: LineKey): void {
    const at = count % REMEMBERED;
    [seconds[at], nanos[at], hashes[at]] = [line.seconds, line.nanos, line.hash];
    count += 1;
    expected = count;
  }

  return {
    isAgain(line) {
      const isBack = before !== null && compareInstants(line, before) < 0;
      before = line;
      const goesOn = expected < count && isAt(line, expected);
      const place = goesOn ? expected : isBack ? find(line) : -1;
      if (place === -1) remember(line);
      else expected = place + 1;
      return place !== -1;
    },
  };
}
