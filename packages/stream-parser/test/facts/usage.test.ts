import { expect, test } from "vitest";
import type { UsageFacts } from "@runverdict/stream-parser";
import { factsOf, factsWith, type LineOf } from "../support/streams-of.ts";
import { assistant, init, partial, result, SESSION, usage } from "../support/wire.ts";

function usageOf(...lines: readonly LineOf[]): UsageFacts {
  return factsOf(...lines).usage;
}

function message(id: string | null, figures: unknown, fields: object = {}): LineOf {
  return assistant({ id, usage: figures, ...fields });
}

function tokens(input: number, output: number): object {
  return { input, output, cacheRead: 0, cacheCreation: 0 };
}

test("nobody said anything: unknown", () => {
  expect(usageOf(init(), assistant({}), "words")).toEqual({
    provenance: "unknown",
    tokens: null,
    costUsd: null,
    carriedOver: null,
    turns: null,
    messages: [],
    messageCount: 0,
    line: null,
  });
});

test("messages add up, each counted once with its newest figure", () => {
  const facts = usageOf(
    message("msg_1", usage(10, 1)),
    message("msg_1", usage(10, 1)),
    message("msg_1", usage(10, 20)),
    message("msg_2", usage(30, 2)),
  );
  expect(facts).toMatchObject({
    provenance: "partial",
    tokens: tokens(40, 22),
    costUsd: null,
    messageCount: 2,
    line: 4,
  });
  expect(facts.messages).toEqual([
    { messageId: "msg_1", model: "claude-x", line: 3, tokens: tokens(10, 20) },
    { messageId: "msg_2", model: "claude-x", line: 4, tokens: tokens(30, 2) },
  ]);
});

test("messages of subagents interleave with those of the main conversation", () => {
  const facts = usageOf(
    message("msg_1", usage(10, 1)),
    message("msg_2", usage(30, 2)),
    message("msg_1", usage(10, 5)),
    message("msg_2", usage(30, 6)),
  );
  expect(facts).toMatchObject({ tokens: tokens(40, 11), messageCount: 2 });
});

test("a figure that only some messages give is the sum of those, and one that none gives is absent", () => {
  const facts = usageOf(
    message("msg_1", { output_tokens: 1 }),
    message("msg_2", { output_tokens: 2, input_tokens: 5 }),
    message("msg_2", { output_tokens: 3 }),
    message("msg_3", { cache_creation_input_tokens: "many" }),
  );
  expect(facts.tokens).toEqual({ input: 5, output: 4, cacheRead: null, cacheCreation: null });
});

test("messages without an id or without figures, and those of the harness, are left out", () => {
  expect(
    usageOf(
      message(null, usage(1, 1)),
      message("msg_1", null),
      message("msg_2", usage(0, 0), { model: "<synthetic>" }),
    ),
  ).toMatchObject({ provenance: "unknown", messageCount: 0 });
});

test("a message that was dropped from the list is counted again when it comes back", () => {
  const { usage: facts } = factsWith(
    { messages: 1 },
    message("msg_1", usage(1, 1)),
    message("msg_2", usage(1, 1)),
    message("msg_1", usage(1, 1)),
  );
  expect(facts.messageCount).toBe(3);
  expect(facts.messages).toHaveLength(1);
});

const start = (id: string, tokensOf: unknown): LineOf =>
  partial(
    { type: "message_start", message: { id, model: "claude-x", usage: tokensOf } },
    { api_message_id: id },
  );

test("in partial mode the beginning and the end of a message carry its figures", () => {
  const facts = usageOf(
    start("msg_1", usage(10, 3)),
    partial({ type: "content_block_delta", delta: {} }, { api_message_id: "msg_1" }),
    message("msg_1", usage(10, 3)),
    partial({ type: "message_delta", delta: {}, usage: { output_tokens: 58 } }, { api_message_id: "msg_1" }),
    partial({ type: "message_stop" }, { api_message_id: "msg_1" }),
  );
  expect(facts).toMatchObject({ tokens: tokens(10, 58), messageCount: 1, line: 4 });
  expect(facts.messages[0]).toMatchObject({ model: "claude-x", line: 4 });
});

test("older CLIs do not name the message of a delta: it is the last one", () => {
  const delta = partial({ type: "message_delta", usage: { output_tokens: 58 } });
  expect(
    usageOf(partial({ type: "message_start", message: { id: "msg_1", usage: usage(10, 3) } }), delta),
  ).toMatchObject({
    tokens: tokens(10, 58),
  });
  expect(usageOf(delta)).toMatchObject({ provenance: "unknown" });
});

test("a message that begins without its own id has the id of its event", () => {
  expect(
    usageOf(partial({ type: "message_start", message: { usage: usage(1, 1) } }, { api_message_id: "msg_1" })),
  ).toMatchObject({
    messages: [{ messageId: "msg_1", model: null }],
  });
  expect(usageOf(partial({ type: "message_start" }, { api_message_id: "msg_1" }))).toMatchObject({
    messageCount: 0,
  });
});

const abandoned = (id: string): LineOf =>
  partial({ type: "message_stop" }, { api_message_id: id, abandoned_blocks: [0] });

