import { expect, test } from "vitest";
import { readDuration } from "../../src/run/read-duration.ts";

test.each([
  ["0", 0],
  ["500ms", 500],
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
])("%s is %i milliseconds", (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test.each(["", "30", "m", "-5m", "5 m", "1e3s", "10000d", "30minutes"])('"%s" is no duration', (text) => {
  expect(readDuration(text)).toBeNull();
});
