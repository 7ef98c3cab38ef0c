import { anyWireEvent, damagedEvent } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { parseStdoutLine } from "../../src/ui-parser/parse-stdout-line.ts";
import { readLogLine, writeLogLine } from "../../src/ui-parser/log-line.ts";
import { readResult, writeResult } from "../../src/ui-parser/result-words.ts";

const kinds = [
  "assistant",
  "thinking",
  "user",
  "system",
  "stdout",
  "tool_call",
  "tool_result",
  "init",
  "result",
];

test("for all lines it gives entries and never throws", () => {
  const seen = reached(...kinds);
  const bytes = fc.oneof(anyWireEvent(), damagedEvent()).map((event) => Buffer.from(event.bytes).toString());
  const speaker = fc.constantFrom(
    "init",
    "agent",
    "thinking",
    "tool 1",
    "output 1",
    "result",
    "run",
    "text",
    "user",
  );
  const readable = fc
    .tuple(speaker, fc.string({ unit: "binary" }))
    .map(([label, text]) => `${label} │ ${text}`);
  fc.assert(
    fc.property(fc.oneof(bytes, readable, fc.string({ unit: "binary" })), (line) => {
      for (const entry of parseStdoutLine(line, "now")) {
        seen.when(entry.kind, true);
        expect(entry.ts).toBe("now");
        expect(kinds).toContain(entry.kind);
      }
    }),
    { numRuns: 1000 },
  );
  seen.expectAll();
});

test("for all texts a line is read back as it was written", () => {
  const seen = reached("a call", "a text like a line");
  fc.assert(
    fc.property(
      fc.constantFrom("agent", "tool", "output", "run"),
      fc.option(fc.integer({ min: 1, max: 99_999 })),
      fc.oneof(fc.string(), fc.constant("tool 3    │ Bash: ls")),
      (speaker, call, text) => {
        const line = { speaker, call, text: text.trim() } as const;
        seen.when("a call", call !== null);
        seen.when("a text like a line", text.includes("│"));
        expect(readLogLine(writeLogLine(line))).toEqual(line);
      },
    ),
  );
  seen.expectAll();
});

test("for all results the figures are read back as they were written", () => {
  const seen = reached("a failure", "a text with a colon", "a large count");
  const tokens = fc.integer({ min: 0, max: 1e12 });
  fc.assert(
    fc.property(
      fc.record({
        isError: fc.boolean(),
        subtype: fc.constantFrom("success", "error_max_turns"),
        inputTokens: tokens,
        outputTokens: tokens,
        cachedTokens: tokens,
        costUsd: fc.integer({ min: 0, max: 1e8 }).map((cents) => cents / 1e4),
        text: fc.oneof(fc.constant("one: two"), fc.string()),
      }),
      fc.constantFrom("", "3 turns, 12.3 s"),
      (words, more) => {
        seen.when("a failure", words.isError);
        seen.when("a text with a colon", words.text.includes(": "));
        seen.when("a large count", words.inputTokens > 1e6);
        expect(readResult(writeResult(words, more))).toEqual(words);
      },
    ),
  );
  seen.expectAll();
});
