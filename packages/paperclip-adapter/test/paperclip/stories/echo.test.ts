import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { foundCompany, type Agent } from "../host/company.ts";
import { paperclipHost } from "../host/paperclip-host.ts";
import { registerAdapter } from "../host/register-adapter.ts";
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
