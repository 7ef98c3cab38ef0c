import { expect, test } from "vitest";
import { retryAfterMs } from "../../../src/cluster/refusal/retry-after.ts";

const now = Date.parse("2026-11-21T10:00:00Z");

test.each([
  ["3", 3000],
  ["Sat, 21 Nov 2026 10:00:05 GMT", 5000],
  ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
  ["99999999", 600_000],
  ["soon", null],
  [null, null],
])("A server that says Retry-After: %s means %s ms.", (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});
