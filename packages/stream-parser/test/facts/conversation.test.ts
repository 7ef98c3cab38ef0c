import { expect, test } from "vitest";
import type { ConversationFacts } from "@runverdict/stream-parser";
import { factsOf, factsWith, type LineOf } from "../support/streams-of.ts";
import {
  assistant,
  init,
  partial,
  result,
  system,
  text,
  toolResult,
  toolUse,
  usage,
  user,
} from "../support/wire.ts";

function conversationOf(...lines: readonly LineOf[]): ConversationFacts {
  return factsOf(...lines).conversation;
}

function synthetic(message: object, fields: object = {}): LineOf {
  return assistant({ model: "<synthetic>", stop_reason: "stop_sequence", ...message }, { ...fields });
}

test("each block of a message comes as an event of its own, and all are counted", () => {
  const { assistantEvents, blocks } = conversationOf(
    assistant({ content: [{ type: "thinking", thinking: "…" }] }),
    assistant({ content: [text("a"), text("b")] }),
    assistant({ content: [toolUse("t"), "odd", { no: "type" }] }),
  );
  expect(assistantEvents).toBe(3);
  expect(blocks).toEqual({ thinking: 1, text: 2, tool_use: 1, "": 1 });
});

test("block types that nobody knows can't fill the memory", () => {
  const { conversation } = factsWith(
    { entries: 2 },
    assistant({ content: [{ type: "a" }, { type: "b" }, { type: "c" }, { type: "a" }] }),
  );
  expect(conversation.blocks).toEqual({ a: 2, b: 1 });
});

test("a content may be a plain text", () => {
  expect(conversationOf(assistant({ content: "words" }))).toMatchObject({
    blocks: { text: 1 },
    texts: [{ line: 1, text: "words" }],
  });
});

test("a message without a shape is an event without blocks", () => {
  expect(conversationOf({ type: "assistant" }, { type: "assistant", message: [] })).toMatchObject({
    assistantEvents: 2,
    blocks: {},
    texts: [],
    lastAssistant: { line: 2, messageId: null, model: null, stopReason: null, outputTokens: null },
  });
});

test("the last texts of the model are kept, cut", () => {
  const { conversation } = factsWith(
    { texts: 2, textLength: 3 },
    assistant({ content: [text("first")] }),
    assistant({ content: [text("second"), { type: "text", text: 7 }, text("third")] }),
  );
  expect(conversation.texts).toEqual([
    { line: 2, text: "sec" },
    { line: 2, text: "thi" },
  ]);
});

test("the last assistant is the main conversation's, and what a subagent says is counted only", () => {
  const { lastAssistant, assistantEvents } = conversationOf(
    assistant({ id: "msg_1", stop_reason: "end_turn", usage: usage(5, 7) }),
    assistant({ id: "msg_2" }, { parent_tool_use_id: "t" }),
    synthetic({ id: "msg_3" }),
  );
  expect(assistantEvents).toBe(2);
  expect(lastAssistant).toEqual({
    line: 1,
    messageId: "msg_1",
    model: "claude-x",
    stopReason: "end_turn",
    outputTokens: 7,
  });
});

test("a message_delta of an older CLI, which names no message, tells it of the one that was started last", () => {
  const begun = partial({ type: "message_start", message: { id: "msg_1", usage: { output_tokens: 1 } } });
  const ended = partial({ type: "message_delta", delta: { stop_reason: "max_tokens" } });
  expect(conversationOf(begun, assistant({ id: "msg_1" }), ended).lastAssistant?.stopReason).toBe(
    "max_tokens",
  );
  expect(conversationOf(begun, assistant({ id: "msg_2" }), ended).lastAssistant?.stopReason).toBeNull();
  expect(conversationOf(assistant({ id: "msg_1" }), ended).lastAssistant?.stopReason).toBeNull();
});

test("message_delta tells what the assistant events of its message could not know", () => {
  const delta = (id: string | null, fields: object = {}): LineOf =>
    partial(
      { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 29 }, ...fields },
      {
        api_message_id: id,
      },
    );
  const before = assistant({ id: "msg_1", usage: usage(5, 1) });
  expect(conversationOf(before, delta("msg_1")).lastAssistant).toMatchObject({
    line: 1,
    stopReason: "end_turn",
    outputTokens: 29,
  });
  expect(conversationOf(before, delta("msg_1", { delta: {}, usage: {} })).lastAssistant).toMatchObject({
    stopReason: null,
    outputTokens: 1,
  });
  for (const other of [delta("msg_2"), partial({ type: "message_start" }, { api_message_id: "msg_1" })]) {
    expect(conversationOf(before, other).lastAssistant).toMatchObject({ stopReason: null, outputTokens: 1 });
  }
  expect(conversationOf(delta("msg_1")).lastAssistant).toBeNull();
  expect(conversationOf(assistant({ id: null }), delta(null)).lastAssistant).toMatchObject({
    stopReason: null,
  });
});

