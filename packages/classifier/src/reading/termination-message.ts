import { follow } from "../cite.ts";
import type { Evidence } from "../evidence.ts";
import type { AgentEnd } from "./agent-end.ts";
import type { HarnessLine } from "./harness-text.ts";

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
