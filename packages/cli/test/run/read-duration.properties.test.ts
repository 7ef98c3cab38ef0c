import fc from "fast-check";
import { expect, test } from "vitest";
import { readDuration } from "../../src/run/read-duration.ts";

test("for all texts, a duration is a whole number of milliseconds, or there is none", () => {
  let durations = 0;
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9.]{1,4}(?:ms|s|m|h|d)[0-9]{0,3}(?:s|m)?$/), (text) => {
      const ms = readDuration(text);
      if (ms !== null) durations += 1;
      expect(ms === null || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true);
    }),
  );
  expect(durations).toBeGreaterThan(10);
});
