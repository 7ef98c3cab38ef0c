import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Step } from "../../src/lifecycle/machine.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { step as machine } from "../../src/lifecycle/step.ts";
import { linesOf, parseTrace, play } from "./trace.ts";
import { live } from "./world/life.ts";
import { type Plan, plans } from "./world/plan.ts";
import { type PromiseName, promises } from "./world/promises.ts";

/** Each defect that the original had, put back: a suite that does not notice one would have let it through. */
test.each(mutants.map((mutant) => [mutant.defect, mutant] as const))("%s", (_defect, { step, caughtBy }) => {
  expect("trace" in caughtBy ? keeps(caughtBy.trace, step) : holds(caughtBy.promise, step)).toBe(false);
});

test("the machine itself keeps every promise in the worlds in which those are caught", () => {
  const names = Object.keys(promises) as readonly PromiseName[];
  expect(names.filter((name) => !holds(name, machine))).toEqual([]);
});

test("every defect names what catches it, once", () => {
  expect(new Set(mutants.map(({ defect }: Mutant) => defect)).size).toBe(mutants.length);
});

/** Whether the machine lives the trace as it is written. */
function keeps(name: string, step: Step): boolean {
  const trace = parseTrace(readFileSync(new URL(`traces/${name}.trace`, import.meta.url), "utf8"));
  return linesOf(play(trace, step)) === linesOf(trace.lines);
}

/** Whether the promise is kept in some hundred worlds. */
function holds(name: PromiseName, step: Step): boolean {
  const isKept = (plan: Plan): boolean => promises[name](live(plan, step), step) === null;
  return fc.sample(plans, { numRuns: 300, seed: 1 }).every(isKept);
}
