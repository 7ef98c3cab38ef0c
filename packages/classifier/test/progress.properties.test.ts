import { classify, type Progress } from "@runverdict/classifier";
import { plausibleEvidence } from "@runverdict/classifier/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { times } from "./properties/any-run.ts";
import { reached } from "../../../test/support/reached.ts";

const ORDER: readonly Progress[] = [
  "not_created",
  "not_started",
  "started",
  "initialised",
  "content",
  "result",
];

test("for all runs of the small world, how far it got lies between what is proven and what can't be excluded", () => {
  const seen = reached(...ORDER, "known exactly", "anything is possible", "less is proven than was done");
  fc.assert(
    fc.property(plausibleEvidence(), ({ evidence, informed, truth }) => {
      for (const got of truth.progress) seen.when(got, true);
      for (const run of [evidence, informed]) {
        const { atLeast, atMost } = classify(run).progress;
        seen.when("known exactly", atLeast === atMost);
        seen.when("anything is possible", atLeast === "not_created" && atMost === "result");
        seen.when("less is proven than was done", !truth.progress.includes(atLeast));
        const between = new Set(ORDER.slice(ORDER.indexOf(atLeast), ORDER.indexOf(atMost) + 1));
        expect(
          truth.progress.some((got) => between.has(got)),
          `${truth.fate}: ${truth.progress.join()} is not from ${atLeast} to ${atMost}`,
        ).toBe(true);
      }
    }),
    times(5),
  );
  seen.expectAll();
});

test("for all that is learnt of a run, what is proven stays proven, and what is excluded stays excluded", () => {
  const seen = reached("more is proven", "more is excluded", "nothing new");
  fc.assert(
    fc.property(plausibleEvidence(), ({ evidence, informed }) => {
      const [before, after] = [evidence, informed].map((run) => {
        const { atLeast, atMost } = classify(run).progress;
        return { least: ORDER.indexOf(atLeast), most: ORDER.indexOf(atMost) };
      });
      if (before === undefined || after === undefined) return;
      seen.when("more is proven", after.least > before.least);
      seen.when("more is excluded", after.most < before.most);
      seen.when("nothing new", after.least === before.least && after.most === before.most);
      expect(after.least).toBeGreaterThanOrEqual(before.least);
      expect(after.most).toBeLessThanOrEqual(before.most);
    }),
    times(3),
  );
  seen.expectAll();
});
