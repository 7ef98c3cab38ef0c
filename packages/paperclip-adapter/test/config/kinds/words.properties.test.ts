import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../../test/support/reached.ts";
import { commandWords } from "../../../src/config/kinds/words.ts";

const words = fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { maxLength: 10 });

/** As careful people write it. */
function quoted(word: string): string {
  return `"${word.replace(/["\\]/g, "\\$&")}"`;
}

test("for all lists of arguments, each in quotes, the same list is read", () => {
  const seen = reached("quote inside", "empty", "several");
  fc.assert(
    fc.property(words, fc.constantFrom(" ", "\n", " \t "), (list, between) => {
      fc.pre(!list.join("").includes("\0"));
      seen.when(
        "quote inside",
        list.some((word) => word.includes('"')),
      );
      seen.when("empty", list.includes(""));
      seen.when("several", list.length > 1);
      expect(commandWords().parse(list.map(quoted).join(between))).toEqual(list);
      expect(commandWords().parse(JSON.stringify(list))).toEqual(list);
    }),
    { numRuns: 500 },
  );
  seen.expectAll();
});

test("for all texts, either the words hold every character that is neither space nor quote, or it is told to be wrong", () => {
  const seen = reached("words", "wrong");
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", '"', "'", "\\", "-"), maxLength: 30 });
  fc.assert(
    fc.property(text, (written) => {
      const read = commandWords().safeParse(written);
      seen.when("wrong", !read.success);
      if (!read.success) return;
      seen.when("words", read.data.length > 1);
      const letters = (some: string): string => some.replace(/[^ab-]/g, "");
      expect(letters(read.data.join(""))).toBe(letters(written));
    }),
    { numRuns: 500 },
  );
  seen.expectAll();
});
