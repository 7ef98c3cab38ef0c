import { expect, test } from "vitest";
import { instantOf, readStamp } from "../src/timestamps.ts";

test.each([
  ["2026-11-20T19:54:19Z", Date.UTC(2026, 10, 20, 19, 54, 19)],
  ["2026-11-20T19:54:19.1Z", Date.UTC(2026, 10, 20, 19, 54, 19, 100)],
  ["2026-11-20T19:54:19.101999999Z", Date.UTC(2026, 10, 20, 19, 54, 19, 101)],
  ["2026-11-20T21:54:19+02:00", Date.UTC(2026, 10, 20, 19, 54, 19)],
  ["2026-11-20T14:24:19.5-05:30", Date.UTC(2026, 10, 20, 19, 54, 19, 500)],
  ["1970-01-01T00:00:00Z", 0],
  ["1969-12-31T23:59:59Z", -1000],
  ["2000-02-29T00:00:00Z", Date.UTC(2000, 1, 29)],
  ["2024-02-29T23:59:59Z", Date.UTC(2024, 1, 29, 23, 59, 59)],
  ["2026-04-30T00:00:00Z", Date.UTC(2026, 3, 30)],
  ["2026-12-31T00:00:00Z", Date.UTC(2026, 11, 31)],
])("%s is an instant", (text, at) => {
  expect(instantOf(text)).toBe(at);
});

test.each([
  ["an empty text", ""],
  ["a date alone", "2026-11-20"],
  ["no zone", "2026-11-20T19:54:19.00"],
  ["a space for the T", "2026-11-20 19:54:19Z"],
  ["slashes", "2026/11/20T19:54:19Z"],
  ["a wrong second separator", "2026-11:20T19:54:19Z"],
  ["a wrong hour separator", "2026-11-20T19-54:19Z"],
  ["a wrong minute separator", "2026-11-20T19:54-19Z"],
  ["a letter in the year", "20x6-11-20T19:54:19Z"],
  ["a letter in the day", "2026-11-2xT19:54:19Z"],
  ["a letter in the second", "2026-11-20T19:54:x9Z"],
  ["the year 1 of Go", "0001-01-01T00:00:00Z"],
  ["month 0", "2026-00-20T19:54:19Z"],
  ["month 13", "2026-13-20T19:54:19Z"],
  ["day 0", "2026-11-00T19:54:19Z"],
  ["31 November", "2026-11-31T19:54:19Z"],
  ["32 December", "2026-12-32T19:54:19Z"],
  ["29 February of an ordinary year", "2023-02-29T19:54:19Z"],
  ["29 February of 1900", "1900-02-29T19:54:19Z"],
  ["hour 24", "2026-11-20T24:00:00Z"],
  ["minute 60", "2026-11-20T19:60:00Z"],
  ["a leap second", "2026-11-20T23:59:60Z"],
  ["a fraction without digits", "2026-11-20T19:54:19.Z"],
  ["a fraction of ten digits", "2026-11-20T19:54:19.0123456789Z"],
  ["a letter in the fraction", "2026-11-20T19:54:19.0x9Z"],
  ["a letter after the nanoseconds' third digit", "2026-11-20T19:54:19.012x5Z"],
  ["a comma for the point", "2026-11-20T19:54:19,012Z"],
  ["a zone without a sign", "2026-11-20T19:54:19 02:00"],
  ["a zone without a colon", "2026-11-20T19:54:19+02.00"],
  ["a zone of letters", "2026-11-20T19:54:19+0x:00"],
  ["more behind it", "2026-11-20T19:54:19Z and so on"],
])("%s is no instant", (_, text) => {
  expect(instantOf(text)).toBeNull();
});

function stampOf(text: string): ReturnType<typeof readStamp> {
  const bytes = new TextEncoder().encode(text);
  return readStamp(bytes, 0, bytes.length);
}

test("the kubelet's timestamp ends with one space", () => {
  const at = Date.UTC(2026, 10, 20, 19, 54, 19, 123);
  expect(stampOf("2026-11-20T19:54:19.123456789Z {}")).toEqual({ at, end: 31 });
  expect(stampOf("2026-11-20T20:54:19.123+01:00  x")).toEqual({ at, end: 30 });
  expect(stampOf("2026-11-20T19:54:19.123456789Z ")).toEqual({ at, end: 31 });
});

test("what is no timestamp, or has no space behind it, stays where it is", () => {
  expect(stampOf("")).toBeNull();
  expect(stampOf("{}")).toBeNull();
  expect(stampOf("2026 was the year")).toBeNull();
  expect(stampOf("2026-11-20T19:54:19Z")).toBeNull();
  expect(stampOf("2026-11-20T19:54:19.123456789+02:00more words")).toBeNull();
});

test("nothing beyond the end of the window is read", () => {
  const bytes = new TextEncoder().encode("2026-11-20T19:54:19Z x");
  expect(readStamp(bytes, 0, 20)).toBeNull();
  expect(readStamp(bytes, 0, 21)).not.toBeNull();
});
