import { expect, test } from "vitest";
import { oneLine } from "../../src/lifecycle/one-line.ts";

test("who cancels may not write escape sequences or a second line on our Job", () => {
  expect(oneLine(" ada\n\u001b[31mroot\u202e ", 100)).toBe("ada  [31mroot");
});

test("a long reason is cut, and never through a character", () => {
  expect(oneLine("🙂".repeat(600), 500)).toBe("🙂".repeat(500));
});
