import { createParser } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { createEventLines } from "../../src/log/event-lines.ts";
import {
  answers,
  assistant,
  calls,
  init,
  line,
  result,
  says,
  system,
  user,
} from "../support/claude-lines.ts";

function linesOf(...texts: readonly string[]): readonly string[] {
  const parser = createParser();
  const lines = createEventLines((text) => text);
  return [...parser.feed(texts.join("")), ...parser.end()].flatMap(lines.of);
}

test("a call says its most telling argument, or nothing", () => {
  expect(
    linesOf(
      calls("a", "Read", { limit: 3, file_path: "/a.ts" }),
      calls("b", "TaskList", {}),
      calls("c", "X", [1]),
    ),
  ).toEqual(["tool 1    │ Read: /a.ts", "tool 2    │ TaskList", "tool 3    │ X: [1]"]);
});

test("what a subagent says and does is marked", () => {
  const prompt = user([{ type: "text", text: "Look." }], "t");
  const output = line({
    type: "user",
    parent_tool_use_id: "t",
    message: { content: [{ type: "tool_result", tool_use_id: "s", content: "found" }] },
  });
  expect(linesOf(prompt, says("Mine.", "t"), calls("s", "Grep", { pattern: "x" }, "t"), output)).toEqual([
    "user      │ ↳ Look.",
    "agent     │ ↳ Mine.",
    "tool 1    │ ↳ Grep: x",
    "output 1  │ ↳ found",
  ]);
});

test("thoughts are told in a line, and hidden ones not at all", () => {
  const content = [
    { type: "thinking", thinking: "First.\nThen." },
    { type: "redacted_thinking" },
    { type: "thinking" },
  ];
  expect(linesOf(assistant(content))).toEqual(["thinking  │ First. ⏎ Then."]);
});

test("a block that nobody knows is named", () => {
  expect(linesOf(assistant([{ type: "image" }, {}]))).toEqual([
    "agent     │ (image)",
    "agent     │ (something)",
  ]);
});

test("a long answer is shown so far as anybody reads it live", () => {
  const lines = linesOf(says("word\n".repeat(120).trim()));
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toBe("agent     │ … (20 more lines)");
});

test("a long output shows its beginning, its end and its size", () => {
  const [shown = ""] = linesOf(answers("t", `begin${"x".repeat(5000)}end`));
  expect(shown).toMatch(/^output    │ beginx+ … x+end \(5\.0 kB\)$/);
  expect(shown.length).toBeLessThan(330);
});

test("an output beyond a megabyte is not read for its first words", () => {
  expect(linesOf(calls("t", "Bash", { command: "dump" }), answers("t", "x".repeat(2_000_000), true))).toEqual(
    ["tool 1    │ Bash: dump", "error 1   │ (2.0 MB)"],
  );
});

test("an output without words says so, and one of blocks is their text", () => {
  const blocks = [{ type: "text", text: "one" }, { type: "image" }];
  expect(linesOf(answers("t", ""), answers("t", blocks), user([{ type: "image" }]))).toEqual([
    "output    │ (nothing)",
    "output    │ one ⏎ (image)",
  ]);
});

test("a result does not repeat what the agent has said, and says what it has not", () => {
  expect(linesOf(says("Done.\n"), result({ result: "Done." }), result({ result: '{"answer":42}' }))).toEqual([
    "agent     │ Done.",
    "result    │ success · 1,200 tokens in, 34 out, 5 cached · $0.0123 · 2 turns, 12.3 s",
    'result    │ success · 1,200 tokens in, 34 out, 5 cached · $0.0123 · 2 turns, 12.3 s: {"answer":42}',
  ]);
});

test("a result that failed says of which kind it is, and why", () => {
  const failed = { subtype: "error_max_turns", num_turns: 1, errors: ["Reached the maximum", 7] };
  expect(linesOf(result(failed), line({ type: "result", is_error: true }))).toEqual([
    "result    │ failed (error_max_turns) · 1,200 tokens in, 34 out, 5 cached · $0.0123 · 1 turn, 12.3 s: Reached the maximum",
    "result    │ failed · 0 tokens in, 0 out, 0 cached · $0.0000 · 0 ms",
  ]);
});

test("retries, limits that matter, news and foreign words are told", () => {
  const limit = (status: string) => line({ type: "rate_limit_event", rate_limit_info: { status } });
  expect(
    linesOf(
      system("api_retry", { attempt: 1, max_retries: 10, error: "overloaded", error_status: 529 }),
      limit("allowed"),
      limit("rejected"),
      line({ type: "news" }),
      system("compact_boundary"),
      "Killed\n",
      '{"type":"assis\n',
    ),
  ).toEqual([
    "retry     │ 529 · overloaded · attempt 1 of 10",
    "limit     │ rejected",
    "event     │ news: an event that this version does not know",
    "system    │ compact_boundary",
    "text      │ Killed",
    'broken    │ damaged, 14 bytes: {"type":"assis',
  ]);
});

test("a hook is told of when it failed", () => {
  expect(
    linesOf(
      system("hook_response", { hook_name: "Stop", exit_code: 0 }),
      system("hook_response", { hook_name: "PreToolUse:Bash", exit_code: 1 }),
    ),
  ).toEqual(["system    │ hook_response · PreToolUse:Bash"]);
});

test("what a person says is told in a line", () => {
  expect(linesOf(user("Go on.\nNow."), user(""), user([{ type: "text", text: "And?" }]))).toEqual([
    "user      │ Go on. ⏎ Now.",
    "user      │ And?",
  ]);
});

test("an init without words is one all the same", () => {
  expect(linesOf(init(), system("init"))).toEqual([
    "init      │ claude-x · /workspace · session 11111111-1111-4111-8111-111111111111",
    "init      │",
  ]);
});
