import { expect, test } from "vitest";
import { limitsFrom } from "../../src/lifecycle/limits.ts";

test("without a wish there is no haste, five limits are none, and the four that end something are bounded", () => {
  const none = {
    scheduleMs: null,
    startMs: null,
    firstOutputMs: null,
    idleMs: null,
    runMs: null,
    hasteMs: null,
  };
  const bounded = { lingerMs: 30_000, drainMs: 30_000, teardownMs: 60_000, stopGraceMs: 30_000 };
  expect(limitsFrom()).toEqual({ ...none, ...bounded });
  expect(limitsFrom({ runMs: 0, idleMs: null, drainMs: 0 })).toEqual(limitsFrom());
});

test("a wish is kept to the millisecond", () => {
  expect(limitsFrom({ runMs: 1, stopGraceMs: 7 })).toMatchObject({ runMs: 1, stopGraceMs: 7 });
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("a limit of %s is a mistake of the caller", (runMs) => {
  expect(() => limitsFrom({ runMs })).toThrow("give milliseconds, or 0 or nothing");
});
