import { isObject, listOf, objectOf, textOf, type JsonObject } from "./fields.ts";

/** The model name of messages that the CLI writes itself, to report a failure or the output of a local command. */
const SYNTHETIC_MODEL = "<synthetic>";

/** What facts need of an `assistant` event. `stopReason` is null on most blocks and `usage` may be stale. */
export interface AssistantMessage {
  readonly id: string | null;
  readonly model: string | null;
  readonly synthetic: boolean;
  readonly stopReason: string | null;
  readonly usage: JsonObject | null;
  readonly blocks: readonly AssistantBlock[];
}

/** One block of content: `text` only of a text block, `id` and `name` only of a tool call. */
export interface AssistantBlock {
  readonly type: string;
  readonly text: string | null;
  readonly id: string;
  readonly name: string;
}

/** Reads by hand and not by schema: there is such an event for every block of every message. */
export function readAssistant(wire: JsonObject): AssistantMessage {
  const message = objectOf(wire["message"]) ?? {};
  const model = textOf(message["model"]);
  return {
    id: textOf(message["id"]),
    model,
    synthetic: model === SYNTHETIC_MODEL,
    stopReason: textOf(message["stop_reason"]),
    usage: objectOf(message["usage"]),
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