test("an attempt that was thrown away does not count", () => {
  expect(
    usageOf(start("msg_1", usage(10, 3)), abandoned("msg_1"), start("msg_2", usage(5, 1))),
  ).toMatchObject({
    tokens: tokens(5, 1),
    messageCount: 1,
  });
  expect(
    usageOf(start("msg_1", usage(10, 3)), start("msg_2", usage(5, 1)), abandoned("msg_1")),
  ).toMatchObject({
    tokens: tokens(5, 1),
    messageCount: 1,
    messages: [{ messageId: "msg_2" }],
  });
  expect(usageOf(start("msg_1", usage(10, 3)), abandoned("msg_1"))).toMatchObject({
    provenance: "unknown",
    tokens: null,
    messageCount: 0,
  });
  expect(usageOf(start("msg_1", usage(10, 3)), abandoned("msg_9"))).toMatchObject({ tokens: tokens(10, 3) });
  expect(
    usageOf(start("msg_1", usage(10, 3)), partial({ type: "message_stop" }, { abandoned_blocks: [] })),
  ).toMatchObject({ tokens: tokens(10, 3) });
});

const modelUsage = {
  "claude-x": { inputTokens: 100, outputTokens: 10, cacheReadInputTokens: 5, cacheCreationInputTokens: 1 },
  "claude-y": { inputTokens: 20, outputTokens: 2 },
  odd: "no figures",
};

test("a result reports the models' cumulative figures, and its own usage is not mixed in", () => {
  expect(
    usageOf(
      message("msg_1", usage(1, 1)),
      result({ modelUsage, usage: usage(7, 7), total_cost_usd: 0.5, num_turns: 3 }),
    ),
  ).toMatchObject({
    provenance: "reported",
    tokens: { input: 120, output: 12, cacheRead: 5, cacheCreation: 1 },
    costUsd: 0.5,
    turns: 3,
    line: 2,
    messageCount: 1,
  });
});

test("results are cumulative and never added up: the newest stands for all", () => {
  const facts = usageOf(
    result({ modelUsage: { a: { inputTokens: 10, outputTokens: 1 } }, total_cost_usd: 0.1, num_turns: 1 }),
    result({ modelUsage: { a: { inputTokens: 30, outputTokens: 2 } }, total_cost_usd: 0.3, num_turns: 2 }),
  );
  expect(facts).toMatchObject({ tokens: { input: 30, output: 2 }, costUsd: 0.3, turns: 2, line: 2 });
});

test("a result without the models' figures reports its own", () => {
  expect(usageOf(result({ modelUsage: {}, usage: usage(7, 8) }))).toMatchObject({
    provenance: "reported",
    tokens: tokens(7, 8),
  });
});

test("a result that gives no figures leaves what the messages added up to, with its cost", () => {
  expect(usageOf(message("msg_1", usage(10, 1)), result({ total_cost: 0.2, num_turns: 2 }))).toMatchObject({
    provenance: "partial",
    tokens: tokens(10, 1),
    costUsd: 0.2,
    turns: 2,
    line: 1,
  });
});

test("the zeros of a failed turn do not undo what is known", () => {
  const zeroed = result({
    subtype: "error_during_execution",
    usage: usage(0, 0),
    modelUsage: {},
    total_cost_usd: 0,
  });
  expect(usageOf(message("msg_1", usage(10, 1)), zeroed)).toMatchObject({
    provenance: "partial",
    tokens: tokens(10, 1),
  });
  const good = result({
    modelUsage: { a: { inputTokens: 10, outputTokens: 1 } },
    total_cost_usd: 0.1,
    num_turns: 4,
  });
  expect(usageOf(good, zeroed)).toMatchObject({
    provenance: "reported",
    tokens: { input: 10 },
    costUsd: 0.1,
    turns: 4,
    line: 1,
  });
});

test("the zeros of a run that never began are figures", () => {
  expect(
    usageOf(result({ usage: usage(0, 0), modelUsage: {}, total_cost_usd: 0, num_turns: 0 })),
  ).toMatchObject({
    provenance: "reported",
    tokens: tokens(0, 0),
    costUsd: 0,
    turns: 0,
  });
});

test("messages after a result are listed, and do not change what was reported", () => {
  const facts = usageOf(result({ modelUsage }), message("msg_1", usage(1, 1)), message("msg_1", usage(1, 2)));
  expect(facts).toMatchObject({ provenance: "reported", tokens: { input: 120 }, messageCount: 1, line: 1 });
});

test("a result of another session may be forged and reports nothing", () => {
  expect(usageOf(init(), result({ session_id: "forged", modelUsage, total_cost_usd: 9 }))).toMatchObject({
    provenance: "unknown",
    costUsd: null,
  });
});

test("a result of the newest init's session, or of none, is the run's own", () => {
  const lines = [init(), init({ session_id: "second" })];
  for (const session of [SESSION, "second", null]) {
    expect(usageOf(...lines, result({ session_id: session, modelUsage })).provenance).toBe("reported");
  }
  expect(usageOf(result({ modelUsage })).provenance).toBe("reported");
});
