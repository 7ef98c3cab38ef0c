import { isObject, listOf, objectOf, textOf, type JsonObject } from "./fields.ts";

/** What became of one tool call. */
export interface ToolResult {
  readonly toolUseId: string;
  readonly isError: boolean;
}

/** The facts of a `user` event, whether its line was parsed or skimmed. */
export interface UserFields {
  readonly sessionId: string | null;
  /** The call of the subagent this belongs to; null in the main conversation. */
  readonly parentToolUseId: string | null;
  readonly toolResults: readonly ToolResult[];
  /** The CLI put this message into the user's mouth: a nudge, a hook's feedback, a summary. */
  readonly synthetic: boolean;
  /** The CLI repeats a message that it was given. */
  readonly replay: boolean;
  readonly timestamp: string | null;
}

const NO_RESULTS: readonly ToolResult[] = [];

export function readUser(wire: JsonObject): UserFields {
  return {
    sessionId: textOf(wire["session_id"]),
    parentToolUseId: textOf(wire["parent_tool_use_id"]),
    toolResults: readToolResults(objectOf(wire["message"])),
    synthetic: wire["isSynthetic"] === true,
    replay: wire["isReplay"] === true,
    timestamp: textOf(wire["timestamp"]),
  };
}

function readToolResults(message: JsonObject | null): readonly ToolResult[] {
  if (message === null) return NO_RESULTS;
  const results: ToolResult[] = [];
  for (const block of listOf(message["content"])) {
    if (!isObject(block) || block["type"] !== "tool_result") continue;
    const toolUseId = textOf(block["tool_use_id"]);
    if (toolUseId !== null) results.push({ toolUseId, isError: block["is_error"] === true });
  }
  return results;
}
