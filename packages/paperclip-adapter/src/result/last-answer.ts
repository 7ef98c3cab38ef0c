import type { ParsedStream } from "@runverdict/stream-parser";
import { hostText } from "./host-text.ts";

/**
 * What the agent answered, for the issue; null where it gave no text. A result of another session is not the agent's:
 * whatever can write to its output can write such a line.
 */
export function lastAnswer(stream: ParsedStream | null): string | null {
  if (stream === null) return null;
  const { id, init } = stream.session;
  const own = stream.results.kept.filter(
    ({ sessionId }) => id === null || sessionId === id || sessionId === init?.sessionId,
  );
  const answer = own.findLast(({ text, blank }) => text !== null && blank === false);
  return hostText(answer?.text ?? "");
}
