import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { expectNoJob, openStage } from "../stage.ts";

/** Before it has stored anything of the session but its id. */
test("An agent that left its issue open is asked what is to follow, and answers in the session in which it worked.", async () => {
  const stage = await openStage(
    inTurn(says("The answer is 42."), closesIssue, says("Nothing is to follow.")),
  );
  const issue = await (await stage.hire()).assign("Find the answer");
  const worked = await (await issue.nextRun()).ended();
  const asked = await issue.nextRun();
  const row = await asked.ended();
  await expectNoJob(stage);
  expect(worked).toMatchObject({ status: "succeeded", sessionIdBefore: null });
  expect(row).toMatchObject({
    status: "succeeded",
    contextSnapshot: { wakeReason: "finish_successful_run_handoff" },
    sessionIdBefore: worked.sessionIdAfter,
    sessionIdAfter: worked.sessionIdAfter,
    // Claude counts on in a session; the first run's 1200 tokens are not told a second time.
    usageJson: { inputTokens: 2400, outputTokens: 60, sessionReused: true },
  });
  expect(await asked.log()).toContain(`Going on with session ${worked.sessionIdAfter}.`);
  expect(await issue.row()).toMatchObject({ status: "done" });
});
