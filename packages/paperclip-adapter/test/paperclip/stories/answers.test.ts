import { expect, test } from "vitest";
import { API_KEY } from "../../../../cli/test/claude/claude-environment.ts";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { expectNoJob, openStage } from "../stage.ts";

test("An agent does its task in a Job, closes its issue with the token of its run, and its answer stands on the issue.", async () => {
  const stage = await openStage(
    inTurn(runs("echo tested >notes.txt; cat notes.txt"), closesIssue, says("All tests pass.")),
  );
  const issue = await (await stage.hire()).assign("Run the tests", "All of them, please.");
  const run = await issue.nextRun();
  const row = await run.ended();
  await expectNoJob(stage);
  expect(row).toMatchObject({
    status: "succeeded",
    exitCode: 0,
    signal: null,
    error: null,
    errorCode: null,
    usageJson: {
      inputTokens: 3600,
      outputTokens: 90,
      usageSource: "per_run",
      biller: "anthropic",
      sessionReused: false,
    },
    resultJson: { summary: "All tests pass.", verdict: { code: "succeeded", confidence: "confirmed" } },
  });
  const log = await run.log();
  expect(log).toContain("All tests pass.");
  expect(log).toContain("closing the issue: 200");
  expect(JSON.stringify(row) + log).not.toContain(API_KEY);
  await expect
    .poll(issue.comments)
    .toContainEqual(
      expect.objectContaining({ body: "All tests pass.", createdByRunId: run.id, authorType: "agent" }),
    );
  expect(await issue.row()).toMatchObject({ status: "done" });
  expect(stage.api.strange).toEqual([]);
});

test("A comment on the issue wakes the agent again, which goes on with its session.", async () => {
  const stage = await openStage(
    inTurn(closesIssue, says("The answer is 42."), closesIssue, says("It still is 42.")),
  );
  const issue = await (await stage.hire()).assign("Find the answer");
  const first = await (await issue.nextRun()).ended();
  await issue.comment("Are you sure?");
  const second = await (await issue.nextRun()).ended();
  await expectNoJob(stage);
  expect(first).toMatchObject({ status: "succeeded", sessionIdBefore: null });
  expect(second).toMatchObject({
    status: "succeeded",
    sessionIdBefore: first.sessionIdAfter,
    sessionIdAfter: first.sessionIdAfter,
    usageJson: { inputTokens: 2400, outputTokens: 60, sessionReused: true },
    resultJson: { summary: "It still is 42." },
  });
  expect(stage.api.asked.map(({ turn }) => turn)).toEqual([0, 1, 2, 3]);
});
