import type { StreamEvent, WireEvent } from "./events.ts";
import { addAssistantMessage, addProgress, addUserMessage } from "./facts/conversation.ts";
import { countEvent } from "./facts/counts.ts";
import { draftOf, streamOf, type Draft } from "./facts/draft.ts";
import { addRateLimit } from "./facts/rate-limits.ts";
import { addResult } from "./facts/results.ts";
import { addInit, addSessionId } from "./facts/session.ts";
import { addSystemEvent } from "./facts/system.ts";
import { addText } from "./facts/text.ts";
import { addDenials, addToolCalls, addToolResults } from "./facts/tools.ts";
import { addMessageUsage, addPartialUsage, addReportedUsage } from "./facts/usage.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { nothingSeen } from "./nothing-seen.ts";
import type { ParsedStream } from "./parsed-stream.ts";
import { readPartial } from "./wire/partial.ts";
import { readResult } from "./wire/result.ts";

/** Collects the facts of a stream whose events it is shown one after the other. */
export interface Observer {
  readonly observe: (event: StreamEvent) => void;
  /** The facts so far, as a value that later events don't change. Asking costs as much as observing one event. */
  readonly stream: () => ParsedStream;
}

/** Begins with the facts of what was read before, which it leaves as they are. */
export function createObserver(limits: Limits = LIMITS, before: ParsedStream = nothingSeen): Observer {
  const draft = draftOf(before, limits);
  return {
    observe: (event) => addEvent(draft, event),
    stream: () => streamOf(draft),
  };
}

/**
 * The facts after one more event. A pure fold: it gives a new value and leaves the old one as it was, and what the
 * event does not touch is shared between both. Start with `nothingSeen`. For long streams an observer is quicker.
 */
export function observe(stream: ParsedStream, event: StreamEvent, limits: Limits = LIMITS): ParsedStream {
  const draft = draftOf(stream, limits);
  addEvent(draft, event);
  return streamOf(draft);
}

function addEvent(draft: Draft, event: StreamEvent): void {
  countEvent(draft, event);
  if (event.kind === "text") return addText(draft, event);
  if (event.kind !== "broken") addWireEvent(draft, event);
}

function addWireEvent(draft: Draft, event: WireEvent): void {
  addSessionId(draft, event);
  switch (event.kind) {
    case "assistant":
      addAssistantMessage(draft, event);
      addMessageUsage(draft, event);
      return addToolCalls(draft, event);
    case "user":
      addUserMessage(draft, event);
      return addToolResults(draft, event);
    case "partial": {
      const fact = readPartial(event.body.wire);
      if (fact === null) return;
      addProgress(draft, fact);
      return addPartialUsage(draft, fact, event.line);
    }
    case "init":
      return addInit(draft, event);
    case "result": {
      const wire = readResult(event.body.wire);
      addResult(draft, event, wire);
      addReportedUsage(draft, wire, event.line);
      return addDenials(draft, wire);
    }
    case "system":
      return addSystemEvent(draft, event);
    case "rate-limit":
      return addRateLimit(draft, event);
    case "tool-progress":
    case "control":
    case "notice":
    case "unrecognised":
  }
}
