import fc from "fast-check";
import { expect, test } from "vitest";
import { jobName, NAME_LENGTH, slug } from "../../src/job/job-name.ts";
import { anyRunId } from "./support/any-run.ts";
import { reached } from "../../../../test/support/reached.ts";
import { sha256 } from "./support/sha256.ts";

test("for all sets of runs, no two share a name", () => {
  const seen = reached("told apart by the hash alone", "told apart by the attempt alone");
  // Run ids that look alike once they are written in a name's letters.
  const alike = fc
    .tuple(fc.stringMatching(/^[a-z]{1,20}$/), fc.constantFrom("", " ", "-", "_", "!", "\u0301"))
    .map(([word, mark]) => word + mark);
  const run = fc.record({
    runId: fc.oneof(anyRunId(), alike, fc.constant("one run")),
    attempt: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(run, { selector: (one) => JSON.stringify(one), maxLength: 30 }), (runs) => {
      const names = runs.map((one) => jobName({ namePrefix: "agent", lock: null, ...one }, sha256));
      const slugs = new Set(runs.map(({ runId }) => slug(runId, 16)));
      const ids = new Set(runs.map(({ runId }) => runId));
      seen.when("told apart by the hash alone", slugs.size < ids.size);
      seen.when("told apart by the attempt alone", ids.size < runs.length);
      expect(new Set(names).size).toBe(runs.length);
    }),
  );
  seen.expectAll();
});

test("for all runs, the name leaves room for that of the pod", () => {
  const seen = reached("no slug", "a full slug", "a lock");
  const prefix = fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/);
  const attempt = fc.integer({ min: 1, max: 9999 });
  fc.assert(
    fc.property(prefix, anyRunId(), attempt, fc.boolean(), (namePrefix, runId, number, isLocked) => {
      const name = jobName({ namePrefix, runId, attempt: number, lock: isLocked ? runId : null }, sha256);
      seen.when("no slug", slug(runId, 16) === "");
      seen.when("a full slug", slug(runId, 16).length === 16);
      seen.when("a lock", isLocked);
      expect(name.length).toBeLessThanOrEqual(NAME_LENGTH);
      expect(name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
      expect(name.startsWith(`${namePrefix}-`)).toBe(true);
    }),
  );
  seen.expectAll();
});
