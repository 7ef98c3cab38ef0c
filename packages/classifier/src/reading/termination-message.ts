import { follow } from "../cite.ts";
import type { Evidence } from "../evidence.ts";
import type { AgentEnd } from "./agent-end.ts";
import type { HarnessLine } from "./harness-line.ts";

/**
 * The kubelet keeps the last 2048 bytes or 80 lines of a log, and twelve containers share 12 KiB: a message that is
 * shorter than the smallest share was not cut.
 */
const LEAST_CUT_BYTES = 1024;
const LEAST_CUT_LINES = 80;

/**
 * The whole lines of the agent container's termination message. An entrypoint writes it, or the kubelet takes it from the
 * end of the log; then its first line may be the tail of an event, whose text is a stranger's.
 */
export function readMessageLines(evidence: Evidence, end: AgentEnd): readonly HarnessLine[] {
  if (end.kind !== "ended" || end.statePath === null || !end.started) return [];
  const path = `${end.statePath}.message`;
  const message = follow(evidence, path);
  if (typeof message !== "string") return [];
  const lines = message.split("\n").map((text) => ({ text, path }));
  return lines.slice(mayBeCut(message, lines.length) ? 1 : 0);
}

/**
 * What the agent's result said, where no output was captured and the message holds the whole event: of 65 recorded errors
 * of current CLIs 54 are short enough. It is read for quoting alone: whether another session or another turn stood before
 * it, a message of 2 KiB does not tell.
 */
export function lastResult(evidence: Evidence, end: AgentEnd): HarnessLine | null {
  if (evidence.stream !== null) return null;
  const line = readMessageLines(evidence, end).findLast(({ text }) => text.includes('"type":"result"'));
  if (line === undefined) return null;
  const event = parsed(line.text);
  if (follow(event, "type") !== "result") return null;
  const told = [follow(event, "result"), follow(follow(event, "errors"), "0"), follow(event, "subtype")];
  const text = told.find((one): one is string => typeof one === "string" && one.trim() !== "");
  return text === undefined ? null : { text, path: line.path };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function mayBeCut(message: string, lines: number): boolean {
  return lines >= LEAST_CUT_LINES || bytesIn(message) >= LEAST_CUT_BYTES;
}

/** In UTF-8; each half of a surrogate pair counts two. */
function bytesIn(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const isHalf = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isHalf ? 2 : 3;
  }
  return bytes;
}
