import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { step } from "../../src/lifecycle/step.ts";
import { linesOf, parseTrace, play } from "./trace.ts";

const folder = new URL("traces/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".trace"));

/** Stories of the original's failures; each trace begins with a sentence on what went wrong then. */
test.each(names)("%s is lived as it is written", (name) => {
  const trace = parseTrace(readFileSync(new URL(name, folder), "utf8"));
  expect(trace.story).not.toBe("");
  expect(linesOf(play(trace, step))).toBe(linesOf(trace.lines));
});

test("there is a trace for each story", () => {
  expect(names.length).toBeGreaterThan(30);
});
