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
    resultJson: {
      executionCancellation: { state: "acknowledged", forced: false },
      verdict: { code: "cancelled" },
    },
  });
  expect(await issue.hold()).toBeNull();

  await issue.comment("Go on, please.");
  const next = await (await issue.nextRun()).ended();
  expect(next).toMatchObject({ status: "succeeded", sessionIdBefore: row.sessionIdAfter });
  await expectNoJob(stage);
});

test("Stop while the image does not come leaves nothing behind, and the log said what was waited for.", async () => {
  const image = "registry.example/missing:1";
  const stage = await openStage(inTurn(says("Never said.")), {
    simulator: { images: { [image]: { kind: "pull-fails", message: "manifest unknown" } } },
  });
  const agent = await stage.hire({ image });
  const issue = await agent.assign("Wait for the image");
  const run = await issue.nextRun();
  await run.logSays("manifest unknown");
  expect((await run.cancel()).status).toBe(200);
  expect(await run.ended()).toMatchObject({ status: "cancelled", errorCode: "cancelled" });
  expect(await issue.hold()).toBeNull();
  await expectNoJob(stage);
});

test("Stop is an error where nobody sees the agent's end for a minute, and the run is cancelled and acknowledged all the same.", async () => {
  const stage = await openStage(inTurn(hangs));
  const issue = await (await stage.hire()).assign("Wait for me");
  const run = await issue.nextRun();
  await run.logSays("begun");
  stage.simulator.happen({ kind: "late-status", byMs: 70_000, job: stage.jobs()[0] ?? "" });
  const stopped = await run.cancel();
  expect(stopped.status).toBe(500);
  expect(stopped.ms).toBeGreaterThan(59_000);
  expect(await run.row()).toMatchObject({ status: "running" });
  expect(await run.ended()).toMatchObject({
    status: "cancelled",
    resultJson: { executionCancellation: { state: "acknowledged" } },
  });
  expect(await issue.hold()).toBeNull();
  await expectNoJob(stage);
}, 180_000);
