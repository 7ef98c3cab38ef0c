import { expect, test } from "vitest";
import { fixtures, runverdict } from "./support/runverdict.ts";

// "events it wrote: the same" stood below an exit code that was 0 as well.
test("a figure of the proof says itself, also where another one is alike", () => {
  const { stdout } = runverdict(["explain", "-", "--exit-code", "0"], { stdin: "Hello.\n" });
  expect(stdout).toContain('its exit: "0" (runner, run.exit.code)');
  expect(stdout).toContain('events it wrote: "0" (agent, stream.counts.events)');
});

test("a sentence that two of them say is quoted once", () => {
  const { stdout } = runverdict(["explain", `${fixtures}/cli-0_2_126-model-404`]);
  expect(stdout).toContain("the harness says: the same words (agent, stream.results.kept.0.text)");
});
