import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { untilSo } from "../eventually.ts";
import { ownServer } from "../server/own-server.ts";
import { expectNoJob, openStage } from "../stage.ts";

/** A tool that ends when the file is there. */
const waitsFor = (flag: string) => runs(`echo begun; until [ -e ${flag} ]; do sleep 0.2; done; echo went on`);

/** Longer than the hold of a killed server on its runs, which is a minute. */
const HOLD_MS = 65_000;

test("A killed Paperclip leaves a run that seems to go on: the next one waits until it is known dead, and goes on with the Job.", async () => {
  const server = await ownServer();
  const flag = join(server.folder, "go-on");
  const stage = await openStage(inTurn(says("Noted."), waitsFor(flag), says("All tests pass.")), {
    url: server.url,
  });
  const agent = await stage.hire();
  await (await agent.wake()).ended();
  const lost = await agent.wake();
  await lost.logSays("begun");
  await server.kill();
  await server.restart();
  // It is found lost when its row is five minutes old.
  expect(await lost.row()).toMatchObject({ status: "running" });
  const next = await agent.wake();
  const refused = await next.ended();
  expect(refused).toMatchObject({ status: "failed", errorCode: "k8s_concurrent_run_blocked" });
  expect(refused.error).toMatch(/If that process is dead, its hold on the run ends at 20\d\d-\S+Z/);
  const retry = await agent.retryOf(next.id);
  // The host itself waits half a minute at least.
  const { scheduledRetryAt } = await retry.row();
  const { controllerLeaseExpiresAt } = await lost.row();
  expect(Date.parse(scheduledRetryAt ?? "")).toBeGreaterThan(Date.parse(String(controllerLeaseExpiresAt)));

  await untilSo("Another try", async () => (await retry.row()).startedAt !== null, 2 * HOLD_MS);
  expect(await retry.logSays(/Going on with Job/)).toContain(`of run ${lost.id}, which was left alive`);
  writeFileSync(flag, "");
  expect(await retry.ended()).toMatchObject({
    status: "succeeded",
    resultJson: { summary: "All tests pass." },
  });
  expect(stage.api.asked.map(({ turn }) => turn)).toEqual([0, 1, 2]);
  expect(stage.simulator.truth.runs()).toHaveLength(2);
  await expectNoJob(stage);
}, 300_000);

test("What became of a run while Paperclip was down is told by the next one, which begins when a person has let it.", async () => {
  const server = await ownServer();
  const flag = join(server.folder, "go-on");
  const stage = await openStage(inTurn(waitsFor(flag), closesIssue, says("All tests pass.")), {
    url: server.url,
  });
  const issue = await (await stage.hire()).assign("Run the tests");
  const lost = await issue.nextRun();
  await lost.logSays("begun");
  await server.kill();
  const killedAt = Date.now();
  writeFileSync(flag, "");
  await untilSo("The agent's answer", () => stage.api.asked.length === 3);
  await untilSo("The end of the hold", () => Date.now() - killedAt > HOLD_MS, 2 * HOLD_MS);
  await server.restart();
  expect(await lost.row()).toMatchObject({ status: "failed", errorCode: "process_lost" });
  expect(await issue.hold()).toBe("legacy_execution_requires_reconciliation");
  expect(stage.jobs()).toHaveLength(1);

  await issue.release(lost.id, "Its Job has ended, and its log is there to be read.");
  const next = await issue.nextRun();
  const told = await next.logSays("which nobody had followed to its end");
  expect(told).toContain(`run ${lost.id}, which nobody had followed to its end: Succeeded.`);
  expect(await next.ended()).toMatchObject({
    status: "succeeded",
    resultJson: { summary: "All tests pass." },
  });
  expect(stage.simulator.truth.runs()).toHaveLength(2);
  await expectNoJob(stage);
}, 300_000);
