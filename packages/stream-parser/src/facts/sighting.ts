import { cutText } from "../cut-text.ts";
import type { StreamEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { EventSighting } from "../parsed-stream.ts";

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
