import { isFields, type Fields } from "./fields.ts";
import { liftEvent } from "./lift-event.ts";
import { liftLine } from "./lift-line.ts";
import { readLogLine } from "./log-line.ts";
import type { TranscriptEntry } from "./transcript-entry.ts";

export type { TranscriptEntry } from "./transcript-entry.ts";

/**
 * One line of a run's log as entries of Paperclip's transcript, whichever of its two forms it has; a line that is
 * neither is shown as it stands. It remembers nothing: the host asks in any order, and again. It never throws, because
 * the host would show nothing of the line.
 *
 * @param ts The instant of the line, as the host tells it; each entry has the same.
 */
export function parseStdoutLine(line: string, ts: string): TranscriptEntry[] {
  const readable = readLogLine(line);
  if (readable !== null) return [liftLine(readable, ts)];
  const event = eventOf(line);
  if (event === null) return [{ kind: "stdout", ts, text: line }];
  return [...(liftEvent(event, ts) ?? named(event, line, ts))];
}

function eventOf(line: string): Fields | null {
  if (!line.trimStart().startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

/** Fragments of messages and life signs come by the hundred and say nothing that the others do not. */
const quiet = /^(?:stream_event|tool_progress|keep_alive|control_[a-z_]{1,40})$/;

/** What Claude Code tells of its own house-keeping is named and not spread out. */
function named(event: Fields, line: string, ts: string): readonly TranscriptEntry[] {
  const { type, subtype } = event;
  if (typeof type !== "string") return [{ kind: "stdout", ts, text: line }];
  if (quiet.test(type)) return [];
  return [{ kind: "system", ts, text: typeof subtype === "string" ? `${type} · ${subtype}` : type }];
}
