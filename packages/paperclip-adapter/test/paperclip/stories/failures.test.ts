import { expect, test } from "vitest";
import { claudeEnvironment } from "../../../../cli/test/claude/claude-environment.ts";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { declines, fails, limitReached, runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue, hangs } from "../agents-work.ts";
import { aftermathOf } from "../host/aftermath.ts";
import { beginRun } from "../single-run.ts";
import { expectNoJob, openStage } from "../stage.ts";

/** The host does nothing more with the issue until a person has looked at it. */
const HELD = "legacy_execution_requires_reconciliation";

test("An agent that runs out of memory says so on its issue, and goes on with its session by itself.", async () => {
  const stage = await openStage(inTurn(hangs));
  const { agent, issue, run } = await beginRun(stage);
  await run.logSays("begun");
  stage.simulator.happen({ kind: "oom", job: stage.jobs()[0] ?? "" });
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "failed",
    errorCode: "claude_truncated",
    exitCode: 137,
    resultJson: { verdict: { code: "oom_killed", confidence: "confirmed" } },
  });
  expect(row.error).toMatch(/^Claude run was truncated mid-stream .* reason=OOMKilled\n/);
  expect(row.error).toContain("Out of memory: container agent passed its limit of 8Gi");
  await expect
    .poll(issue.comments)
    .toMatchObject([{ body: expect.stringMatching(/^Out of memory: .*Raise the memory limit/) }]);
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    issue: "in_progress",
    hold: null,
    retry: { reason: "transient_failure" },
  });
  await expectNoJob(stage);
});

test("A rejected key is for a person to mend: nothing is retried, and the issue waits.", async () => {
  const stage = await openStage(inTurn(fails(401, "authentication_error", "invalid x-api-key")));
  const { agent, issue, run } = await beginRun(stage);
  const row = await run.ended();
  expect(row).toMatchObject({ status: "failed", errorCode: "claude_auth_required" });
  expect(row.error).toMatch(/credentials.* Replace the credentials/);
  expect(await aftermathOf(agent, issue, row)).toMatchObject({ hold: HELD, retry: null, agent: "error" });
  await expectNoJob(stage);
});

test("A login whose window is used up is tried again when the next window begins, and not before.", async () => {
  const resetsAt = "2030-01-01T00:00:00.000Z";
  const stage = await openStage(inTurn(limitReached(Date.parse(resetsAt))));
  const env = {
    ...claudeEnvironment(stage.api),
    CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-not-a-real-login-0123456789",
  };
  const { agent, issue, run } = await beginRun(stage, { env });
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "failed",
    errorCode: "provider_quota",
    usageJson: { billingType: "subscription_included" },
    resultJson: { errorFamily: "provider_quota", retryNotBefore: resetsAt },
  });
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: null,
    retry: { reason: "transient_failure", at: resetsAt },
    agent: "idle",
  });
  await expectNoJob(stage);
});

test("An agent that has used up its turns goes on with the same session a moment later.", async () => {
  const stage = await openStage(inTurn(runs("echo one"), closesIssue, says("Done.")));
  const { issue, run } = await beginRun(stage, { maxTurnsPerRun: 1 });
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "failed",
    errorCode: "max_turns_exhausted",
    resultJson: { stopReason: "max_turns_exhausted" },
  });
  const next = await issue.nextRun();
  expect(await next.ended()).toMatchObject({
    retryOfRunId: run.id,
    scheduledRetryReason: "max_turns_continuation",
    sessionIdBefore: row.sessionIdAfter,
  });
  expect(await issue.hold()).toBeNull();
});

test("A refusal of the model is told in its words, and not asked for again.", async () => {
  const stage = await openStage(inTurn(declines));
  const { agent, issue, run } = await beginRun(stage);
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "failed",
    errorCode: "claude_refusal",
    error: "The model refused the request. Change the request; sending it again gets the same answer.",
    resultJson: { errorFamily: "model_refusal" },
  });
  expect(await aftermathOf(agent, issue, row)).toMatchObject({ hold: HELD, retry: null });
  await expectNoJob(stage);
});

test("A run that outlives its time limit is stopped, with what hangs in it, and is not begun again.", async () => {
  const stage = await openStage(inTurn(hangs));
  const { agent, issue, run } = await beginRun(stage, { timeoutSec: 6 });
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "timed_out",
    errorCode: "timeout",
    resultJson: { stopReason: "timeout", effectiveTimeoutSec: 6, verdict: { code: "timed_out" } },
  });
  expect(row.error).toMatch(/^Timed out after 6s\n.*we stopped it/);
  expect(await aftermathOf(agent, issue, row)).toMatchObject({ hold: HELD, retry: null });
  await expectNoJob(stage);
});

test("A pod that a stranger deletes is told as that, and the agent goes on by itself.", async () => {
  const stage = await openStage(inTurn(hangs));
  const { agent, issue, run } = await beginRun(stage);
  await run.logSays("begun");
  stage.simulator.happen({ kind: "delete-pod", job: stage.jobs()[0] ?? "", graceSeconds: 0 });
  const row = await run.ended();
  expect(row).toMatchObject({ status: "failed", errorCode: "k8s_job_deleted_externally" });
  expect(row.error).toMatch(/deleted externally/);
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: null,
    retry: { reason: "transient_failure" },
  });
  await expectNoJob(stage);
});
