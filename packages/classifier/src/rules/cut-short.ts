import type { ParsedStream } from "@runverdict/stream-parser";
import { plainMessage } from "../quote.ts";
import type { Reading } from "../reading/reading.ts";

/** An entrypoint or another program may stand in the agent's place: only an event shows that Claude came up. */
export function whoEnded({ evidence: { stream } }: Reading): string {
  const isClaude = stream !== null && stream.counts.events + stream.counts.byKind.broken > 0;
  return isClaude ? "Claude" : "The agent";
}

/** The original's sentence for a run with content and no result; others only say what ended. */
export function cutShort(reading: Reading, cause: string): string {
  const { stream } = reading.evidence;
  if (!hadContent(stream)) return `${whoEnded(reading)} ended without a result: ${cause}`;
  const model = plainMessage(stream?.session.init?.model ?? "unknown", 60);
  return `Claude run was truncated mid-stream (model: ${model}) — assistant produced content but no result event arrived; ${cause}`;
}

export function hadContent(stream: ParsedStream | null): boolean {
  if (stream === null) return false;
  return (
    stream.conversation.assistantEvents > 0 || stream.tools.started > 0 || stream.counts.byKind.partial > 0
  );
}
