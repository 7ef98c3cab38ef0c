import fc from "fast-check";

/** The middle of the time in which generated runs live: 20 November 2026. */
const ERA = 1_795_200_000_000;

const SECOND_MS = 1000;

/**
 * Instants a few seconds to hours apart, in epoch milliseconds. Half of them lie within a minute of each other, where
 * the order of two clocks and the cut to whole seconds matter.
 */
export function plausibleInstant(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: -120, max: 120 }).map((halves) => ERA + halves * (SECOND_MS / 2)),
    fc.integer({ min: -40_000, max: 40_000 }).map((seconds) => ERA + seconds * SECOND_MS),
  );
}

/** Numbers that a broken clock, a failed parse or a foreign unit leaves behind. */
export const ABSURD_INSTANTS: readonly number[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -1,
  0.5,
  ERA / SECOND_MS,
  ERA * SECOND_MS,
  8.64e15,
  8.64e15 + 1,
  -8.64e15 - 1,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_VALUE,
];

/** Any number that the types let stand for an instant. */
export function anyInstant(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 9, arbitrary: plausibleInstant() },
    { weight: 1, arbitrary: fc.constantFrom(...ABSURD_INSTANTS) },
  );
}
