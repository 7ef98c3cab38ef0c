import { expect, test } from "vitest";
import type { RunSpec } from "@runverdict/k8s-runner";
import { inTurn } from "../messages-api/messages-api.ts";
import { runs, says } from "../messages-api/reply.ts";
import { runClaude } from "../run-claude.ts";
import { stageFor } from "../stage.ts";

const data: RunSpec["data"] = { kind: "claim", path: "/workspace", claimName: "agent-data", subPath: null };

/** What Claude remembers lies beside the work, on the volume that outlives the pod. */
const onVolume = { data, env: { CLAUDE_CONFIG_DIR: "/workspace/.claude" } };

test("a session that lies on a volume goes on in the next Job", async () => {
  const stage = await stageFor(
    inTurn(runs("echo 42 >answer.txt"), says("Noted."), runs("cat answer.txt"), says("It is 42.")),
  );
  const first = await runClaude(stage, onVolume);
  const session = first.stream.session.id ?? "none";
  expect(first.verdict).toMatchObject({ code: "succeeded", session: "keep" });

  const second = await runClaude(stage, { ...onVolume, args: ["--resume", session] });
  expect(second.verdict).toMatchObject({
    code: "succeeded",
    confidence: "confirmed",
    flags: [],
    usage: { provenance: "reported", inputTokens: 2400, outputTokens: 60 },
  });
  expect(second.stream.usage.carriedOver).toMatchObject({ tokens: { input: 2400, output: 60 } });
  expect(second.stream.session).toMatchObject({ id: session, init: { sessionId: session } });
  expect(second.stream.results.last).toMatchObject({ text: "It is 42.", sessionId: session });
  expect(second.output).toContain('"content":"42"');
  expect(stage.api.asked.map(({ turn }) => turn)).toEqual([0, 1, 2, 3]);
});

test("a run that was cut off is gone on with, where its session lies on a volume", async () => {
  // Claude writes its session some moments after it has begun; one that is killed sooner leaves none.
  const stage = await stageFor(inTurn(runs("sleep 1; kill -9 $PPID"), says("I went on.")));
  const first = await runClaude(stage, onVolume);
  expect(first.verdict).toMatchObject({ code: "killed", session: "keep", retry: { action: "resume" } });
  const session = first.stream.session.id ?? "none";
  const second = await runClaude(stage, { ...onVolume, args: ["--resume", session] });
  expect(second.verdict).toMatchObject({ code: "succeeded", flags: [] });
  expect(second.stream.session.id).toBe(session);
});

test("a session that lay in the pod is gone with it, and is not asked for again", async () => {
  const stage = await stageFor(inTurn(says("Noted.")));
  const first = await runClaude(stage);
  const session = first.stream.session.id ?? "none";
  const second = await runClaude(stage, { args: ["--resume", session] });
  expect(second.verdict).toMatchObject({
    outcome: "failed",
    code: "session_not_found",
    family: "agent",
    confidence: "confirmed",
    session: "drop",
    flags: [],
    retry: { action: "fresh_session" },
  });
  expect(stage.api.asked).toHaveLength(1);
});
