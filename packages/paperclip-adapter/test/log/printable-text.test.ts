import { expect, test } from "vitest";
import { cutLine, cutMiddle, printableLine, printableLines } from "../../src/log/printable-text.ts";

test("colours, titles, bells and what turns the direction of a text are taken out", () => {
  expect(printableLine("\u001b[31mred\u001b[0m \u001b]0;title\u0007bell\u0007 \u202eabc\u200b\u2028d")).toBe(
    "red bell abc d",
  );
});

test("lines keep their indentation and lose their ends", () => {
  expect(printableLines("if x:\r\n\treturn  1  \n\rdone")).toEqual(["if x:", "  return  1", "", "done"]);
});

test("several lines are one, with a sign where they end, and without those that say nothing", () => {
  expect(printableLine("  one   two\n\n   three\n")).toBe("one two ⏎ three");
});

test("a cut leaves an ellipsis and no half of a character", () => {
  expect(cutLine("abcdef", 6)).toBe("abcdef");
  expect(cutLine("abcdefg", 6)).toBe("abcde…");
  expect(cutLine("abcd😀g", 6)).toBe("abcd…");
});

test("of a long line the end is kept too", () => {
  const line = `${"a".repeat(50)}${"b".repeat(50)}`;
  expect(cutMiddle(line, 30)).toBe(`${"a".repeat(17)} … ${"b".repeat(10)}`);
  expect(cutMiddle(line, 100)).toBe(line);
  expect(cutMiddle("😀".repeat(50), 30).isWellFormed()).toBe(true);
});