test("init, assistant and user events of the main conversation open a turn, and nothing else does", () => {
  const lines = [
    init(),
    system("status"),
    assistant({}),
    user([toolResult("t")]),
    user("a subagent's", { parent_tool_use_id: "t" }),
    assistant({}, { parent_tool_use_id: "t" }),
    result(),
  ];
  const seen = lines.map((_, index) => {
    const { lastTurnLine, lastUserLine } = conversationOf(...lines.slice(0, index + 1));
    return [lastTurnLine, lastUserLine];
  });
  expect(seen).toEqual([
    [1, null],
    [1, null],
    [3, null],
    [4, 4],
    [4, 4],
    [4, 4],
    [4, 4],
  ]);
});

test("events that an interrupt cut are counted", () => {
  expect(conversationOf(assistant({}, { aborted: true }), assistant({}, { aborted: "no" })).aborted).toBe(1);
});

test("a message that the harness wrote to report a failure is taken down with all it says", () => {
  expect(
    conversationOf(
      init(),
      synthetic(
        { content: [text("API Error: 429"), text("wait")] },
        {
          error: "rate_limit",
          is_api_error_message: true,
          api_error_status: 429,
          api_error: "usage_limit_reached",
          api_error_type: "rate_limit_error",
          api_error_params: { cut: "context_window" },
        },
      ),
    ),
  ).toMatchObject({
    assistantEvents: 0,
    blocks: {},
    texts: [],
    lastTurnLine: 2,
    lastSyntheticError: {
      line: 2,
      text: "API Error: 429\nwait",
      error: "rate_limit",
      apiErrorStatus: 429,
      apiError: "usage_limit_reached",
      apiErrorType: "rate_limit_error",
      cut: "context_window",
      stopReason: "stop_sequence",
    },
  });
});

test.each([
  ["the field error", { stop_reason: "end_turn" }, { error: "unknown" }],
  ["the field is_api_error_message", { stop_reason: "end_turn" }, { is_api_error_message: true }],
  ["its text", { stop_reason: null, content: [text("API Error: 500 x")] }, {}],
  ["its stop reason alone, in old CLIs", { content: [text("Prompt is too long")] }, {}],
  ["a refusal", { stop_reason: "refusal", content: [text("I can't")] }, {}],
])("a synthetic message is an error by %s", (_, message, fields) => {
  expect(conversationOf(synthetic(message, fields)).lastSyntheticError).not.toBeNull();
});

test.each([
  [
    "the output of a local command",
    { content: [text("Context usage")] },
    { local_command_source: "<local>" },
  ],
  ["a turn that ended", { stop_reason: "end_turn", content: [text("Context usage")] }, {}],
  ["something without a mark", { stop_reason: null }, { is_api_error_message: false }],
  ["a subagent's error", {}, { error: "unknown", parent_tool_use_id: "t" }],
])("%s is no error of the run", (_, message, fields) => {
  expect(conversationOf(synthetic(message, fields)).lastSyntheticError).toBeNull();
});

test("a later message of the harness that is no error leaves the error standing", () => {
  const { lastSyntheticError } = conversationOf(
    synthetic({}, { error: "unknown" }),
    synthetic({ stop_reason: "end_turn" }),
  );
  expect(lastSyntheticError).toMatchObject({ line: 1, cut: null });
});

test("an error without words is an error", () => {
  expect(conversationOf(synthetic({ content: [toolUse("t")] })).lastSyntheticError).toMatchObject({
    text: "",
  });
});

test("what the model itself writes is never an error of the harness", () => {
  expect(
    conversationOf(assistant({ content: [text("API Error: 500")], stop_reason: "refusal" }))
      .lastSyntheticError,
  ).toBeNull();
});

test("the CLI notes an interrupt in the user's name, and nobody else can", () => {
  const note = "[Request interrupted by user for tool use]";
  const interruptOf = (...lines: readonly LineOf[]) => conversationOf(...lines).lastInterruptLine;
  expect(interruptOf(user([text("x")]), user([text(note)]))).toBe(2);
  expect(interruptOf(user(note))).toBe(1);
  expect(interruptOf(user(note, { isReplay: true }))).toBeNull();
  expect(interruptOf(user(note, { parent_tool_use_id: "toolu_1" }))).toBeNull();
  expect(interruptOf(user([toolResult("t"), text(note)]))).toBeNull();
  expect(interruptOf(user([`quoted: ${note}`, 7]), user(7), { type: "user" })).toBeNull();
  expect(interruptOf(user([text(`quoted: ${note}`)]))).toBeNull();
});
