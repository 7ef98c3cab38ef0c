import type { EventKind } from "@runverdict/stream-parser";

/** What the dumb parser says of a line. */
export interface ReferenceLine {
  readonly line: number;
  readonly offset: number;
  readonly byteLength: number;
  readonly terminator: "\n" | "\r\n" | "";
  /** The object, when the whole line behind its timestamp is one with a string `type`. */
  readonly wire: Readonly<Record<string, unknown>> | null;
  /** The kind of the object; null when the line is no event as a whole. */
  readonly kind: EventKind | null;
  /** The decoded line without its timestamp. */
  readonly text: string;
}

/**
 * The parser one would write in ten minutes: it has everything in memory, splits at each newline, decodes, and calls
 * `JSON.parse`. It knows nothing of damage: what is no whole event it leaves open.
 */
export function referenceLines(bytes: Uint8Array): readonly ReferenceLine[] {
  const lines: ReferenceLine[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const newline = bytes.indexOf(0x0a, offset);
    const end = newline === -1 ? bytes.length : newline;
    const carriageReturn = newline !== -1 && end > offset && bytes[end - 1] === 0x0d;
    const content = bytes.subarray(offset, carriageReturn ? end - 1 : end);
    lines.push({
      line: lines.length + 1,
      offset,
      byteLength: content.length,
      terminator: newline === -1 ? "" : carriageReturn ? "\r\n" : "\n",
      ...meaningOf(content, lines.length === 0),
    });
    offset = end + 1;
  }
  return lines;
}

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) /;

function meaningOf(content: Uint8Array, first: boolean): Pick<ReferenceLine, "wire" | "kind" | "text"> {
  const decoded = new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
  const text = (first ? decoded.replace(/^\ufeff/, "") : decoded).replace(STAMP, "");
  const wire = objectIn(text);
  return { text, wire, kind: wire === null ? null : kindOf(wire) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return "type" in value && typeof value.type === "string" ? { ...value } : null;
  } catch {
    return null;
  }
}

const KINDS = new Map<unknown, EventKind>([
  ["assistant", "assistant"],
  ["user", "user"],
  ["result", "result"],
  ["stream_event", "partial"],
  ["system", "system"],
  ["rate_limit_event", "rate-limit"],
  ["tool_progress", "tool-progress"],
  ["control_request", "control"],
  ["control_response", "control"],
  ["control_cancel_request", "control"],
  ["keep_alive", "control"],
  ["command_lifecycle", "control"],
  ["tool_use_summary", "notice"],
  ["prompt_suggestion", "notice"],
  ["auth_status", "notice"],
  ["conversation_reset", "notice"],
  ["active_goal", "notice"],
]);

function kindOf(wire: Readonly<Record<string, unknown>>): EventKind {
  if (wire["type"] === "system" && wire["subtype"] === "init") return "init";
  return KINDS.get(wire["type"]) ?? "unrecognised";
}
