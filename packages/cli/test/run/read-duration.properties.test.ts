import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { readDuration } from "../../src/run/read-duration.ts";

const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const YEAR_MS = 366 * UNITS_MS.d;

test("for all figures with units, their sum is meant, unless it is more than a year", () => {
  const seen = reached("one", "several", "more than a year");
  const unit = fc.constantFrom("ms", "s", "m", "h", "d");
  const parts = fc.array(fc.tuple(fc.nat({ max: 999 }), unit), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(parts, (figures) => {
      const ms = figures.reduce((sum, [figure, name]) => sum + figure * UNITS_MS[name], 0);
      const text = figures.map(([figure, name]) => `${figure}${name}`).join("");
      seen.when("one", figures.length === 1);
      seen.when("several", figures.length > 1);
      seen.when("more than a year", ms > YEAR_MS);
      expect(readDuration(text)).toBe(ms > YEAR_MS ? null : ms);
    }),
  );
  seen.expectAll();
});

test("for all texts, a duration is a whole number of milliseconds, or there is none", () => {
  const seen = reached("a duration", "none");
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9.]{1,4}(?:ms|s|m|h|d)[0-9]{0,3}(?:s|m)?$/), (text) => {
      const ms = readDuration(text);
      seen.when("a duration", ms !== null);
      seen.when("none", ms === null);
      expect(ms === null || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true);
    }),
  );
  seen.expectAll();
});
