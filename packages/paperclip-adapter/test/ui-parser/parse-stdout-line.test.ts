import type { StdoutLineParser } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, test } from "vitest";
import { parseStdoutLine } from "@runverdict/paperclip-adapter/ui-parser";
import {
  answers,
  assistant,
  calls,
  init,
  line,
  result,
  says,
  sessionId,
  system,
  user,
} from "../support/claude-lines.ts";

const ts = "2026-11-21T10:00:00.000Z";

function parsed(text: string): readonly unknown[] {
  // The host takes the blanks at both ends off before it asks.
  return parseStdoutLine(text.trim(), ts);
}

test("what it gives is what the host takes", () => {
  expectTypeOf(parseStdoutLine).toExtend<StdoutLineParser>();
});

test("readable lines become what they were made of", () => {
  expect(parsed("agent     │ Let me look.")).toEqual([
    { kind: "assistant", ts, text: "Let me look.\n", delta: true },
  ]);
  expect(parsed("agent     │")).toEqual([{ kind: "assistant", ts, text: "\n", delta: true }]);
  expect(parsed("thinking  │ First. ⏎ Then.")).toEqual([{ kind: "thinking", ts, text: "First.\nThen." }]);
  expect(parsed("user      │ Go on.")).toEqual([{ kind: "user", ts, text: "Go on." }]);
  expect(parsed(`init      │ claude-x · /workspace · session ${sessionId}`)).toEqual([
    { kind: "init", ts, model: "claude-x", sessionId },
  ]);
  expect(parsed("init      │")).toEqual([{ kind: "init", ts, model: "unknown", sessionId: "" }]);
});

test("a call and its output find each other by their number", () => {
  expect(parsed("tool 12   │ Bash: ls ⏎ pwd")).toEqual([
    { kind: "tool_call", ts, name: "Bash", input: { command: "ls\npwd" }, toolUseId: "call-12" },
  ]);
  expect(parsed("output 12 │ a ⏎ b")).toEqual([
    { kind: "tool_result", ts, toolUseId: "call-12", content: "a\nb", isError: false },
  ]);
  expect(parsed("error 123 │ no such file")).toEqual([
    { kind: "tool_result", ts, toolUseId: "call-123", content: "no such file", isError: true },
  ]);
  expect(parsed("tool 3    │ ↳ mcp__git__log: {}")).toEqual([
    { kind: "tool_call", ts, name: "mcp__git__log", input: { description: "{}" }, toolUseId: "call-3" },
  ]);
  expect(parsed("tool 4    │ TaskList")).toEqual([
    { kind: "tool_call", ts, name: "TaskList", input: {}, toolUseId: "call-4" },
  ]);
  expect(parsed("output    │ ↳ found")).toEqual([
    { kind: "tool_result", ts, toolUseId: "", content: "found", isError: false },
  ]);
});

test("a result keeps its figures", () => {
  expect(
    parsed(
      "result    │ success · 1,200 tokens in, 34 out, 5 cached · $0.0123 · 2 turns, 12.3 s: Done: all of it.",
    ),
  ).toEqual([
    {
      kind: "result",
      ts,
      text: "Done: all of it.",
      inputTokens: 1200,
      outputTokens: 34,
      cachedTokens: 5,
      costUsd: 0.0123,
      subtype: "success",
      isError: false,
      errors: [],
    },
  ]);
  expect(
    parsed("result    │ failed (error_max_turns) · 0 tokens in, 0 out, 0 cached · $0.0000 · 0 ms: Too many"),
  ).toMatchObject([{ isError: true, subtype: "error_max_turns", text: "Too many", errors: ["Too many"] }]);
  expect(parsed("result    │ of some other kind")).toEqual([
    { kind: "system", ts, text: "of some other kind" },
  ]);
});

test("what the run, the cluster and Claude Code say of themselves stands apart from what the agent says", () => {
  expect(parsed("run       │ Waiting for a node: Unschedulable")).toEqual([
    { kind: "system", ts, text: "Waiting for a node: Unschedulable" },
  ]);
  expect(parsed("retry     │ 529 · overloaded")).toEqual([
    { kind: "system", ts, text: "retry: 529 · overloaded" },
  ]);
  expect(parsed("limit     │ rejected")).toEqual([{ kind: "system", ts, text: "limit: rejected" }]);
  expect(parsed("text      │ Killed")).toEqual([{ kind: "stdout", ts, text: "Killed" }]);
});

test("stream-json becomes the same, and more of it", () => {
  expect(parsed(init())).toEqual([{ kind: "init", ts, model: "claude-x", sessionId }]);
  expect(parsed(says("Hello"))).toEqual([{ kind: "assistant", ts, text: "Hello" }]);
  expect(parsed(calls("t1", "Edit", { file_path: "/a", new_string: "b" }))).toEqual([
    { kind: "tool_call", ts, name: "Edit", input: { file_path: "/a", new_string: "b" }, toolUseId: "t1" },
  ]);
  expect(parsed(answers("t1", [{ type: "text", text: "one" }, { type: "image" }], true))).toEqual([
    { kind: "tool_result", ts, toolUseId: "t1", content: "one\n(image)", isError: true },
  ]);
  expect(parsed(answers("t1", "plain"))).toMatchObject([{ content: "plain", isError: false }]);
  expect(
    parsed(assistant([{ type: "thinking", thinking: "Hm." }, { type: "text" }, { type: "image" }])),
  ).toEqual([{ kind: "thinking", ts, text: "Hm." }]);
  expect(parsed(user("Go on."))).toEqual([{ kind: "user", ts, text: "Go on." }]);
  expect(parsed(user([{ type: "text", text: "Go on." }, { type: "image" }]))).toEqual([
    { kind: "user", ts, text: "Go on." },
  ]);
  expect(parsed(line({ type: "assistant", message: { content: "Hello" } }))).toEqual([
    { kind: "assistant", ts, text: "Hello" },
  ]);
  expect(parsed(result({ result: "Done." }))).toMatchObject([
    { kind: "result", text: "Done.", inputTokens: 1200, cachedTokens: 5, costUsd: 0.0123, isError: false },
  ]);
  expect(parsed(result({ subtype: "error_max_turns", errors: ["Too many"] }))).toMatchObject([
    { isError: true, errors: ["Too many"] },
  ]);
});

test("house-keeping is named, and life signs are not shown", () => {
  expect(parsed(system("api_retry", { error: "overloaded", error_status: 529, attempt: 1 }))).toEqual([
    { kind: "system", ts, text: "retry: 529 overloaded · attempt 1 of ?" },
  ]);
  expect(parsed(system("api_retry"))).toEqual([{ kind: "system", ts, text: "retry: attempt ? of ?" }]);
  expect(parsed(system("compact_boundary"))).toEqual([
    { kind: "system", ts, text: "system · compact_boundary" },
  ]);
  expect(parsed(line({ type: "news" }))).toEqual([{ kind: "system", ts, text: "news" }]);
  expect(parsed(line({ type: "stream_event", event: {} }))).toEqual([]);
});

test("any other line is shown as it stands", () => {
  for (const text of ["Killed", '{"type":"assis', '{"level":"info"}', "[1]", "agentless │ x", "agent 0 │ x"])
    expect(parsed(text)).toEqual([{ kind: "stdout", ts, text }]);
});
