import { expect, test } from "vitest";
import { cutText } from "../src/cut-text.ts";

test("a text that fits is left as it is", () => {
  expect(cutText("", 1)).toBe("");
  expect(cutText("abc", 3)).toBe("abc");
});

test("a longer text is cut to the length", () => {
  expect(cutText("abcd", 3)).toBe("abc");
  expect(cutText("漢字漢字", 3)).toBe("漢字漢");
});

test("a surrogate pair is kept whole or left out", () => {
  expect(cutText("ab😀c", 3)).toBe("ab");
  expect(cutText("ab😀c", 4)).toBe("ab😀");
  expect(cutText("😀😀", 1)).toBe("");
});

test("a half pair that was there before is not mistaken for one that the cut made", () => {
  expect(cutText("ab\udc00c", 3)).toBe("ab\udc00");
});
