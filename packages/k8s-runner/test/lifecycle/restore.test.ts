import { expect, test } from "vitest";
import { begin } from "../../src/lifecycle/begin.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { restore } from "../../src/lifecycle/restore.ts";
import { step } from "../../src/lifecycle/step.ts";

test("a stored state goes on where it was, and asks again for what was under way", () => {
  const { state, effects } = begin({ at: 0, seed: 1 });
  const stored = restore(JSON.parse(JSON.stringify(state)));
  expect(stored).toEqual(state);
  const again = stored === null ? null : step(stored, { kind: "restarted", at: 10 }, limitsFrom());
  expect(again?.effects.map(({ kind }) => kind)).toEqual(effects.map(({ kind }) => kind));
});

test.each([
  null,
  1,
  "state",
  [],
  {},
  { phase: "resting" },
  { phase: "__proto__" },
  { phase: "running", seed: 1 },
])("%j is no state", (stored) => {
  expect(restore(stored)).toBeNull();
});

test("a run without a seed is a mistake of the caller", () => {
  expect(() => begin({ at: 0, seed: 0.5 })).toThrow("give a whole number");
});
