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

test("Of two runs that are woken for one session at once the second does not begin, and is tried again.", async () => {
  const stage = await openStage(inTurn(says("Noted."), runs("echo begun; sleep 6"), says("Done.")));
  const agent = await stage.hire();
  const { sessionIdAfter: session } = await (await agent.wake()).ended();
  const one = await agent.wake();
  const other = await agent.wake();
  const [ran, waited] = (await Promise.all([one.ended(), other.ended()])).toSorted((a, b) =>
    a.status < b.status ? 1 : -1,
  );
  expect(ran).toMatchObject({
    status: "succeeded",
    sessionIdBefore: session,
    resultJson: { summary: "Done." },
  });
  expect(waited).toMatchObject({ status: "failed", errorCode: "k8s_concurrent_run_blocked", exitCode: null });
  expect(waited?.error).toMatch(/^Job \S+ of run \S+ is still running/);
  await expect
    .poll(async () => (await agent.runs()).find(({ retryOfRunId }) => retryOfRunId === waited?.id))
    .toMatchObject({ status: "scheduled_retry", scheduledRetryReason: "transient_failure" });
  expect(stage.simulator.truth.runs()).toHaveLength(2);
  await expectNoJob(stage);
});
