import { expect, inject, test } from "vitest";
import { inTurn } from "../../../../cli/test/claude/messages-api/messages-api.ts";
import { runs, says } from "../../../../cli/test/claude/messages-api/reply.ts";
import { closesIssue } from "../agents-work.ts";
import { loadUiParser } from "../host/ui-worker.ts";
import { beginRun } from "../single-run.ts";
import { openStage, TYPE, type Stage } from "../stage.ts";

/** What the run's page makes of its log, in both forms. */
async function transcriptOf(stage: Stage, logFormat: string) {
  const { text } = await stage.host.send("GET", `/adapters/${TYPE}/ui-parser.js`);
  const parser = loadUiParser(inject("paperclip").install, text);
  const { run } = await beginRun(stage, { logFormat });
  expect(await run.ended()).toMatchObject({ status: "succeeded" });
  const lines = (await run.log()).split("\n").filter((line) => line.trim() !== "");
  return { lines, entries: lines.flatMap((line) => parser.parse(line)) };
}

const script = inTurn(runs("echo tested"), closesIssue, says("All tests pass."));

test.for(["readable", "stream-json"])(
  "The log of a run is a transcript in Paperclip's interface, when it is written as %s.",
  async (logFormat) => {
    const { entries } = await transcriptOf(await openStage(script), logFormat);
    const kinds = entries.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(["init", "tool_call", "tool_result", "assistant", "result"]),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: "assistant", text: expect.stringMatching(/^All tests pass\.\n?$/) }),
    );
    expect(entries.find(({ kind }) => kind === "tool_call")).toMatchObject({ name: "Bash" });
  },
);

test("The log of a run reads well where nobody parses it: short lines with what they are in front.", async () => {
  const { lines } = await transcriptOf(await openStage(script), "readable");
  const own = lines.filter((line) => !line.startsWith("[paperclip]"));
  expect(own.filter((line) => !/^[a-z]+(?: \d+)? +│/.test(line))).toEqual([]);
  expect(Math.max(...own.map((line) => line.length))).toBeLessThan(400);
});
