import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { aftermathOf } from "../host/aftermath.ts";
import { foundCompany, type Agent } from "../host/company.ts";
import { paperclipHost } from "../host/paperclip-host.ts";
import { registerAdapter } from "../host/register-adapter.ts";
import { untilSo } from "../eventually.ts";
import { noteRuns } from "../figures.ts";

const { url } = inject("paperclip");
const host = paperclipHost(url);

/** An agent whose adapter does no more than it says: what the stories see of Paperclip is tried on it. */
async function echo(adapterConfig: object = {}): Promise<Agent> {
  const folder = join(import.meta.dirname, "..", "echo-adapter");
  expect(await registerAdapter(host, folder)).toBe("echo");
  const company = await foundCompany(host, "Echoes");
  const agent = await company.hire("echo", { greeting: "hello", waitSec: 0, ...adapterConfig });
  onTestFinished(async ({ task }) => {
    await agent.dismiss();
    noteRuns(task, await agent.runs());
  });
  return agent;
}

test("What an adapter says is in the log, what it ends with in the run's row, and its summary on the issue.", async () => {
  const agent = await echo();
  const issue = await agent.assign("Greet");
  const run = await issue.nextRun();
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "succeeded",
    errorCode: null,
    exitCode: 0,
    sessionIdAfter: `session-${run.id}`,
  });
  expect(await run.log()).toContain("hello, with a token of 0 characters\n");
  await expect
    .poll(issue.comments)
    .toContainEqual(expect.objectContaining({ body: "I said hello.", createdByRunId: run.id }));
});

test("A secret field reaches the adapter in clear, and stands nowhere else.", async () => {
  const agent = await echo({ token: "hunter-2-hunter-2" });
  const run = await agent.wake();
  await run.ended();
  expect(await run.log()).toContain("with a token of 17 characters");
  expect((await agent.row()).adapterConfig["token"]).toMatchObject({ type: "secret_ref" });
});

const failure = { exitCode: 1, errorCode: "echo_failed", errorMessage: "It would not echo." };

test("A failure that proves nothing holds its issue, until somebody has looked at it and lets it go on.", async () => {
  const agent = await echo({ result: failure });
  const issue = await agent.assign("Fail");
  const row = await (await issue.nextRun()).ended();
  expect(row).toMatchObject({ status: "failed", errorCode: "echo_failed", error: "It would not echo." });
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: "legacy_execution_requires_reconciliation",
    retry: null,
  });
  await issue.release(row.id, "The echo has stopped; nothing was done.");
  expect(await (await issue.nextRun()).ended()).toMatchObject({ status: "failed" });
});

test("A failure that is one turn of a conversation is tried again, and holds nothing.", async () => {
  const resultJson = { conversationContinuation: "continue_conversation_v1" };
  const agent = await echo({ result: { ...failure, resultJson } });
  const issue = await agent.assign("Fail");
  const row = await (await issue.nextRun()).ended();
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: null,
    retry: { reason: "transient_failure" },
  });
});

test("Stop is answered when the adapter has acknowledged it.", async () => {
  const agent = await echo({ waitSec: 600 });
  const run = await agent.wake();
  await run.logSays("hello");
  expect((await run.cancel()).status).toBe(200);
  expect(await run.row()).toMatchObject({ status: "cancelled", errorCode: "cancelled" });
});

const bootstrap = { kind: "bootstrap", providerWorkStarted: false };

test.each([
  ["k8s_pod_schedule_failed", 2],
  ["adapter_engine_unavailable", 1],
  ["configuration_incomplete", 1],
])("What never started and is called %s blocks its issue after %i runs.", async (errorCode, runs) => {
  const resultJson = { errorFamily: "configuration_incomplete", stopReason: "configuration_incomplete" };
  const agent = await echo({ result: { ...failure, errorCode, executionRecovery: bootstrap, resultJson } });
  const issue = await agent.assign("Fail");
  await untilSo("The blocked issue", async () => (await issue.row()).status === "blocked");
  expect(await agent.runs()).toHaveLength(runs);
});

test("A missing engine of which nothing is proven is held, as all that proves nothing.", async () => {
  const agent = await echo({ result: { ...failure, errorCode: "adapter_engine_unavailable" } });
  const issue = await agent.assign("Fail");
  const row = await (await issue.nextRun()).ended();
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: "legacy_execution_requires_reconciliation",
    retry: null,
  });
  expect(await agent.runs()).toHaveLength(1);
});
