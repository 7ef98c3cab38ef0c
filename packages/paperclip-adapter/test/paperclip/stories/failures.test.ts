import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { declines, fails, limitReached, runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { claudeEnvironment } from "../../../../cli/test/claude/claude-environment.ts";
import { hangs } from "../agents-work.ts";
import { aftermath, expectNoJob, openStage } from "../stage.ts";

test("out of memory", async () => {
  const stage = await openStage(inTurn(hangs));
  const agent = await stage.hire();
  const issue = await agent.assign("Eat memory");
  const run = await issue.nextRun();
  await run.logSays("begun");
  stage.simulator.happen({ kind: "oom", job: stage.jobs()[0] ?? "" });
  const row = await run.ended();
  console.log("OOM", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id));
  await expectNoJob(stage);
});

test("auth", async () => {
  const stage = await openStage(inTurn(fails(401, "authentication_error", "invalid x-api-key")));
  const agent = await stage.hire();
  const issue = await agent.assign("Log in");
  const run = await issue.nextRun();
  const row = await run.ended();
  console.log("AUTH", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id));
});

test("quota", async () => {
  const stage = await openStage(inTurn(limitReached(Date.UTC(2030, 0, 1))));
  const env = { ...claudeEnvironment(stage.api), CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-not-a-real-login-0123456789" };
  const agent = await stage.hire({ env });
  const issue = await agent.assign("Ask a lot");
  const run = await issue.nextRun();
  const row = await run.ended();
  console.log("QUOTA", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id));
});

test("turns", async () => {
  const stage = await openStage(inTurn(runs("echo one"), says("Done")));
  const agent = await stage.hire({ maxTurnsPerRun: 1 });
  const issue = await agent.assign("Work long");
  const run = await issue.nextRun();
  const row = await run.ended();
  const next = await (await issue.nextRun()).ended();
  console.log("TURNS", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id), next.status, next.errorCode, next.sessionIdBefore, row.sessionIdAfter);
});

test("refusal", async () => {
  const stage = await openStage(inTurn(declines));
  const agent = await stage.hire();
  const issue = await agent.assign("Do evil");
  const run = await issue.nextRun();
  const row = await run.ended();
  console.log("REFUSAL", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id));
});

test("deadline", async () => {
  const stage = await openStage(inTurn(hangs));
  const agent = await stage.hire({ timeoutSec: 6 });
  const issue = await agent.assign("Never end");
  const run = await issue.nextRun();
  const row = await run.ended();
  console.log("DEADLINE", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id));
  await expectNoJob(stage);
});

test("wrong", async () => {
  const stage = await openStage(inTurn(hangs));
  const agent = await stage.hire({ timeoutSec: "soon", "resources.limits.memory": "lots" });
  const issue = await agent.assign("Never begin");
  const run = await issue.nextRun();
  const row = await run.ended();
  console.log("WRONG", row.status, row.errorCode, row.error, JSON.stringify(row.resultJson), await aftermath(agent, issue, row.id), await issue.comments());
});
