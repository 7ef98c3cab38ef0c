import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { expectNoJob, openStage } from "../stage.ts";

test("Two issues of one agent are worked on at once.", async () => {
  const stage = await openStage(inTurn(runs("echo begun; sleep 6"), says("Done.")));
  const agent = await stage.hire();
  const one = await agent.assign("One");
  const first = await one.nextRun();
  const other = await agent.assign("Other");
  const second = await other.nextRun();
  await first.logSays("begun");
  await second.logSays("begun");
  expect(stage.jobs()).toHaveLength(2);
  expect(await first.ended()).toMatchObject({ status: "succeeded" });
  expect(await second.ended()).toMatchObject({ status: "succeeded" });
});

test("same session", async () => {
  const stage = await openStage(inTurn(says("Noted."), runs("echo begun; sleep 15"), says("Done.")));
  const agent = await stage.hire();
  const run = await agent.wake();
  const row = await run.ended();
  const one = await agent.wake();
  const other = await agent.wake();
  console.log("TWO", one.id, other.id, row.sessionIdAfter);
  const [a, b] = await Promise.all([one.ended(), other.ended()]);
  for (const r of [a, b]) console.log(r.status, r.errorCode, r.error, r.sessionIdBefore, r.sessionIdAfter, JSON.stringify(r.usageJson).slice(0, 300));
  console.log(await one.log(), "-----\n", await other.log());
  console.log(stage.simulator.truth.runs().map((r) => [r.job.name, r.createdAt, r.goneAt]), stage.api.asked.map((x) => x.turn));
  await expectNoJob(stage);
});
