import { anyText } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";

/** A word of a list, or now and then any text at all: empty, huge, unprintable, or one that looks like an event. */
export function wordOf(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: anyText() },
    { weight: 1, arbitrary: hugeText() },
  );
}

/** The value, or null in one case of three. */
export function orNull<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { freq: 3 });
}

/** The value, or null in three cases of four. */
export function seldom<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: value },
  );
}

/** Longer than anything that may be quoted, also when much of it is white space or cannot be printed. */
function hugeText(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom("x", " ", "\u0007", "a line\n", "\u001b[31mred", '{"message":"deep"}'), anyText())
    .map(([piece, text]) => `${piece.repeat(3000)}${text}`);
}
