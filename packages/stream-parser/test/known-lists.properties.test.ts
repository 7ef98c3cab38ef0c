import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../test/support/reached.ts";
import { createDecoding } from "../src/decoding.ts";
import { jsonBytes, skipValue } from "../src/json-bytes.ts";
import { createKnownLists } from "../src/known-lists.ts";

const { latin1 } = createDecoding();

test("for all lists in a row, each ends where it ends without a look at those before", () => {
  const seen = reached("the same again", "another with the same beginning", "a list that was cut");
  fc.assert(
    fc.property(fc.array(anyLists(), { minLength: 1, maxLength: 4 }), (groups) => {
      const known = createKnownLists();
      let before = "";
      for (const text of groups.flat()) {
        seen.when("the same again", text === before);
        seen.when("another with the same beginning", text !== before && text.startsWith(before.slice(0, -1)));
        const bytes = new TextEncoder().encode(text);
        const line = jsonBytes(bytes, 0, bytes.length, latin1);
        const end = skipValue(line, 0);
        seen.when("a list that was cut", end === -1);
        expect(known.skip(line, 0, 0)).toBe(end);
        before = text;
      }
    }),
  );
  seen.expectAll();
});

/** A list, the same again, the same with one entry more, and a part of it: as they may follow each other. */
function anyLists(): fc.Arbitrary<readonly string[]> {
  const entry = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("Bash", "]", '"]', "\\", "é漢"));
  return fc
    .tuple(fc.array(entry, { maxLength: 4 }), entry, fc.nat({ max: 20 }))
    .chain(([entries, more, cut]) => {
      const list = JSON.stringify(entries);
      const forms = [list, JSON.stringify([...entries, more]), list.slice(0, -1 - cut) || "["];
      return fc.array(fc.constantFrom(...forms), { minLength: 2, maxLength: 4 });
    });
}
