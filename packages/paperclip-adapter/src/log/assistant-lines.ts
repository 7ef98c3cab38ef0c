import { wireOf, type AssistantEvent } from "@runverdict/stream-parser";
import { callWords } from "@runverdict/stream-parser/describe";
import { blocksOf, fieldsOf, textOf, type Fields } from "../ui-parser/fields.ts";
import { spokenLine, markOf, type Voice } from "./voice.ts";

const LONGEST_PROSE = 2000;
const MOST_LINES = 100;
const LONGEST_THOUGHT = 400;
const LONGEST_CALL = 300;

/** What the agent says, in its own lines, and which tools it calls. */
export function assistantLines(event: AssistantEvent, voice: Voice): readonly string[] {
  const mark = markOf(event);
  const { content } = fieldsOf(fieldsOf(wireOf(event))["message"]);
  if (typeof content === "string") return prose(content, mark, voice);
  return blocksOf(content).flatMap((block) => ofBlock(block, mark, voice));
}

function ofBlock(block: Fields, mark: string, voice: Voice): readonly string[] {
  const type = textOf(block["type"], "something");
  switch (type) {
    case "text":
      return prose(textOf(block["text"]), mark, voice);
    case "thinking":
      return thought(textOf(block["thinking"]), mark, voice);
    case "redacted_thinking":
      return [];
    case "tool_use":
    case "server_tool_use":
      return [called(block, mark, voice)];
    default:
      return [spokenLine("agent", `${mark}(${voice.safe.begin(type, LONGEST_CALL)})`)];
  }
}

function prose(text: string, mark: string, { safe }: Voice): readonly string[] {
  const lines = safe.lines(text, LONGEST_PROSE);
  const shown = lines.slice(0, MOST_LINES);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest === 0 ? [] : [`… (${rest} more lines)`])].map((one) =>
    spokenLine("agent", mark + one),
  );
}

function thought(text: string, mark: string, { safe }: Voice): readonly string[] {
  const words = safe.begin(text, LONGEST_THOUGHT);
  return words === "" ? [] : [spokenLine("thinking", mark + words)];
}

function called(block: Fields, mark: string, { safe, calls }: Voice): string {
  const name = safe.begin(textOf(block["name"], "tool"), LONGEST_CALL);
  const about = safe.begin(callWords(block["input"]), LONGEST_CALL);
  const words = about === "" || about === "{}" ? name : `${name}: ${about}`;
  return spokenLine("tool", mark + words, calls.begin(textOf(block["id"]), words).number);
}
