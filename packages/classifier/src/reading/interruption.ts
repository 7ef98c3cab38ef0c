import type { ParsedStream } from "@runverdict/stream-parser";
import type { AgentWord } from "./agent-word.ts";

/** The agent's own word that it was interrupted, with the path of what says so. */
export interface Interruption {
  readonly path: string;
  /** Whether it cut a message of the model. */
  readonly inAnswer: boolean;
}

/** CLI 2.1.80 to 2.1.90 have no terminal reason; there the harness's diagnosis of a cut user turn says it. */
const diagnosis = /^\[ede_diagnostic\] result_type=user\b/;

export function readInterruption(stream: ParsedStream | null, word: AgentWord): Interruption | null {
  if (stream === null || word.kind !== "result") return null;
  const path = pathOfInterrupt(word) ?? pathOfNote(stream, word);
  return path === null ? null : { path, inAnswer: stream.conversation.aborted > 0 };
}

function pathOfInterrupt({ result, path }: Extract<AgentWord, { kind: "result" }>): string | null {
  if (result.terminalReason?.startsWith("aborted_") === true) return `${path}.terminalReason`;
  if (result.terminalReason !== null) return null;
  const index = result.errors.findIndex((error) => diagnosis.test(error));
  return index === -1 ? null : `${path}.errors.${index}`;
}

/** CLIs before 2.1.80 note the interrupt in the user's name, and their result says no more than that it went wrong. */
function pathOfNote(
  { conversation }: ParsedStream,
  { result }: Extract<AgentWord, { kind: "result" }>,
): string | null {
  const { lastInterruptLine, lastUserLine } = conversation;
  if (result.subtype !== "error_during_execution" || result.terminalReason !== null) return null;
  return lastInterruptLine !== null && lastInterruptLine === lastUserLine
    ? "stream.conversation.lastInterruptLine"
    : null;
}
