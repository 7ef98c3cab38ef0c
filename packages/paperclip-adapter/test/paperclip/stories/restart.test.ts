import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { untilSo } from "../eventually.ts";
import { ownServer } from "../server/own-server.ts";
import { beginRun } from "../single-run.ts";
import { expectNoJob, openStage } from "../stage.ts";

test("A Job outlives a restart of Paperclip, and the next run of its issue goes on with it.", async () => {
  const server = await ownServer();
  const flag = join(server.folder, "go-on");
  const stage = await openStage(
    inTurn(
      runs(`echo begun; until [ -e ${flag} ]; do sleep 0.2; done; echo went on`),
      says("All tests pass."),
    ),
    {
      url: server.url,
    },
  );
  const { issue, run } = await beginRun(stage);
  await run.logSays("begun");
  const [job] = stage.jobs();
  // It renews its hold on the run every 10 s, and takes 5 s to shut down: so that a renewal falls into them.
  const { startedAt } = await run.row();
  const shutdownAt = Date.parse(startedAt ?? "") + 8000;
  await untilSo("The right moment", () => Date.now() >= shutdownAt);
  await server.restart();
  const row = await run.ended();
  expect(row).toMatchObject({ status: "interrupted", errorCode: "server_shutdown_interrupted" });
  expect(await issue.hold()).toBe("legacy_execution_requires_reconciliation");
  expect(stage.jobs()).toEqual([job]);

  await issue.release(run.id, "Its Job is alive and goes on with the work.");
  const next = await issue.nextRun();
  expect(await next.logSays(/Going on with Job/)).toContain(job);
  writeFileSync(flag, "");
  expect(await next.ended()).toMatchObject({
    status: "succeeded",
    resultJson: { summary: "All tests pass.", run: { job } },
  });
  // What the agent wrote before the restart is told again, so that the run's log is whole.
  expect(await next.log()).toContain("begun");
  expect(stage.api.asked.map(({ turn }) => turn)).toEqual([0, 1]);
  expect(stage.simulator.truth.runs()).toHaveLength(1);
  await expectNoJob(stage);
}, 300_000);
