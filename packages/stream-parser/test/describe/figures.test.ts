import { bytes, count, counted, dollars, duration } from "@runverdict/stream-parser/describe";
import { expect, test } from "vitest";

test("long numbers are read in groups, and one of a thing is not many", () => {
  expect(count(1_234_567)).toBe("1,234,567");
  expect(counted(1, "line")).toBe("1 line");
  expect(counted(1234, "line")).toBe("1,234 lines");
  expect(counted(2, "entry", "entries")).toBe("2 entries");
});

test("sizes have the unit that keeps them short", () => {
  expect([bytes(1), bytes(999), bytes(1000), bytes(65_536), bytes(12_345_678)]).toEqual([
    "1 byte",
    "999 bytes",
    "1.0 kB",
    "65.5 kB",
    "12.3 MB",
  ]);
});

test("durations have the unit that keeps them short", () => {
  expect([duration(12.4), duration(1200), duration(89_999), duration(90_000), duration(86_400_000)]).toEqual([
    "12 ms",
    "1.2 s",
    "90.0 s",
    "2 min",
    "1,440 min",
  ]);
});

test("small sums show what they are, and nothing is just nothing", () => {
  expect([dollars(0), dollars(0.0123), dollars(1.239), dollars(-0.5)]).toEqual([
    "$0.00",
    "$0.0123",
    "$1.24",
    "$-0.50",
  ]);
});
