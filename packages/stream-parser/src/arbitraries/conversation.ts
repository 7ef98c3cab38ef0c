import type { Json, JsonObject } from "./json.ts";
import type { CallPlan, MessagePlan, TokensPlan } from "./plan.ts";
import { writeExtra } from "./extras.ts";
import { type Scribe, usageWire } from "./scribe.ts";
import type { InitNote, Note } from "./notes.ts";
import { writeTaskEnded, writeTaskStarted } from "./task-events.ts";
import { parentField, writeUser } from "./user-event.ts";

/** Writes the init that opens a turn, and the SessionStart hook that may stand before the first one. */
export function writeInit(run: Scribe): void {
  const { plan } = run;
  const first = !run.lines.some((line) => line.kind === "init");
  if (first && plan.startHook && run.has("tasks")) {
    writeExtra(run, { kind: "hook", name: "SessionStart:startup", exitCode: 0 });
  }
  const rich = run.has("rich-init");
  const note: InitNote = {
    kind: "init",
    sessionId: run.sessionId,
    model: rich ? plan.model : null,
    version: run.has("version-on-init") ? plan.version : null,
    cwd: rich ? "/workspace" : null,
    permissionMode: rich ? plan.permissionMode : null,
    apiKeySource: rich ? plan.apiKeySource : null,
    tools: plan.tools,
    mcpServers: plan.mcpServers,
  };
  const servers = plan.mcpServers.map(({ name, status }) => ({ name, status }));
  const more: JsonObject = rich
    ? { model: plan.model, permissionMode: plan.permissionMode, apiKeySource: plan.apiKeySource }
    : {};
  run.write(
    "init",
    {
      type: "system",
      subtype: "init",
      ...(rich ? { cwd: "/workspace" } : {}),
      ...run.envelope(),
      tools: plan.tools,
      mcp_servers: servers,
      ...more,
      ...(note.version === null ? {} : { claude_code_version: note.version }),
    },
    [note],
  );
}

/** Writes one message of the model: what came before it, its blocks, and the results of its calls. */
export function writeMessage(run: Scribe, plan: MessagePlan, parent: string | null): void {
  for (const extra of plan.before) writeExtra(run, extra);
  const calls = plan.calls.map((call) => ({ ...call, id: run.id("toolu") }));
  const blocks: readonly BlockWire[] = [
    ...(plan.thinking === null
      ? []
      : [{ type: "thinking" as const, thinking: plan.thinking, signature: "c2ln" }]),
    ...(plan.text === null ? [] : [{ type: "text" as const, text: plan.text }]),
    ...calls.map((call) => ({
      type: "tool_use" as const,
      id: call.id,
      name: nameOf(call),
      input: call.input,
    })),
  ];
  if (plan.abandoned) writeAbandonedAttempt(run, parent);
  writeBlocks(run, { blocks, parent, tokens: plan.tokens, stop: calls.length > 0 ? "tool_use" : "end_turn" });
  writeAnswers(run, plan.answered === "as-called" ? calls : calls.toReversed(), parent);
}

