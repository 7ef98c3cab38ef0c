import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs } from "../../../../cli/test/claude/messages-api/reply.ts";
import { aftermathOf } from "../host/aftermath.ts";
import { beginRun } from "../single-run.ts";
import { expectNoJob, openStage } from "../stage.ts";

/** Something kills it; a moment later, because Claude writes its session some time after it has begun. */
const killed = runs("sleep 1; kill -9 $PPID");

test("An agent that is killed goes on by itself once; killed again, it waits for a person.", async () => {
  const stage = await openStage(inTurn(killed, killed));
  const { agent, issue, run } = await beginRun(stage);
  const row = await run.ended();
  expect(row).toMatchObject({
    status: "failed",
    exitCode: 137,
    resultJson: { verdict: { code: "killed", retry: { action: "resume" } } },
  });
  expect(await aftermathOf(agent, issue, row)).toMatchObject({
    hold: null,
    retry: { reason: "transient_failure" },
  });

  const second = await (await agent.retryOf(run.id)).ended();
  expect(second).toMatchObject({
    status: "failed",
    sessionIdBefore: row.sessionIdAfter,
    contextSnapshot: { retryReason: "transient_failure", scheduledRetryAttempt: 1 },
    resultJson: { verdict: { code: "killed", retry: { action: "none" } } },
  });
  expect(await aftermathOf(agent, issue, second)).toMatchObject({
    hold: "legacy_execution_requires_reconciliation",
    retry: null,
  });
  expect(await agent.runs()).toHaveLength(2);
  await expectNoJob(stage);
}, 180_000);
