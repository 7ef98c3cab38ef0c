import { describeEvent, type Description } from "@runverdict/stream-parser/describe";
import { expect, test } from "vitest";
import { eventOf, type LineOf } from "../support/streams-of.ts";
import { assistant, init, result, system, text, toolResult, toolUse, user } from "../support/wire.ts";

function described(line: LineOf): readonly string[] {
  const { label, text: said, mood }: Description = describeEvent(eventOf(line));
  return [label, said, mood];
}

test("an init says which model works with which program, and where", () => {
  expect(described(init({ model: "claude-x", claude_code_version: "2.1.329", cwd: "/workspace" }))).toEqual([
    "init",
    "claude-x · Claude Code 2.1.329 · /workspace",
    "plain",
  ]);
  expect(described(init())).toEqual(["init", "", "plain"]);
});

test("an answer is what the agent says and does", () => {
  const call = { ...toolUse("a"), input: { command: "ls" } };
  const content = [{ type: "thinking" }, text("Let me look."), call, { type: "image" }, { type: "text" }, 7];
  expect(described(assistant({ content }))).toEqual([
    "agent",
    "(thinking) · Let me look. · Bash: ls · (image) · (something)",
    "plain",
  ]);
});

test("a call without a name is one of some tool", () => {
  const content = [{ type: "server_tool_use", input: { query: "x" } }];
  expect(described(assistant({ content }))).toEqual(["agent", "tool: x", "plain"]);
});

test("an answer may be a text, or nothing", () => {
  expect(described(assistant({ content: "Done." }))).toEqual(["agent", "Done.", "plain"]);
  expect(described(assistant({}))).toEqual(["agent", "(empty)", "plain"]);
  expect(described({ type: "assistant" })).toEqual(["agent", "(empty)", "plain"]);
});

test("an answer that the harness made up for an API error is bad", () => {
  const content = [text("API Error: 500")];
  expect(described(assistant({ content }, { error: "server_error" }))[2]).toBe("bad");
  expect(described(assistant({ content }, { is_api_error_message: true }))[2]).toBe("bad");
});

test("a subagent is not the agent", () => {
  expect(described(assistant({ content: [text("Mine.")] }, { parent_tool_use_id: "t" }))).toEqual([
    "subagent",
    "Mine.",
    "plain",
  ]);
});

test("a tool's output is its text, however it is wrapped", () => {
  expect(described(user([{ ...toolResult("a"), content: "3 passed" }]))).toEqual([
    "tool",
    "3 passed",
    "plain",
  ]);
  expect(described(user([{ ...toolResult("a"), content: [text("one"), text("two")] }]))).toEqual([
    "tool",
    "one · two",
    "plain",
  ]);
  expect(described(user([{ ...toolResult("a"), content: "" }]))).toEqual(["tool", "(no output)", "plain"]);
});

test("a tool that failed is bad, also beside one that did not", () => {
  const results = [toolResult("a"), { ...toolResult("b", true), content: "no such file" }];
  expect(described(user(results))).toEqual(["tool error", "… · no such file", "bad"]);
});

test("of a huge output only the length is told", () => {
  const line = user([{ ...toolResult("a"), content: "x".repeat(1024 * 1024) }]);
  expect(described(line)).toEqual(["tool", "1.0 MB of output", "plain"]);
});

test("an init that was skimmed and is no JSON is not told", () => {
  const line = JSON.stringify(init({ model: "claude-x", tools: ["x".repeat(5000)] }));
  expect(described(line)).toEqual(["init", "claude-x", "plain"]);
  expect(described(line.replace("xxx", "\\q"))).toEqual(["init", "", "plain"]);
});

test("an output that was skimmed and is no JSON is not told", () => {
  const line = JSON.stringify(user([{ ...toolResult("a"), content: "x".repeat(5000) }]));
  expect(described(line.replace("xxx", "\\q"))).toEqual(["user", "", "plain"]);
});

