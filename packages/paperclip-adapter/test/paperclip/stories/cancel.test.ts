import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue, hangs } from "../agents-work.ts";
import { expectNoJob, openStage } from "../stage.ts";

test("Stop ends the agent and its tool, deletes the Job, is acknowledged, and the next comment goes on with the session.", async () => {
  const stage = await openStage(inTurn(hangs, closesIssue, says("I went on.")));
  const issue = await (await stage.hire()).assign("Wait for me");
  const run = await issue.nextRun();
  await run.logSays("begun");
  const stopped = await run.cancel();
  expect(stopped.status).toBe(200);
  expect(stopped.ms).toBeLessThan(60_000);
  expect(stage.jobs()).toEqual([]);
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "cancelled",
    errorCode: "cancelled",
    resultJson: { executionCancellation: { state: "acknowledged", forced: false }, verdict: { code: "cancelled" } },
  });
  expect(await issue.hold()).toBeNull();

  await issue.comment("Go on, please.");
  const next = await (await issue.nextRun()).ended();
  expect(next).toMatchObject({ status: "succeeded", sessionIdBefore: row.sessionIdAfter });
  await expectNoJob(stage);
});

test("Stop before the pod has a node leaves nothing behind, and nothing is held up.", async () => {
  const stage = await openStage(inTurn(says("Never said.")), { simulator: { podQuota: 0 } });
  const issue = await (await stage.hire()).assign("Wait for a node");
  const run = await issue.nextRun();
  await run.logSays("Waiting");
  expect((await run.cancel()).status).toBe(200);
  expect(await run.ended()).toMatchObject({ status: "cancelled", errorCode: "cancelled" });
  await expectNoJob(stage);
  expect(await issue.hold()).toBeNull();
});
