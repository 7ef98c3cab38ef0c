import type { LogTestimony } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { testimonyAfter } from "../../src/lifecycle/log-testimony.ts";

const torn = { completeness: null, end: "reset" } as const;

function afterRest(log: LogTestimony | null, end: "eof" | null): LogTestimony | null {
  return testimonyAfter(log, { kind: "log-rest-read", at: 0, ask: 1, completeness: "unproven", end });
}

test("a rest that was read to its end is the last stream, however the one before it ended", () => {
  expect(afterRest(torn, "eof")).toEqual({ completeness: "unproven", end: "eof" });
  expect(afterRest(null, "eof")).toEqual({ completeness: "unproven", end: "eof" });
});

test("a rest that was not there any more leaves the last stream as it ended", () => {
  expect(afterRest(torn, null)).toEqual({ completeness: "unproven", end: "reset" });
  expect(afterRest(null, null)).toEqual({ completeness: "unproven", end: null });
});
