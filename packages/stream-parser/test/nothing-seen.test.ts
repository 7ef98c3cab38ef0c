import { nothingSeen } from "@runverdict/stream-parser";
import { expect, test } from "vitest";

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen);
}

test("nothing was seen, and absence is null", () => {
  expect(nothingSeen).toMatchObject({
    counts: { bytes: 0, lines: 0, events: 0 },
    first: null,
    last: null,
    lastLineCut: false,
    usage: { provenance: "unknown", tokens: null, costUsd: null, turns: null },
  });
  expect(JSON.stringify(nothingSeen)).not.toContain("undefined");
});

test("the beginning of every fold can't be changed by one of them", () => {
  expect(isDeeplyFrozen(nothingSeen)).toBe(true);
});
