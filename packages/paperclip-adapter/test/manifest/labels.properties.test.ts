import fc from "fast-check";
import { expect, test } from "vitest";
import { labelValue } from "../../src/manifest/labels.ts";
import { reached } from "../../../../test/support/reached.ts";

test("for all texts, what a label is made of them is one that Kubernetes takes", () => {
  const seen = reached("as it was", "changed", "cut", "nothing left");
  const texts = fc.oneof(
    fc.uuid(),
    fc.string({ unit: "binary", maxLength: 90 }),
    fc.stringMatching(/^[-_.a-c]{64,90}$/),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const value = labelValue(text);
      expect(value).toMatch(/^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/);
      expect(value.length).toBeLessThanOrEqual(63);
      seen.when("as it was", value === text && text !== "");
      seen.when("changed", value !== text);
      seen.when("cut", text.length > 63);
      seen.when("nothing left", value === "" && text !== "");
    }),
    { numRuns: 500 },
  );
  seen.expectAll();
});
