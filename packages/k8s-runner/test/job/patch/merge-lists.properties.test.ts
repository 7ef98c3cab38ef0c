import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeLists } from "../../../src/job/patch/merge-lists.ts";
import { reached } from "../../../../../test/support/reached.ts";

test("for all lists and patches, every key has the patch's item, else its own, in its old place", () => {
  const seen = reached("replaced", "added", "kept", "patched twice");
  const item = fc.record({ key: fc.constantFrom("a", "b", "c", "d"), from: fc.integer() });
  const base = fc.uniqueArray(item, { selector: ({ key }) => key });
  fc.assert(
    fc.property(base, fc.array(item, { maxLength: 4 }), (old, patch) => {
      const merged = mergeLists(old, patch, ({ key }) => key);
      const keys = merged.map(({ key }) => key);
      for (const { key } of [...old, ...patch]) {
        const wished = patch.findLast((one) => one.key === key);
        const had = old.find((one) => one.key === key);
        seen.when("replaced", wished !== undefined && had !== undefined);
        seen.when("added", wished !== undefined && had === undefined);
        seen.when("kept", wished === undefined);
        seen.when("patched twice", patch.filter((one) => one.key === key).length > 1);
        expect(merged.filter((one) => one.key === key)).toEqual([wished ?? had]);
      }
      expect(keys.slice(0, old.length)).toEqual(old.map(({ key }) => key));
    }),
  );
  seen.expectAll();
});
