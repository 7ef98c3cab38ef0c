import { cutText } from "../cut-text.ts";
import type { EventKind } from "../event-kind.ts";
import type { StreamEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { EventSighting, StreamCounts } from "../parsed-stream.ts";

export function countEvent(counts: StreamCounts, event: StreamEvent): StreamCounts {
  const { kind } = event;
  const isWire = kind !== "text" && kind !== "broken";
  const isOversized = kind === "broken" && event.reason === "oversized";
  return {
    bytes: counts.bytes + event.byteLength + event.terminator.length,
    lines: counts.lines + 1,
    events: isWire ? counts.events + 1 : counts.events,
    byKind: countKind(counts.byKind, kind),
    oversized: isOversized ? counts.oversized + 1 : counts.oversized,
  };
}

/**
 * Each key by hand: this runs once a line, and `{ ...counts, [kind]: counts[kind] + 1 }` takes 70 ns where this takes
 * 10, because a computed key leaves the engine's fast path for literals.
 */
function countKind(
  counts: Readonly<Record<EventKind, number>>,
  kind: EventKind,
): Readonly<Record<EventKind, number>> {
  return {
    init: counts.init + (kind === "init" ? 1 : 0),
    assistant: counts.assistant + (kind === "assistant" ? 1 : 0),
    user: counts.user + (kind === "user" ? 1 : 0),
    result: counts.result + (kind === "result" ? 1 : 0),
    partial: counts.partial + (kind === "partial" ? 1 : 0),
    system: counts.system + (kind === "system" ? 1 : 0),
    "rate-limit": counts["rate-limit"] + (kind === "rate-limit" ? 1 : 0),
    "tool-progress": counts["tool-progress"] + (kind === "tool-progress" ? 1 : 0),
    control: counts.control + (kind === "control" ? 1 : 0),
    notice: counts.notice + (kind === "notice" ? 1 : 0),
    unrecognised: counts.unrecognised + (kind === "unrecognised" ? 1 : 0),
    text: counts.text + (kind === "text" ? 1 : 0),
    broken: counts.broken + (kind === "broken" ? 1 : 0),
  };
}

export function sightingOf(event: StreamEvent, limits: Limits): EventSighting {
  return { line: event.line, kind: event.kind, name: nameOf(event, limits), at: event.at };
}

function nameOf(event: StreamEvent, limits: Limits): string | null {
  switch (event.kind) {
    case "init":
      return "system/init";
    case "assistant":
    case "user":
      return event.kind;
    case "result":
    case "system":
      return event.subtype === null
        ? event.kind
        : cutText(`${event.kind}/${event.subtype}`, limits.textLength);
    case "partial":
      return "stream_event";
    case "rate-limit":
      return "rate_limit_event";
    case "tool-progress":
      return "tool_progress";
    case "control":
    case "notice":
    case "unrecognised":
      return cutText(event.type, limits.textLength);
    case "text":
    case "broken":
      return null;
  }
}
