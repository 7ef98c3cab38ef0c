import { splitLines, SUBAGENT, type LogLine, type Speaker } from "./log-line.ts";
import { readResult } from "./result-words.ts";
import type { TranscriptEntry } from "./transcript-entry.ts";

/** The argument that the line of a call shows, of the tools whose line shows one. */
const shownArguments: ReadonlyMap<string, string> = new Map([
  ["Bash", "command"],
  ["Read", "file_path"],
  ["Write", "file_path"],
  ["Edit", "file_path"],
  ["MultiEdit", "file_path"],
  ["NotebookEdit", "file_path"],
  ["Glob", "pattern"],
  ["Grep", "pattern"],
  ["WebFetch", "url"],
  ["WebSearch", "query"],
  ["Task", "description"],
  ["Agent", "description"],
]);

/** A readable line as the host's entries. */
export function liftLine(line: LogLine, ts: string): TranscriptEntry {
  const text = splitLines(line.text);
  switch (line.speaker) {
    case "agent":
      return { kind: "assistant", ts, text: `${text}\n`, delta: true };
    case "thinking":
      return { kind: "thinking", ts, text };
    case "tool":
      return callOf(line, text, ts);
    case "output":
    case "error":
      return {
        kind: "tool_result",
        ts,
        toolUseId: idOf(line),
        content: unmarked(text),
        isError: line.speaker === "error",
      };
    case "init":
      return initOf(text, ts);
    case "result":
      return resultOf(text, ts);
    default:
      return { kind: kinds[line.speaker], ts, text: saidBy(line.speaker, text) };
  }
}

type Plain = Exclude<Speaker, "agent" | "thinking" | "tool" | "output" | "error" | "init" | "result">;

const kinds: Readonly<Record<Plain, "user" | "system" | "stdout">> = {
  user: "user",
  retry: "system",
  limit: "system",
  system: "system",
  event: "system",
  run: "system",
  text: "stdout",
  broken: "stdout",
};

/** An entry of the system's does not say by itself what it is about. */
function saidBy(speaker: Plain, text: string): string {
  return speaker === "retry" || speaker === "limit" ? `${speaker}: ${text}` : text;
}

function callOf(line: LogLine, text: string, ts: string): TranscriptEntry {
  const [, name = "tool", said = ""] = /^([^:]{1,200})(?:: (.*))?$/su.exec(unmarked(text)) ?? [];
  const input = said === "" ? {} : { [shownArguments.get(name) ?? "description"]: said };
  return { kind: "tool_call", ts, name, input, toolUseId: idOf(line) };
}

function unmarked(text: string): string {
  return text.startsWith(SUBAGENT) ? text.slice(SUBAGENT.length) : text;
}

function idOf({ call }: LogLine): string {
  return call === null ? "" : `call-${call}`;
}

function initOf(text: string, ts: string): TranscriptEntry {
  const [model = ""] = text.split(" · ");
  const [, sessionId = ""] = / · session ([^ ]{1,100})$/u.exec(text) ?? [];
  return { kind: "init", ts, model: model === "" ? "unknown" : model, sessionId };
}

function resultOf(text: string, ts: string): TranscriptEntry {
  const words = readResult(text);
  return words === null
    ? { kind: "system", ts, text }
    : { kind: "result", ts, ...words, errors: words.isError && words.text !== "" ? [words.text] : [] };
}
