import { expect, test } from "vitest";
import { begin } from "../../src/lifecycle/begin.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { machine } from "../../src/lifecycle/machine.ts";
import { phases } from "../../src/lifecycle/phases.ts";

test("a machine that never comes to rest says so, and does not hang", () => {
  const { state: first } = begin({ at: 0, seed: 1 });
  const restless = machine({
    ...phases,
    admitting: { ...phases.admitting, advance: (state) => ({ ...state }) },
  });
  expect(() => restless(first, { kind: "clock-ticked", at: 1 }, limitsFrom())).toThrow(
    "The lifecycle found no rest: from admitting to admitting",
  );
});
