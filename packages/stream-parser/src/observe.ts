import type { StreamEvent, WireEvent } from "./events.ts";
import {
  conversationAfterAssistant,
  conversationAfterInit,
  conversationAfterPartial,
  conversationAfterUser,
} from "./facts/conversation.ts";
import { rateLimitsAfter } from "./facts/rate-limits.ts";
import { resultsAfter } from "./facts/results.ts";
import { sessionAfter, sessionAfterInit } from "./facts/session.ts";
import { countEvent, sightingOf } from "./facts/sighting.ts";
import { addSystemFacts } from "./facts/system.ts";
import { textAfter } from "./facts/text.ts";
import { toolsAfterAssistant, toolsAfterResult, toolsAfterUser } from "./facts/tools.ts";
import { usageAfterAssistant, usageAfterPartial, usageAfterResult } from "./facts/usage.ts";
import { LIMITS, type Limits } from "./limits.ts";
import type { ParsedStream } from "./parsed-stream.ts";
import type { Draft } from "./facts/draft.ts";
import { readAssistant } from "./wire/assistant.ts";
import { readPartial } from "./wire/partial.ts";
import { wireResult } from "./wire/result.ts";

/**
 * The facts after one more event. A pure fold: it gives a new value and leaves the old one as it was, and what the
 * event does not touch is shared between both. Start with `nothingSeen`.
 */
export function observe(stream: ParsedStream, event: StreamEvent, limits: Limits = LIMITS): ParsedStream {
  const next: Draft = { ...stream };
  next.counts = countEvent(stream.counts, event);
  next.last = sightingOf(event, limits);
  next.first ??= next.last;
  next.lastLineCut = event.terminator === "" && (event.kind === "text" || event.kind === "broken");
  addFacts(next, event, limits);
  return next;
}

function addFacts(next: Draft, event: StreamEvent, limits: Limits): void {
  switch (event.kind) {
    case "text":
      next.text = textAfter(next.text, event, limits);
      return;
    case "broken":
      return;
    default:
      next.session = sessionAfter(next.session, event, limits);
      addWireFacts(next, event, limits);
  }
}

function addWireFacts(next: Draft, event: WireEvent, limits: Limits): void {
  switch (event.kind) {
    case "assistant": {
      const message = readAssistant(event.body.wire);
      next.conversation = conversationAfterAssistant(next.conversation, event, message, limits);
      next.usage = usageAfterAssistant(next.usage, message, event.line, limits);
      next.tools = toolsAfterAssistant(next.tools, event, message, limits);
      return;
    }
    case "user":
      next.conversation = conversationAfterUser(next.conversation, event);
      next.tools = toolsAfterUser(next.tools, event, limits);
      return;
    case "partial": {
      const fact = readPartial(event.body.wire);
      if (fact === null) return;
      next.conversation = conversationAfterPartial(next.conversation, fact, limits);
      next.usage = usageAfterPartial(next.usage, fact, event.line, limits);
      return;
    }
    case "init":
      next.session = sessionAfterInit(next.session, event, limits);
      next.conversation = conversationAfterInit(next.conversation, event.line);
      return;
    case "result": {
      const wire = wireResult.parse(event.body.wire);
      next.results = resultsAfter(next.results, event, wire, limits);
      next.usage = usageAfterResult(next.usage, wire, event.line, next.session, limits);
      next.tools = toolsAfterResult(next.tools, wire, limits);
      return;
    }
    case "system":
      addSystemFacts(next, event, limits);
      return;
    case "rate-limit":
      next.rateLimits = rateLimitsAfter(next.rateLimits, event, limits);
      return;
    case "tool-progress":
    case "control":
    case "notice":
    case "unrecognised":
      return;
  }
}