test("what a user says is told", () => {
  expect(described(user("Go on."))).toEqual(["user", "Go on.", "plain"]);
  expect(described(user([text("Go on."), text("Now.")]))).toEqual(["user", "Go on. · Now.", "plain"]);
});

test("a result is good or bad, and what is bad is not called a success", () => {
  expect(described(result({ result: "Done." }))).toEqual(["result", "success · Done.", "good"]);
  expect(described(result({ is_error: true, result: "API Error" }))).toEqual([
    "result",
    "failed · API Error",
    "bad",
  ]);
  // Older versions say `is_error: false` of these.
  expect(described(result({ subtype: "error_max_turns", errors: ["one", 2, "two"] }))).toEqual([
    "result",
    "error_max_turns · one; two",
    "bad",
  ]);
  expect(described({ type: "result" })).toEqual(["result", "", "good"]);
});

test("a retry says why, how often and when", () => {
  const wire = { attempt: 2, max_retries: 10, retry_delay_ms: 1100, error_status: 529, error: "overloaded" };
  expect(described(system("api_retry", wire))).toEqual([
    "retry",
    "529 · overloaded · attempt 2 of 10 in 1.1 s",
    "bad",
  ]);
  expect(described(system("api_retry"))).toEqual(["retry", "attempt ? of ?", "bad"]);
});

test("a limit that rejects is bad", () => {
  const limit = (status: string) => ({
    type: "rate_limit_event",
    rate_limit_info: { status, rateLimitType: "five_hour" },
  });
  expect(described(limit("rejected"))).toEqual(["limit", "rejected · five_hour", "bad"]);
  expect(described(limit("allowed_warning"))).toEqual(["limit", "allowed_warning · five_hour", "plain"]);
  const until = (resetsAt: number) => ({
    type: "rate_limit_event",
    rate_limit_info: { status: "rejected", resetsAt },
  });
  expect(described(until(1_795_219_200))[1]).toBe("rejected · resets 2026-11-21 00:00 UTC");
  expect(described(until(1e15))[1]).toBe("rejected");
  expect(described({ type: "rate_limit_event" })).toEqual(["limit", "unknown", "plain"]);
});

test("house-keeping says what it is about", () => {
  const ended = { status: "completed", summary: "Built it." };
  expect(described(system("task_notification", ended))).toEqual([
    "system",
    "task completed · Built it.",
    "plain",
  ]);
  expect(described(system("task_notification"))[1]).toBe("task ended");
  const begun = { description: "Look around", is_backgrounded: true };
  expect(described(system("task_started", begun))[1]).toBe("task started in the background · Look around");
  expect(described(system("task_started", { description: "Run it" }))[1]).toBe("task started · Run it");
  expect(described(system("compact_boundary"))).toEqual(["system", "compact_boundary", "plain"]);
  expect(described({ type: "system" })).toEqual(["system", "system", "plain"]);
});

test("other events say their names", () => {
  expect(described({ type: "control_request", subtype: "interrupt" })).toEqual([
    "control_request",
    "interrupt",
    "plain",
  ]);
  expect(described({ type: "keep_alive" })).toEqual(["keep_alive", "", "plain"]);
  expect(described({ type: "tool_progress" })).toEqual(["tool-progress", "", "plain"]);
  expect(described({ type: "stream_event" })).toEqual(["partial", "", "plain"]);
  expect(described({ type: "news" })).toEqual(["news", "an event that this version does not know", "plain"]);
});

test("an event without a name is one all the same", () => {
  expect(described({ type: "" })).toEqual(["event", "an event that this version does not know", "plain"]);
});

test("what is no event is shown as it stands", () => {
  expect(described("Killed")).toEqual(["text", "Killed", "plain"]);
  expect(described('{"type":"resu')).toEqual(["broken", 'damaged, 13 bytes: {"type":"resu', "bad"]);
});

test("a long text is cut, and not within a character", () => {
  const [, said = ""] = described(assistant({ content: [text(`${"x".repeat(1999)}😀`)] }));
  expect(said).toBe("x".repeat(1999));
});
