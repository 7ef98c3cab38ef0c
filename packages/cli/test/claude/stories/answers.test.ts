import { expect, test } from "vitest";
import { inTurn } from "../messages-api/messages-api.ts";
import { declines, runs, says, saysNothing } from "../messages-api/reply.ts";
import { runClaude } from "../run-claude.ts";
import { stageFor } from "../stage.ts";

test("Claude uses its tools, one of which fails, and answers: the run succeeded", async () => {
  const stage = await stageFor(
    inTurn(runs("echo hello >note.txt"), runs("cat note.txt; exit 3"), says("Done.")),
  );
  const { verdict, stream } = await runClaude(stage);
  expect(verdict).toMatchObject({
    outcome: "succeeded",
    code: "succeeded",
    family: "success",
    confidence: "confirmed",
    session: "keep",
    progress: { atLeast: "result", atMost: "result" },
    flags: [],
    missing: [],
    usage: { provenance: "reported", inputTokens: 3600, outputTokens: 90 },
    retry: { action: "none" },
  });
  expect(stream.tools).toMatchObject({ started: 2, finished: 2, failed: 1, open: [] });
  expect(stream.results.last).toMatchObject({ text: "Done.", sessionId: stream.session.id });
  expect(stage.api.asked.map(({ turn }) => turn)).toEqual([0, 1, 2]);
});

test("a model that never stops is stopped by the limit of turns", async () => {
  const stage = await stageFor(inTurn(runs("echo once more")));
  const { verdict, stream } = await runClaude(stage, { args: ["--max-turns", "2"] });
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "max_turns",
    family: "limits",
    confidence: "confirmed",
    session: "keep",
    flags: [],
    usage: { provenance: "reported", inputTokens: 2400, outputTokens: 60 },
  });
  expect(stream.tools).toMatchObject({ started: 2, finished: 2, open: [] });
  expect(stage.api.asked).toHaveLength(2);
});

test("an answer in which nothing stands is no success, though Claude says so and exits with 0", async () => {
  const stage = await stageFor(inTurn(saysNothing));
  const { verdict, stream, outcome } = await runClaude(stage);
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "empty_response",
    family: "agent",
    attribution: "provider",
    confidence: "likely",
    flags: [],
    // Claude asked a second time before it gave up.
    usage: { provenance: "reported", inputTokens: 2400, outputTokens: 0 },
    retry: { action: "resume" },
  });
  expect(stream.results.last).toMatchObject({ isError: false, subtype: "success", blank: true });
  expect(outcome.evidence.pod).toMatchObject({ value: { agent: { state: { exitCode: 0 } } } });
});

test("a refusal is the model's own answer, and is not sent again", async () => {
  const { verdict } = await runClaude(await stageFor(inTurn(declines)));
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "refusal",
    family: "provider",
    confidence: "confirmed",
    flags: [],
    usage: { provenance: "reported", outputTokens: 8 },
    retry: { action: "none" },
  });
});
