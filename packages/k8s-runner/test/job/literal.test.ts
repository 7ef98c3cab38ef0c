import { expect, test } from "vitest";
import { literal } from "../../src/job/literal.ts";

test.each([
  ["echo $HOME", "echo $HOME"],
  ["echo $$", "echo $$$"],
  ["echo $(date)", "echo $$(date)"],
  ["$$(A)", "$$$$(A)"],
  ["5$", "5$"],
])("to say %s one writes %s", (text, written) => {
  expect(literal(text)).toBe(written);
});
