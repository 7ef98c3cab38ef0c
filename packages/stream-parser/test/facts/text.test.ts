import { expect, test } from "vitest";
import { factsWith } from "../support/streams-of.ts";
import { init } from "../support/wire.ts";

test("the first lines and the last ones are kept, and the middle is dropped", () => {
  const lines = ["a", "", "b", "c", "d", "e", " \t"];
  expect(factsWith({ textLines: 2 }, ...lines).text).toEqual({
    count: 7,
    head: [
      { line: 1, text: "a" },
      { line: 3, text: "b" },
    ],
    tail: [
      { line: 5, text: "d" },
      { line: 6, text: "e" },
    ],
  });
});

test("a line stands at the beginning or at the end, never at both", () => {
  expect(factsWith({ textLines: 2 }, "a", init(), "b", "c").text).toMatchObject({
    head: [{ text: "a" }, { line: 3 }],
    tail: [{ line: 4 }],
  });
});

test("lines are cut", () => {
  expect(factsWith({ textLength: 3 }, "words").text.head).toEqual([{ line: 1, text: "wor" }]);
});
