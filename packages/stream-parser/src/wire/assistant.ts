import type { Tokens } from "../parsed-stream.ts";
import { isObject, listOf, objectOf, textOf, type JsonObject } from "./fields.ts";
import { tokensOf } from "./usage.ts";

/** The model name of messages that the CLI writes itself, to report a failure or the output of a local command. */
const SYNTHETIC_MODEL = "<synthetic>";

/** What facts need of an `assistant` event. `stopReason` is null on most blocks and `tokens` may be stale. */
export interface AssistantMessage {
  readonly id: string | null;
  readonly model: string | null;
  readonly synthetic: boolean;
  readonly stopReason: string | null;
  readonly tokens: Tokens | null;
  readonly blocks: readonly AssistantBlock[];
}

/** One block of content: `text` only of a text block, `id` and `name` only of a tool call. */
export interface AssistantBlock {
  readonly type: string;
  readonly text: string | null;
  readonly id: string;
  readonly name: string;
}

/** The facts of an `assistant` event, whether its line was parsed or skimmed. */
export interface AssistantFields {
  readonly sessionId: string | null;
  /** The call of the subagent this belongs to; null in the main conversation. */
  readonly parentToolUseId: string | null;
  readonly message: AssistantMessage;
  /** An interrupt cut the message. */
  readonly aborted: boolean;
  readonly timestamp: string | null;
}

export function readAssistant(wire: JsonObject): AssistantFields {
  return {
    sessionId: textOf(wire["session_id"]),
    parentToolUseId: textOf(wire["parent_tool_use_id"]),
    message: readMessage(objectOf(wire["message"]) ?? {}),
    aborted: wire["aborted"] === true,
    timestamp: textOf(wire["timestamp"]),
  };
}

function readMessage(message: JsonObject): AssistantMessage {
  const model = textOf(message["model"]);
  const usage = objectOf(message["usage"]);
  return {
    id: textOf(message["id"]),
    model,
    synthetic: model === SYNTHETIC_MODEL,
    stopReason: textOf(message["stop_reason"]),
    tokens: usage === null ? null : tokensOf(usage),
    blocks: readBlocks(message["content"]),
  };
}

/** Content may be a plain string in place of a list of blocks. */
function readBlocks(content: unknown): readonly AssistantBlock[] {
  if (typeof content === "string") return [{ type: "text", text: content, id: "", name: "" }];
  const blocks: AssistantBlock[] = [];
  for (const block of listOf(content)) {
    if (isObject(block)) blocks.push(readBlock(block));
  }
  return blocks;
}

function readBlock(block: JsonObject): AssistantBlock {
  const type = textOf(block["type"]) ?? "";
  if (type === "text") return { type, text: textOf(block["text"]), id: "", name: "" };
  if (type !== "tool_use") return { type, text: null, id: "", name: "" };
  return { type, text: null, id: textOf(block["id"]) ?? "", name: textOf(block["name"]) ?? "" };
}
