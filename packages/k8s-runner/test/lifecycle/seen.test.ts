import { expect, test } from "vitest";
import { isNewer, lookupOf, type Seen } from "../../src/lifecycle/seen.ts";

const seen = (resourceVersion: string): Seen<string> => ({
  kind: "present",
  uid: "a",
  resourceVersion,
  facts: "known",
});
const sight = (resourceVersion: string, uid = "a") => ({ uid, resourceVersion, facts: "told" });

test.each([
  ["10", "9", true],
  ["9", "10", false],
  ["9", "9", false],
  ["010", "9", true],
  ["010", "10", false],
  ["18446744073709551616", "18446744073709551615", true],
  ["not-a-number", "9", true],
])("of resourceVersion %s and %s the first is newer: %s", (told, known, expected) => {
  expect(isNewer(sight(told), seen(known))).toBe(expected);
});

test("what is gone does not come back under its UID", () => {
  const gone: Seen<string> = { kind: "absent", uid: "a", last: "known" };
  expect(isNewer(sight("99"), gone)).toBe(false);
  expect(isNewer(sight("1", "b"), gone)).toBe(true);
});

test("only a read that answered vouches for what is there; what is gone is gone", () => {
  expect(lookupOf(seen("1"), true)).toEqual({ kind: "found", value: "known" });
  expect(lookupOf(seen("1"), false)).toEqual({ kind: "unavailable", lastSeen: "known" });
  expect(lookupOf({ kind: "unseen" }, false)).toEqual({ kind: "unavailable", lastSeen: null });
  expect(lookupOf({ kind: "none", ask: 1 }, false)).toEqual({ kind: "absent", lastSeen: null });
  expect(lookupOf({ kind: "absent", uid: "a", last: "x" }, true)).toEqual({ kind: "absent", lastSeen: "x" });
});
