import { expect, test } from "vitest";
import { inTurn } from "../messages-api/messages-api.ts";
import { beginsToSay, runs } from "../messages-api/reply.ts";
import { hangs, isHanging } from "../processes.ts";
import { runClaude } from "../run-claude.ts";
import { stageFor } from "../stage.ts";

/** What was counted until it was ended: one answer whose end did not come. */
const begun = { provenance: "partial", inputTokens: 1200, outputTokens: 1, costUsd: null };

test("a container that runs out of memory in the middle of a tool takes the tool along, and says why", async () => {
  const stage = await stageFor(inTurn(hangs));
  const { verdict, stream } = await runClaude(stage, {
    when: isHanging,
    act: ({ jobName }) => stage.simulator.happen({ kind: "oom", job: jobName }),
  });
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "oom_killed",
    family: "limits",
    confidence: "confirmed",
    session: "keep",
    progress: { atLeast: "content", atMost: "result" },
    flags: [],
    usage: begun,
    retry: { action: "more_memory" },
  });
  expect(stream.tools.open).toMatchObject([{ name: "Bash" }]);
});

test("a pod that a stranger deletes without grace is gone with Claude and its tool, and the verdict names the deletion", async () => {
  const stage = await stageFor(inTurn(hangs));
  const { verdict, stream } = await runClaude(stage, {
    when: isHanging,
    act: ({ jobName }) => stage.simulator.happen({ kind: "delete-pod", job: jobName, graceSeconds: 0 }),
  });
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "deleted_externally",
    family: "infrastructure",
    confidence: "likely",
    session: "keep",
    flags: [],
    usage: begun,
  });
  // Even without grace SIGTERM comes first, and now and then Claude is quick enough to write that it ended its tool.
  expect(stream.tools).toMatchObject({ started: 1 });
  expect(stream.tools.open.length + stream.tools.failed).toBe(1);
});

test("a node that is drained gives Claude the time to end its tool", async () => {
  const stage = await stageFor(inTurn(hangs));
  const { verdict, stream } = await runClaude(stage, {
    when: isHanging,
    act: ({ jobName }) => stage.simulator.happen({ kind: "evict", job: jobName, why: "api" }),
  });
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "drained",
    family: "infrastructure",
    confidence: "confirmed",
    session: "keep",
    flags: [],
    usage: begun,
    retry: { action: "resume" },
  });
  expect(stream.tools).toMatchObject({ started: 1, failed: 1, open: [] });
});

test("a SIGKILL that nobody owns up to is called no more than that", async () => {
  const stage = await stageFor(inTurn(runs("kill -9 $PPID")));
  const { verdict, stream } = await runClaude(stage);
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "killed",
    family: "infrastructure",
    confidence: "guess",
    session: "keep",
    competing: [{ code: "oom_killed" }],
    flags: [],
    usage: begun,
    retry: { action: "resume" },
  });
  expect(stream.tools.open).toMatchObject([{ name: "Bash" }]);
});

test("a cancel in the middle of a tool: Claude ends the tool, writes how it ended, and gives no result", async () => {
  const stage = await stageFor(inTurn(hangs));
  const { verdict, stream, outcome } = await runClaude(stage, {
    when: isHanging,
    act: ({ cancel }) => cancel({ by: "user", reason: "enough" }),
  });
  expect(verdict).toMatchObject({
    outcome: "cancelled",
    code: "cancelled",
    family: "intent",
    attribution: "user",
    confidence: "confirmed",
    session: "keep",
    flags: [],
    usage: begun,
  });
  expect(outcome.ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
  expect(stream.tools).toMatchObject({ started: 1, failed: 1, open: [] });
  expect(stream.results.count).toBe(0);
  expect(stage.simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toMatchObject({
    how: "stopped",
    exitCode: 143,
  });
});

test("a cancel while the model speaks: what it said so far is there, and no result", async () => {
  const stage = await stageFor(inTurn(runs("echo begun"), beginsToSay("I was about to")));
  const { verdict, stream } = await runClaude(stage, {
    when: "I was about to",
    act: ({ cancel }) => cancel({ by: "user", reason: "enough" }),
  });
  expect(verdict).toMatchObject({
    outcome: "cancelled",
    code: "cancelled",
    confidence: "confirmed",
    flags: [],
    usage: { provenance: "partial", inputTokens: 2400 },
  });
  expect(stream.tools).toMatchObject({ finished: 1, open: [] });
  expect(stream.results.count).toBe(0);
});

test("a tool that hangs is silence, which the idle limit ends", async () => {
  const stage = await stageFor(inTurn(hangs));
  const { verdict, stream, outcome } = await runClaude(stage, { limits: { idleMs: 4000 } });
  expect(verdict).toMatchObject({
    outcome: "timed_out",
    code: "timed_out",
    family: "intent",
    attribution: "runner",
    confidence: "confirmed",
    session: "keep",
    flags: [],
    usage: begun,
  });
  expect(outcome.ending).toEqual({ kind: "limit", limit: "idle", confirmed: true });
  expect(stream.tools).toMatchObject({ started: 1, failed: 1, open: [] });
});