/** One block of a message's content. */
export type BlockWire =
  | { readonly type: "thinking"; readonly thinking: string; readonly signature: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_use"; readonly id: string; readonly name: string; readonly input: JsonObject };

interface Message {
  readonly blocks: readonly BlockWire[];
  readonly parent: string | null;
  readonly tokens: TokensPlan;
  readonly stop: string;
  readonly aborted?: boolean;
}

/** Writes a message block by block, between partial events if the run has them. */
export function writeBlocks(run: Scribe, message: Message): void {
  const id = run.id("msg");
  const partial = run.plan.partial && run.has("partial") && message.parent === null;
  const early = { ...message.tokens, output: Math.min(3, message.tokens.output) };
  run.spend(run.plan.model, message.tokens, message.parent === null);
  const streamed = (event: JsonObject, notes: readonly Note[] = []) => {
    if (partial) run.write("partial", partialWire(run, id, event), notes);
  };
  streamed(messageStart(run, id, early), [tokensNote(run, id, early)]);
  for (const [index, block] of message.blocks.entries()) {
    const last = index === message.blocks.length - 1;
    streamed({ type: "content_block_start", index, content_block: { ...block, text: "" } });
    streamed({ type: "content_block_delta", index, delta: { type: "text_delta", text: "…" } });
    writeBlock(run, { ...message, id, block, last, early });
    streamed({ type: "content_block_stop", index });
  }
  const ended = { kind: "message-ended", messageId: id, stopReason: message.stop } as const;
  streamed(messageDelta(message), [
    { kind: "tokens", messageId: id, model: null, tokens: { ...message.tokens } },
    { ...ended, outputTokens: message.tokens.output },
  ]);
  streamed({ type: "message_stop" });
}

interface Block extends Message {
  readonly id: string;
  readonly block: BlockWire;
  readonly last: boolean;
  readonly early: TokensPlan;
}

function writeBlock(run: Scribe, { id, block, last, early, parent, tokens, stop, aborted }: Block): void {
  const { model } = run.plan;
  const stale = run.has("stale-assistant");
  const stopReason = stale || (run.has("stop-reason-on-last-block") && !last) ? null : stop;
  const shown = stale ? early : tokens;
  const main = parent === null;
  run.write(
    "assistant",
    {
      type: "assistant",
      message: {
        id,
        type: "message",
        role: "assistant",
        model,
        content: [block],
        stop_reason: stopReason,
        stop_sequence: null,
        usage: usageWire(shown),
      },
      ...parentField(run, parent),
      ...run.envelope(),
      ...(run.has("assistant-timestamp") ? { timestamp: run.now() } : {}),
      ...(aborted === true ? { aborted } : {}),
    },
    [
      {
        kind: "assistant",
        main,
        messageId: id,
        model,
        block: block.type,
        stopReason,
        outputTokens: shown.output,
      },
      tokensNote(run, id, shown),
      ...blockNotes(block, main, parent),
      ...(aborted === true ? [{ kind: "aborted" } as const] : []),
    ],
  );
}

function blockNotes(block: BlockWire, main: boolean, parent: string | null): readonly Note[] {
  if (block.type === "text") return [{ kind: "said", text: block.text, main }];
  if (block.type === "tool_use") return [{ kind: "tool-called", id: block.id, name: block.name, parent }];
  return [];
}

/** In partial mode a failed attempt leaves its first events and a `message_stop` that takes them back. */
function writeAbandonedAttempt(run: Scribe, parent: string | null): void {
  if (!run.plan.partial || !run.has("tasks") || parent !== null) return;
  const id = run.id("msg");
  const start = { input: 7, output: 1, cacheRead: 0, cacheCreation: 0 };
  run.write("partial", partialWire(run, id, messageStart(run, id, start)), [tokensNote(run, id, start)]);
  run.write(
    "partial",
    partialWire(run, id, {
      type: "content_block_start",
      index: 0,
      content_block: { type: "text", text: "" },
    }),
  );
  const stop = { ...partialWire(run, id, { type: "message_stop" }), abandoned_blocks: [0] };
  run.write("partial", stop, [{ kind: "tokens-dropped", messageId: id }]);
}

function partialWire(run: Scribe, id: string, event: JsonObject): JsonObject {
  return {
    type: "stream_event",
    event,
    ...run.envelope(),
    parent_tool_use_id: null,
    api_message_id: id,
  };
}

function messageStart(run: Scribe, id: string, tokens: TokensPlan): JsonObject {
  const { model } = run.plan;
  return {
    type: "message_start",
    message: {
      id,
      type: "message",
      role: "assistant",
      model,
      content: [],
      stop_reason: null,
      usage: usageWire(tokens),
    },
  };
}

function messageDelta({ tokens, stop }: Message): JsonObject {
  return {
    type: "message_delta",
    delta: { stop_reason: stop, stop_sequence: null },
    usage: usageWire(tokens),
  };
}

function tokensNote(run: Scribe, messageId: string, tokens: TokensPlan): Note {
  return { kind: "tokens", messageId, model: run.plan.model, tokens: { ...tokens } };
}

type Called = CallPlan & { readonly id: string };

/** Subagents that were started by one message work side by side: their events alternate. */
function writeAnswers(run: Scribe, calls: readonly Called[], parent: string | null): void {
  const work = calls.map((call) => subagentSteps(run, call));
  for (let step = 0; work.some((steps) => step < steps.length); step += 1) {
    for (const steps of work) steps[step]?.();
  }
  for (const call of calls) {
    if (call.heartbeat && run.has("tasks")) writeHeartbeat(run, call);
    writeAnswer(run, call, parent);
  }
}

function subagentSteps(run: Scribe, call: Called): readonly (() => void)[] {
  const { subagent, id } = call;
  if (subagent === null) return [];
  const task = `a${id.slice(-11)}`;
  const opened = run.has("tasks");
  return [
    () => opened && writeTaskStarted(run, { task, call: id, description: call.tool, background: false }),
    () => writeUser(run, { content: [{ type: "text", text: call.output }], parent: id }),
    ...subagent.map((message) => () => writeMessage(run, message, id)),
    () => opened && writeTaskEnded(run, { task, call: id, status: "completed" }),
  ];
}

function writeHeartbeat(run: Scribe, call: Called): void {
  run.write("tool-progress", {
    type: "tool_progress",
    tool_use_id: `${call.id}-heartbeat-0`,
    tool_name: nameOf(call),
    parent_tool_use_id: call.id,
    elapsed_time_seconds: 30,
    heartbeat: true,
    ...run.envelope(),
  });
}

function writeAnswer(run: Scribe, call: Called, parent: string | null): void {
  const { id, fate, output } = call;
  if (fate === "denied" && run.has("tasks")) {
    const about = { type: "system", subtype: "permission_denied", tool_name: nameOf(call), tool_use_id: id };
    run.write("system", { ...about, message: output, ...run.envelope() }, [
      { kind: "tool-denied", tool: nameOf(call) },
    ]);
  }
  const failed = fate !== "answered";
  const content: Json = call.outputAs === "text" ? output : [{ type: "text", text: output }];
  // The CLI's own orders of the keys: a failure begins with `type`, a success with `tool_use_id`.
  const block: JsonObject = failed
    ? { type: "tool_result", content, is_error: true, tool_use_id: id }
    : { tool_use_id: id, type: "tool_result", content, ...(call.heartbeat ? { is_error: false } : {}) };
  const printed: Json = failed ? `Error: ${output}` : { stdout: output, stderr: "", interrupted: false };
  writeUser(run, {
    content: [block],
    parent,
    notes: [{ kind: "tool-answered", id, failed }],
    more: run.has("tool-use-result") ? { tool_use_result: printed } : {},
  });
}

function nameOf(call: CallPlan): string {
  return call.subagent === null ? call.tool : "Agent";
}
