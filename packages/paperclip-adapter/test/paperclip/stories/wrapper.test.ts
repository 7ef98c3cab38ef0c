import { expect, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { beginRun } from "../single-run.ts";
import { expectNoJob, openStage } from "../stage.ts";

/** What Claude's own process writes beside its transcript. */
const complains = runs(`echo "the cache can't be written" >/proc/$PPID/fd/2; seq 1 2000 | tail -1`);

test("With the wrapper the log is proven complete, the answer stands on the issue, and stderr is told apart.", async () => {
  const stage = await openStage(inTurn(complains, closesIssue, says("All tests pass.")));
  const { issue, run } = await beginRun(stage, { wrapper: true });
  const row = await run.ended();
  await expectNoJob(stage);
  expect(row).toMatchObject({
    status: "succeeded",
    exitCode: 0,
    usageJson: { inputTokens: 3600, outputTokens: 90 },
    resultJson: {
      summary: "All tests pass.",
      run: { log: "complete" },
      verdict: { code: "succeeded", confidence: "confirmed", flags: [] },
    },
  });
  expect(await run.log("stderr")).toBe("the cache can't be written\n");
  const told = await run.log("stdout");
  expect(told).toMatch(/agent +│ All tests pass\./);
  expect(told).not.toContain("the cache can't be written\n");
  await expect
    .poll(issue.comments)
    .toContainEqual(expect.objectContaining({ body: "All tests pass.", createdByRunId: run.id }));
});
