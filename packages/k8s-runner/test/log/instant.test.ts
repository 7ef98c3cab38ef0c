import { expect, test } from "vitest";
import { compareInstants, formatSecond, laterOf, readStamp } from "../../src/log/instant.ts";

test.each([
  ["2026-11-20T20:00:00.123456789Z x", { seconds: 1_795_204_800, nanos: 123_456_789 }],
  ["2026-11-20T20:00:00.1Z x", { seconds: 1_795_204_800, nanos: 100_000_000 }],
  ["2026-11-20T20:00:00Z x", { seconds: 1_795_204_800, nanos: 0 }],
  ["2026-11-20T22:00:00.000000001+02:00 x", { seconds: 1_795_204_800, nanos: 1 }],
  ["2026-11-20T16:30:00-03:30 x", { seconds: 1_795_204_800, nanos: 0 }],
  ["2026-11-20T20:00:00.1234567890123456Z x", { seconds: 1_795_204_800, nanos: 123_456_789 }],
  ["2024-02-29T00:00:00Z x", { seconds: 1_709_164_800, nanos: 0 }],
])("%s is stamped", (line, instant) => {
  const bytes = new Uint8Array(Buffer.from(line));
  expect(readStamp(bytes, 0, bytes.length)).toEqual({ instant, end: line.length - 1 });
});

test.each([
  "",
  "2026-11-20T20:00:00Z",
  "2026-11-20 20:00:00Z x",
  "2026-11-20T20:00:00.Z x",
  "2026-11-20T20:00:00 x",
  "2026-13-20T20:00:00Z x",
  "2026-11-20T25:00:00Z x",
  "2026-11-20T20:00:00+0200 x",
  "unable to retrieve container logs for containerd://41aba420",
  `2026-11-20T20:00:00.${"1".repeat(60)}Z x`,
])("%s is not stamped", (line) => {
  const bytes = new Uint8Array(Buffer.from(line));
  expect(readStamp(bytes, 0, bytes.length)).toBeNull();
});

test("what lies behind the end of a line is not looked at", () => {
  const bytes = new Uint8Array(Buffer.from("2026-11-20T20:00:00Z x"));
  expect(readStamp(bytes, 0, 20)).toBeNull();
});

test("instants are compared by the nanosecond", () => {
  const early = { seconds: 5, nanos: 999_999_999 };
  const late = { seconds: 6, nanos: 0 };
  expect(compareInstants(early, late)).toBeLessThan(0);
  expect(compareInstants(late, { seconds: 6, nanos: 1 })).toBeLessThan(0);
  expect(laterOf(late, early)).toBe(late);
  expect(laterOf(null, early)).toBe(early);
});

test("a second is written as the API server reads it, and not at all where it could not", () => {
  expect(formatSecond(1_795_204_800)).toBe("2026-11-20T20:00:00Z");
  expect(formatSecond(-62_135_596_801)).toBeNull();
  expect(formatSecond(Number.NaN)).toBeNull();
});
