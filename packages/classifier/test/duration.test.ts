import { expect, test } from "vitest";
import { minutes } from "../src/duration.ts";

test.each([
  [-5000, "0 s"],
  [0, "0 s"],
  [499, "0 s"],
  [500, "1 s"],
  [45_000, "45 s"],
  [119_499, "119 s"],
  [119_500, "2 min"],
  [150_000, "3 min"],
  [7_169_000, "119 min"],
  [7_170_000, "2 h 0 min"],
  [12_000_000, "3 h 20 min"],
  [86_400_000, "24 h 0 min"],
])("%i ms are said as %s", (durationMs, said) => {
  expect(minutes(durationMs)).toBe(said);
});
