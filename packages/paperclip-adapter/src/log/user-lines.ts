import { wireOf, type ToolResult, type UserEvent } from "@runverdict/stream-parser";
import { bytes } from "@runverdict/stream-parser/describe";
import { blocksOf, fieldsOf, textOf, type Fields } from "../ui-parser/fields.ts";
import { spokenLine, markOf, type Voice } from "./voice.ts";

const LONGEST_OUTPUT = 300;
const LONGEST_ERROR = 900;
/** A larger output is not parsed just to show its first words. */
const UNREAD_BYTES = 1024 * 1024;

/** What the agent is told: by its tools, each output under the number of its call, and by whoever runs it. */
export function userLines(event: UserEvent, voice: Voice): readonly string[] {
  const mark = markOf(event);
  if (event.byteLength > UNREAD_BYTES)
    return event.toolResults.map((one) => answer(one, `${mark}(${bytes(event.byteLength)})`, voice));
  const { content } = fieldsOf(fieldsOf(wireOf(event))["message"]);
  if (typeof content === "string") return spoken(content, mark, voice);
  return blocksOf(content).flatMap((block) => ofBlock(block, mark, voice));
}

function ofBlock(block: Fields, mark: string, voice: Voice): readonly string[] {
  if (block["type"] === "text") return spoken(textOf(block["text"]), mark, voice);
  if (block["type"] !== "tool_result") return [];
  const result = { toolUseId: textOf(block["tool_use_id"]), isError: block["is_error"] === true };
  return [answer(result, mark + excerpt(outputOf(block["content"]), result.isError, voice), voice)];
}

function answer({ toolUseId, isError }: ToolResult, words: string, { calls }: Voice): string {
  return spokenLine(isError ? "error" : "output", words, calls.end(toolUseId)?.number ?? null);
}

function excerpt(output: string, isError: boolean, { safe }: Voice): string {
  const whole = safe.line(output);
  const shown = safe.ends(output, isError ? LONGEST_ERROR : LONGEST_OUTPUT);
  if (shown === "") return "(nothing)";
  return shown === whole ? shown : `${shown} (${bytes(Buffer.byteLength(output))})`;
}

function outputOf(content: unknown): string {
  if (typeof content === "string") return content;
  return blocksOf(content)
    .map((block) => textOf(block["text"], `(${textOf(block["type"], "something")})`))
    .join("\n");
}

function spoken(text: string, mark: string, { safe }: Voice): readonly string[] {
  const words = safe.ends(text, LONGEST_OUTPUT);
  return words === "" ? [] : [spokenLine("user", mark + words)];
}
