import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { untilSo } from "../eventually.ts";
import { ownServer } from "../server/own-server.ts";
import { beginRun } from "../single-run.ts";
import { expectNoJob, openStage } from "../stage.ts";

/** Longer than a hold lasts that nobody renews, which is a minute. */
const FROZEN_MS = 65_000;

test("A Paperclip that was frozen, as on a paused machine, has lost its hold on the run: the agent goes on, and the issue is not held.", async () => {
  const server = await ownServer();
  const flag = join(server.folder, "go-on");
  const work = runs(`echo begun; until [ -e ${flag} ]; do sleep 0.2; done; echo went on`);
  const stage = await openStage(inTurn(work, closesIssue, says("All tests pass.")), { url: server.url });
  const { issue, run } = await beginRun(stage);
  await run.logSays("begun");
  process.kill(server.pid(), "SIGSTOP");
  const frozenAt = Date.now();
  await untilSo("The end of the hold", () => Date.now() - frozenAt > FROZEN_MS, 2 * FROZEN_MS);
  process.kill(server.pid(), "SIGCONT");
  // Its first answer comes after its timers have gone off, and with them the one of the hold.
  expect(await run.row()).toMatchObject({ status: "running" });
  expect(stage.jobs()).toHaveLength(1);
  writeFileSync(flag, "");
  expect(await run.ended()).toMatchObject({
    status: "cancelled",
    exitCode: 0,
    resultJson: {
      summary: "All tests pass.",
      verdict: { code: "succeeded" },
      executionCancellation: { state: "acknowledged" },
    },
  });
  expect(await issue.hold()).toBeNull();
  expect(stage.simulator.truth.runs()).toHaveLength(1);
  await expectNoJob(stage);
}, 300_000);
