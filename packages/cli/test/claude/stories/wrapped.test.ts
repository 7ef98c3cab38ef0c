import { expect, test } from "vitest";
import { inTurn } from "../messages-api/messages-api.ts";
import { runs, says } from "../messages-api/reply.ts";
import { hangs, isHanging } from "../processes.ts";
import { runClaude } from "../run-claude.ts";
import { stageFor } from "../stage.ts";

// Without the wrapper nothing proves that the end of a log is the end of what was written; with it, something does.

test("with the wrapper around Claude its log is proven complete", async () => {
  const stage = await stageFor(inTurn(runs("seq 1 2000"), says("Done.")));
  const { verdict, outcome, stream } = await runClaude(stage, { wrapped: true });
  expect(outcome.evidence.run.log).toMatchObject({ completeness: "complete" });
  expect(verdict).toMatchObject({ code: "succeeded", confidence: "confirmed", flags: [] });
  expect(stream.results.last).toMatchObject({ text: "Done." });
});

test("a cancel reaches Claude through the wrapper, and what it wrote at last is proven complete too", async () => {
  const stage = await stageFor(inTurn(hangs));
  const { verdict, outcome, stream } = await runClaude(stage, {
    wrapped: true,
    when: isHanging,
    act: ({ cancel }) => cancel({ by: "user", reason: "enough" }),
  });
  expect(outcome.evidence.run.log).toMatchObject({ completeness: "complete" });
  expect(verdict).toMatchObject({ code: "cancelled", confidence: "confirmed", flags: [] });
  expect(stream.tools).toMatchObject({ started: 1, failed: 1, open: [] });
  expect(stage.simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toMatchObject({ exitCode: 143 });
});
