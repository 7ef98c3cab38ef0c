/** Where names, UIDs and container IDs come from: the same seed gives the same ones, so that a failing test repeats. */
export interface Names {
  readonly uid: () => string;
  /** The five characters that `generateName` adds; Kubernetes leaves out vowels and look-alikes. */
  readonly suffix: () => string;
  readonly hex: (length: number) => string;
  /** A whole number from 0 to below the bound. */
  readonly below: (bound: number) => number;
}

const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

export function createNames(seed: number): Names {
  let state = seed >>> 0;
  // mulberry32: small, and good enough to name things.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join("");
  const hex = (length: number): string => draw("0123456789abcdef", length);
  return {
    uid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    suffix: () => draw(suffixAlphabet, 5),
    hex,
    below,
  };
}
