import { describe, expect, test } from "vitest";
import { parseStdoutLine } from "@runverdict/paperclip-adapter/ui-parser";
import { bundleUiParser } from "../../build/bundle-ui-parser.ts";
import { loadUiParser } from "../host-double/ui-worker.ts";
import { answers, calls, init, result, says } from "../support/claude-lines.ts";
import { onCluster } from "../support/on-cluster.ts";

const source = await bundleUiParser();

describe("§0.5 and §3, where the interface runs the parser", () => {
  test("The bundle is one CommonJS file that asks for nothing.", () => {
    expect(source).toContain("exports.parseStdoutLine = ");
    expect(source).not.toMatch(
      /\b(?:require|import|await|globalThis|self|process)\b *[(.]|^(?:import|export)\b/m,
    );
    expect(Buffer.byteLength(source)).toBeLessThan(20_000);
  });

  test("It runs with nothing of the world around it, and says what it says elsewhere.", () => {
    const worker = loadUiParser(source);
    const lines = [
      "tool 3    │ Bash: ls ⏎ pwd",
      "result    │ success · 1,200 tokens in, 34 out, 5 cached · $0.0123: Done.",
      says("Hello"),
      calls("t", "Bash", { command: "ls" }),
      result(),
      "Killed",
    ].map((line) => line.trim());
    for (const line of lines) expect(worker.show(line)).toEqual(parseStdoutLine(line, "now"));
  });

  test("A line is the same in whatever order it is asked for, and as often as the page is drawn.", () => {
    const worker = loadUiParser(source);
    const lines = [init(), says("Hello"), calls("t", "Bash", { command: "ls" }), answers("t", "a"), result()];
    const told = lines.map((line) => worker.show(line));
    expect(lines.toReversed().map((line) => worker.show(line))).toEqual(told.toReversed());
    expect(told.every((entries) => entries.length > 0)).toBe(true);
  });

  test("It is the one function, for the other that the host looks for is never begun anew.", () => {
    expect(source).not.toContain("createStdoutParser");
  });
});

describe("§0.6 and §3, a run in the transcript", () => {
  test.each(["readable", "stream-json"])(
    "What the agent said, and its result, stand in it (%s).",
    async (logFormat) => {
      await onCluster({}, async ({ begin }) => {
        const run = begin({ context: { config: { logFormat } } });
        await run.ended;
        const entries = loadUiParser(source).show(run.log.text());
        const said = { kind: "assistant", text: expect.stringContaining("All tests pass.") };
        expect(entries).toContainEqual(expect.objectContaining(said));
        expect(entries).toContainEqual(expect.objectContaining({ kind: "result", inputTokens: 12 }));
        expect(entries).toContainEqual(expect.objectContaining({ kind: "init" }));
      });
    },
  );
});
