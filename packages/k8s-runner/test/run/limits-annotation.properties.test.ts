import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { limitsFrom, type Limits } from "../../src/lifecycle/limits.ts";
import { LIMITS_ANNOTATION, readLimits, writeLimits } from "../../src/run/limits-annotation.ts";

const HOUR_MS = 3_600_000;
const bounded = ["lingerMs", "drainMs", "teardownMs", "stopGraceMs"] as const;
const names = ["scheduleMs", "startMs", "firstOutputMs", "idleMs", "runMs", "hasteMs", ...bounded] as const;

const jobWith = (text: unknown): object => ({ metadata: { annotations: { [LIMITS_ANNOTATION]: text } } });

test("for all limits that a run may have, what is written on the Job is read as it was", () => {
  const seen = reached("without a limit", "every limit", "parts of a millisecond");
  const duration = fc.oneof(
    fc.integer({ min: 1, max: 24 * HOUR_MS }),
    fc.double({ min: 0.001, max: 1000, noNaN: true }),
  );
  const wishes = fc.record(Object.fromEntries(names.map((name) => [name, fc.option(duration)])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(wishes, (wished) => {
      const limits = limitsFrom(wished);
      expect(readLimits(jobWith(writeLimits(limits)))).toEqual(limits);
      const values = Object.values(limits);
      seen.when("without a limit", values.includes(null));
      seen.when("every limit", !values.includes(null));
      seen.when(
        "parts of a millisecond",
        values.some((value) => value !== null && value % 1 !== 0),
      );
    }),
  );
  seen.expectAll();
});

/** What somebody may write who has read ours, or not. */
const strangers: fc.Arbitrary<unknown> = fc.oneof(
  fc.string(),
  fc.json(),
  fc.anything(),
  fc
    .dictionary(
      fc.constantFrom(...names, "__proto__", "toString", "budgetMs"),
      fc.oneof(
        fc.constantFrom(null, 0, -1, -0, 1e308, 2 ** 53, "60000", true, [], {}),
        fc.double({ min: 0, noNaN: true }),
        fc.integer(),
      ),
    )
    .map((limits) => JSON.stringify(limits)),
  fc.constantFrom(
    '{"runMs":1e999}',
    '{"runMs":"1"}',
    '{"__proto__":{"runMs":1}}',
    `{"runMs":1${" ".repeat(2000)}}`,
    "[]",
    "null",
    "{",
  ),
);

test("for all that a stranger may write into the annotation, there are no limits in it, or each is bearable", () => {
  const seen = reached("none of ours", "read", "cut to what is bearable");
  fc.assert(
    fc.property(strangers, (written) => {
      const limits = readLimits(jobWith(written));
      seen.when("none of ours", limits === null);
      if (limits === null) return;
      seen.when("read", true);
      expect(Object.keys(limits).toSorted()).toEqual([...names].toSorted());
      for (const name of names) expectBearable(name, limits);
      seen.when(
        "cut to what is bearable",
        limits.runMs === 10_000 * HOUR_MS || limits.drainMs === 24 * HOUR_MS,
      );
    }),
    { numRuns: 2000 },
  );
  seen.expectAll();
});

function expectBearable(name: keyof Limits, limits: Limits): void {
  const value = limits[name];
  const isBounded = bounded.some((one) => one === name);
  if (value === null) return expect(isBounded).toBe(false);
  expect(value).toBeGreaterThan(0);
  expect(value).toBeLessThanOrEqual(isBounded ? 24 * HOUR_MS : 10_000 * HOUR_MS);
}
