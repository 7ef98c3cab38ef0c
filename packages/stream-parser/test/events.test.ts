import { expect, test } from "vitest";
import { eventOf, type LineOf } from "./support/streams-of.ts";
import { assistant, SESSION, system, toolResult, toolUse, user } from "./support/wire.ts";

const place = { line: 1, offset: 0, terminator: "\n", at: null, prefix: null, suffix: null };

/** What an event has beside its place and the object it was read from. */
function meaningOf(line: LineOf): unknown {
  const { byteLength: _, body: __, ...event } = { body: null, ...eventOf(line) };
  return event;
}

const emptyMessage = {
  id: null,
  model: null,
  synthetic: false,
  stopReason: null,
  tokens: null,
  blocks: [],
};

test.each<[string, LineOf, object]>([
  ["init", system("init"), { kind: "init", sessionId: SESSION }],
  ["another system event", system("status"), { kind: "system", subtype: "status", sessionId: SESSION }],
  [
    "a system event without a subtype",
    { type: "system" },
    { kind: "system", subtype: null, sessionId: null },
  ],
  [
    "assistant",
    { type: "assistant", session_id: "s", parent_tool_use_id: "t" },
    { kind: "assistant", sessionId: "s", parentToolUseId: "t", aborted: false, message: emptyMessage },
  ],
  ["partial", { type: "stream_event" }, { kind: "partial", sessionId: null, parentToolUseId: null }],
  [
    "result",
    { is_error: true, subtype: "error_max_turns", type: "result" },
    { kind: "result", sessionId: null, subtype: "error_max_turns" },
  ],
  ["rate limit", { type: "rate_limit_event" }, { kind: "rate-limit", sessionId: null }],
  ["tool progress", { type: "tool_progress" }, { kind: "tool-progress", sessionId: null }],
  ["control", { type: "control_request" }, { kind: "control", type: "control_request", sessionId: null }],
  ["notice", { type: "conversation_reset" }, { kind: "notice", type: "conversation_reset", sessionId: null }],
  ["unrecognised", { type: "brand_new" }, { kind: "unrecognised", type: "brand_new", sessionId: null }],
  ["text", "words", { kind: "text", text: "words" }],
  ["broken", '{"type":', { kind: "broken", reason: "damaged", text: '{"type":' }],
])("an event of the kind %s says what every one of its kind says", (_, line, meaning) => {
  expect(meaningOf(line)).toEqual({ ...place, ...meaning });
});

test.each([
  ["parsed", 1],
  ["raw", 5000],
])("a user event says the same with a %s body", (kind, length) => {
  const line = user(
    [{ ...toolResult("a", true), content: "x".repeat(length) }, toolResult("b"), { type: "tool_result" }],
    {
      isSynthetic: true,
      isReplay: true,
      parent_tool_use_id: "t",
      timestamp: "2026-11-20T19:54:19Z",
    },
  );
  expect(eventOf(line)).toMatchObject({ body: { kind } });
  expect(meaningOf(line)).toEqual({
    ...place,
    at: Date.UTC(2026, 10, 20, 19, 54, 19),
    kind: "user",
    sessionId: SESSION,
    parentToolUseId: "t",
    toolResults: [
      { toolUseId: "a", isError: true },
      { toolUseId: "b", isError: false },
    ],
    synthetic: true,
    replay: true,
  });
});

test.each([
  ["parsed", 1],
  ["raw", 5000],
])("a tool call says the same with a %s body", (kind, length) => {
  const usage = { input_tokens: 7, output_tokens: 3 };
  const line = assistant(
    { id: "m", stop_reason: "tool_use", usage, content: [{ ...toolUse("a"), input: "x".repeat(length) }] },
    { aborted: true, parent_tool_use_id: "t", timestamp: "2026-11-20T19:54:19Z" },
  );
  expect(eventOf(line)).toMatchObject({ body: { kind } });
  expect(meaningOf(line)).toMatchObject({
    ...place,
    at: Date.UTC(2026, 10, 20, 19, 54, 19),
    kind: "assistant",
    sessionId: SESSION,
    parentToolUseId: "t",
    aborted: true,
    message: {
      id: "m",
      model: "claude-x",
      synthetic: false,
      stopReason: "tool_use",
      tokens: { input: 7, output: 3, cacheRead: null, cacheCreation: null },
      blocks: [{ type: "tool_use", text: null, id: "a", name: "Bash" }],
    },
  });
});

test("only true is true, and only a text is an id", () => {
  const odd = { isSynthetic: 1, isReplay: "true", session_id: 7, parent_tool_use_id: {}, message: [] };
  expect(meaningOf(user(null, odd))).toEqual({
    ...place,
    kind: "user",
    sessionId: null,
    parentToolUseId: null,
    toolResults: [],
    synthetic: false,
    replay: false,
  });
  expect(meaningOf(user([{ type: "tool_result", tool_use_id: "a", is_error: "no" }]))).toMatchObject({
    toolResults: [{ toolUseId: "a", isError: false }],
  });
});
