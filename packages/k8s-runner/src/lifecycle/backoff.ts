const firstMs = 1000;
const longestMs = 30_000;

/** How long to wait after the given number of failures in a row: half of it fixed, half of it up to the dice (0 to 1). */
export function backoff(failures: number, dice: number): number {
  const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 16));
  return Math.round(wholeMs * (0.5 + dice / 2));
}

/**
 * A number from 0 to 1 that looks random and is the same each time: a thousand runs that lose their API server together
 * must not come back together, and a history must be repeatable.
 */
export function diceOf(seed: number, turn: number): number {
  let mixed = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(turn + 1, 0xc2b2_ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
