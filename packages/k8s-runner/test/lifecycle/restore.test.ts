import { expect, test } from "vitest";
import { begin } from "../../src/lifecycle/begin.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { restore } from "../../src/lifecycle/restore.ts";
import { step } from "../../src/lifecycle/step.ts";

const { state, effects } = begin({ at: 0, seed: 1 });

test("a stored state goes on where it was, and asks again for what was under way", () => {
  const restored = restore(JSON.parse(JSON.stringify(state)));
  expect(restored).toEqual({ kind: "restored", state });
  const again = step(state, { kind: "restarted", at: 10 }, limitsFrom());
  expect(again.effects.map(({ kind }) => kind)).toEqual(effects.map(({ kind }) => kind));
});

test.each([
  ["nothing", null, "state"],
  ["a number", 1, "state"],
  ["a text", "state", "state"],
  ["a list", [], "state"],
  ["an object without a phase", {}, "state"],
  ["another version's phase", { ...state, phase: "resting" }, "state"],
  ["a phase that every object inherits", { phase: "__proto__" }, "state"],
  ["a state of which most is missing", { phase: "running", seed: 1 }, "state.asks"],
  ["a seed that is none", { ...state, seed: 0.5 }, "state.seed"],
  ["a count below nothing", { ...state, asks: -1 }, "state.asks"],
  [
    "an instant that no date can have",
    { ...state, errands: { admit: { kind: "due", at: 9e15, attempt: 0 } } },
    "state.errands.admit.at",
  ],
  [
    "a list with one item that is none",
    { ...state, intents: [{ kind: "cancel", phase: null, at: 1, by: "ada" }, { kind: "party" }] },
    "state.intents[1].kind",
  ],
])("%s is refused, and the place is told", (_what, stored, path) => {
  expect(restore(stored)).toEqual({
    kind: "refused",
    why: `\`${path}\` is damaged, or was stored by another version: take the run up from its Job instead.`,
  });
});

test("what an object only inherits was not stored", () => {
  const { phase, ...own } = state;
  expect(restore(Object.assign(Object.create({ phase }), own)).kind).toBe("refused");
});

test("a seal without a digest is none", () => {
  const sealed = { phase: "cleaning", stop: null, ending: { kind: "gone" }, byAt: 1 };
  const cleaning = (digest: string): unknown => ({ ...state, ...sealed, sealed: { digest, at: 1 } });
  expect(restore(cleaning("sha256:1")).kind).toBe("restored");
  expect(restore(cleaning("")).kind).toBe("refused");
});

test("a run without a seed is a mistake of the caller", () => {
  expect(() => begin({ at: 0, seed: 0.5 })).toThrow("give a whole number");
});
