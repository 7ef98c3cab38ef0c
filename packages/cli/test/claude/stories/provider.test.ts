import { expect, test } from "vitest";
import { inTurn } from "../messages-api/messages-api.ts";
import { fails, limitReached, runs, says } from "../messages-api/reply.ts";
import { runClaude } from "../run-claude.ts";
import { stageFor } from "../stage.ts";

test("a key that is rejected is a matter of the configuration, and Claude tries it twice", async () => {
  const stage = await stageFor(inTurn(fails(401, "authentication_error", "invalid x-api-key")));
  const { verdict } = await runClaude(stage);
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "auth_failed",
    family: "provider",
    attribution: "configuration",
    confidence: "confirmed",
    flags: ["retried"],
    usage: { provenance: "reported", inputTokens: 0, outputTokens: 0, costUsd: 0 },
    retry: { action: "fix_config" },
  });
  expect(stage.api.asked).toHaveLength(2);
});

test("an overloaded provider in the middle of the work leaves a session to go on with", async () => {
  const stage = await stageFor(inTurn(runs("echo begun"), fails(529, "overloaded_error", "Overloaded")));
  const { verdict, stream } = await runClaude(stage);
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "overloaded",
    family: "provider",
    attribution: "provider",
    confidence: "confirmed",
    session: "keep",
    flags: ["retried"],
    usage: { provenance: "reported", inputTokens: 1200, outputTokens: 30 },
    retry: { action: "resume" },
  });
  expect(stream.retries.count).toBe(1);
  expect(stage.api.asked.map(({ turn }) => turn)).toEqual([0, 1, 1]);
});

test("an overloaded provider that recovers is no more than a note", async () => {
  let isFirst = true;
  const stage = await stageFor(() => {
    const reply = isFirst ? fails(529, "overloaded_error", "Overloaded") : says("Done.");
    isFirst = false;
    return reply;
  });
  const { verdict } = await runClaude(stage);
  expect(verdict).toMatchObject({ code: "succeeded", confidence: "confirmed", flags: ["retried"] });
});

test("a login whose window is used up says when the next one begins", async () => {
  const stage = await stageFor(inTurn(limitReached(Date.UTC(2030, 0, 1))));
  const credential = {
    kind: "secret",
    name: "CLAUDE_CODE_OAUTH_TOKEN",
    value: "sk-ant-oat01-not-a-real-login-0123456789",
  } as const;
  const { verdict } = await runClaude(stage, { credential });
  expect(verdict).toMatchObject({
    outcome: "failed",
    code: "usage_limit",
    family: "provider",
    confidence: "confirmed",
    flags: [],
    retry: { action: "retry_after", notBefore: "2030-01-01T00:00:00.000Z" },
  });
  expect(stage.api.asked).toHaveLength(1);
});
