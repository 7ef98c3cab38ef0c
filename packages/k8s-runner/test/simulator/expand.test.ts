import { expect, test } from "vitest";
import { expand } from "../../src/simulator/kubelet/expand.ts";

const env = { VAR_A: "A", VAR_B: "B", "with.dots-and_more": "C", EMPTY: "", SECRET: "$(VAR_A)" };

test.each([
  ["a variable", "$(VAR_A)", "A"],
  ["variables within words", "x-$(VAR_A)-$(VAR_B)y", "x-A-By"],
  ["a name that only Kubernetes allows", "$(with.dots-and_more)", "C"],
  ["a variable that is empty", "<$(EMPTY)>", "<>"],
  ["one that is not there", "$(NONE)", "$(NONE)"],
  ["one that every object inherits", "$(constructor)", "$(constructor)"],
  ["what a variable says is not read again", "$(SECRET)", "$(VAR_A)"],
  ["an escaped one", "$$(VAR_A)", "$(VAR_A)"],
  ["an escaped sign before one", "$$$(VAR_A)", "$A"],
  ["two escaped signs", "$$$$(VAR_A)", "$$(VAR_A)"],
  ["an escaped sign before anything", "echo $$ $$HOME", "echo $ $HOME"],
  ["what a shell would expand", "$HOME ${HOME}", "$HOME ${HOME}"],
  ["a sign at the end", "all$", "all$"],
  ["an escaped sign at the end", "all$$", "all$"],
  ["one that is not closed", "$(VAR_A", "$(VAR_A"],
  ["one that is not closed before one that is", "$(VAR_A $(VAR_B)", "$(VAR_A $(VAR_B)"],
  ["no name", "$()", "$()"],
  ["nothing", "", ""],
])("%s", (_what, text, expected) => {
  expect(expand(text, env)).toBe(expected);
});

test("A megabyte of what is never closed is read once.", () => {
  const text = "$(".repeat(500_000);
  expect(expand(`)${text}`, env)).toBe(`)${text}`);
});
