import { SUBAGENT, writeLogLine, type Speaker } from "../ui-parser/log-line.ts";
import type { OpenCalls } from "./open-calls.ts";
import type { SafeText } from "./safe-text.ts";

/** What a line of the log is made with. */
export interface Voice {
  readonly safe: SafeText;
  readonly calls: OpenCalls;
}

export function spokenLine(speaker: Speaker, text: string, call: number | null = null): string {
  return writeLogLine({ speaker, call, text });
}

/** What is a subagent's is marked: a person wants to know that it is not the agent's. */
export function markOf({ parentToolUseId }: { readonly parentToolUseId: string | null }): string {
  return parentToolUseId === null ? "" : SUBAGENT;
}
