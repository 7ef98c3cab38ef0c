import type { BrokenReason, Frame, WireFrame } from "./frames.ts";
import type { Line, Terminator } from "./lines.ts";
import { instantOf } from "./timestamps.ts";
import { kindOf } from "./vocabulary.ts";
import { readAssistant, type AssistantFields, type AssistantMessage } from "./wire/assistant.ts";
import { textOf, type JsonObject } from "./wire/fields.ts";
import { readUser, type ToolResult, type UserFields } from "./wire/user.ts";

/** Where an event stands in the stream, and what else stood on its line. */
export interface Place {
  /** 1 is the first line of the stream. */
  readonly line: number;
  /** Where the line begins, in bytes from the beginning of the stream. */
  readonly offset: number;
  /** Length of the line in bytes, without the terminator. Offset, length and terminator of all events tile the input. */
  readonly byteLength: number;
  /** Empty only for a last line that nothing ended. */
  readonly terminator: Terminator;
  /** From the kubelet's timestamp, else the event's own; null when there was neither. */
  readonly at: number | null;
  /** Foreign text before the JSON on the same line. */
  readonly prefix: string | null;
  /** Foreign text behind the JSON on the same line. */
  readonly suffix: string | null;
}

export interface ParsedBody {
  readonly kind: "parsed";
  readonly wire: JsonObject;
}

/**
 * A large tool call, tool result or init that was framed and skimmed but not parsed: its facts are on the event. Nobody has
 * checked that it is JSON to the last byte; `wireOf` does.
 */
export interface RawBody {
  readonly kind: "raw";
  /** The object's bytes, each as the character of the same number. */
  readonly latin1: string;
}

interface Wired<Body> extends Place {
  readonly sessionId: string | null;
  readonly body: Body;
}

export interface InitEvent extends Wired<ParsedBody | RawBody> {
  readonly kind: "init";
}

export interface AssistantEvent extends Wired<ParsedBody | RawBody> {
  readonly kind: "assistant";
  /** The call of the subagent this belongs to; null in the main conversation. */
  readonly parentToolUseId: string | null;
  /** One block of a message, nearly always: the CLI writes an event for each. */
  readonly message: AssistantMessage;
  /** An interrupt cut the message. */
  readonly aborted: boolean;
}

export interface UserEvent extends Wired<ParsedBody | RawBody> {
  readonly kind: "user";
  readonly parentToolUseId: string | null;
  readonly toolResults: readonly ToolResult[];
  /** The CLI put this message into the user's mouth: a nudge, a hook's feedback, a summary. */
  readonly synthetic: boolean;
  /** The CLI repeats a message it was given. */
  readonly replay: boolean;
}

export interface ResultEvent extends Wired<ParsedBody> {
  readonly kind: "result";
  readonly subtype: string | null;
}

/** One event of the Messages API's own stream; only with `--include-partial-messages`. */
export interface PartialEvent extends Wired<ParsedBody> {
  readonly kind: "partial";
  readonly parentToolUseId: string | null;
}

export interface SystemEvent extends Wired<ParsedBody> {
  readonly kind: "system";
  readonly subtype: string | null;
}

export interface RateLimitEvent extends Wired<ParsedBody> {
  readonly kind: "rate-limit";
}

export interface ToolProgressEvent extends Wired<ParsedBody> {
  readonly kind: "tool-progress";
}

/** The control plane between the CLI and its host: requests, answers, life signs. */
export interface ControlEvent extends Wired<ParsedBody> {
  readonly kind: "control";
  readonly type: string;
}

/** A known type of which no facts are made. */
export interface NoticeEvent extends Wired<ParsedBody> {
  readonly kind: "notice";
  readonly type: string;
}

export interface UnrecognisedEvent extends Wired<ParsedBody> {
  readonly kind: "unrecognised";
  readonly type: string;
}

/** A line that is not JSON, or JSON that is not an event. */
export interface TextEvent extends Place {
  readonly kind: "text";
  /** The whole line without the kubelet's timestamp; at most `limits.lineBytes` long. */
  readonly text: string;
}

/**
 * - `cut`: the capture ended inside the line.
 * - `oversized`: longer than `limits.lineBytes`, and skipped.
 * - `damaged`: it begins like an event and can't be read, because something was spliced in or left out.
 * - `headless`: the rest of a line whose beginning is elsewhere. Never the harness's own words.
 */
export interface BrokenEvent extends Place {
  readonly kind: "broken";
  readonly reason: BrokenReason;
  /** The beginning of the line, cut to `limits.textLength`. */
  readonly text: string;
}

export type WireEvent =
  | InitEvent
  | AssistantEvent
  | UserEvent
  | ResultEvent
  | PartialEvent
  | SystemEvent
  | RateLimitEvent
  | ToolProgressEvent
  | ControlEvent
  | NoticeEvent
  | UnrecognisedEvent;

export type StreamEvent = WireEvent | TextEvent | BrokenEvent;

/** What a framed line means. */
export function eventOf(line: Line, frame: Frame): StreamEvent {
  switch (frame.kind) {
    case "wire":
      return wireEvent(line, frame);
    case "skimmed": {
      const { skimmed, latin1 } = frame;
      const place = placeOf(line, frame, skimmed.fields.timestamp);
      const body: RawBody = { kind: "raw", latin1 };
      if (skimmed.kind === "user") return userEvent(skimmed.fields, place, body);
      if (skimmed.kind === "assistant") return assistantEvent(skimmed.fields, place, body);
      return { ...place, kind: "init", sessionId: skimmed.fields.sessionId, body };
    }
    case "text":
      return { ...placeOf(line, frame, null), kind: "text", text: frame.text };
    case "broken":
      return { ...placeOf(line, frame, null), kind: "broken", reason: frame.reason, text: frame.text };
  }
}

function placeOf(line: Line, frame: Frame, timestamp: string | null): Place {
  const { stampedAt, prefix, suffix } = frame.around;
  return {
    line: line.number,
    offset: line.offset,
    byteLength: line.byteLength,
    terminator: line.terminator,
    at: stampedAt === null && timestamp !== null ? instantOf(timestamp) : stampedAt,
    prefix,
    suffix,
  };
}

function wireEvent(line: Line, frame: WireFrame): WireEvent {
  const { type, wire } = frame;
  const place = placeOf(line, frame, textOf(wire["timestamp"]));
  const body: ParsedBody = { kind: "parsed", wire };
  const kind = kindOf(type);
  if (kind === "user") return userEvent(readUser(wire), place, body);
  if (kind === "assistant") return assistantEvent(readAssistant(wire), place, body);
  const sessionId = textOf(wire["session_id"]);
  switch (kind) {
    case "partial":
      return { ...place, kind, sessionId, parentToolUseId: textOf(wire["parent_tool_use_id"]), body };
    case "system":
      return systemEvent(wire, place, sessionId, body);
    case "result":
      return { ...place, kind, sessionId, subtype: textOf(wire["subtype"]), body };
    case "rate-limit":
    case "tool-progress":
      return { ...place, kind, sessionId, body };
    case "control":
    case "notice":
    case "unrecognised":
      return { ...place, kind, sessionId, type, body };
  }
}

function systemEvent(wire: JsonObject, place: Place, sessionId: string | null, body: ParsedBody): WireEvent {
  const subtype = textOf(wire["subtype"]);
  if (subtype === "init") return { ...place, kind: "init", sessionId, body };
  return { ...place, kind: "system", sessionId, subtype, body };
}

// The two that nearly all lines are; they are written out because a spread makes room for the place alone, and all that
// follows is put beside the object: 2 % of reading many short runs.

function userEvent(fields: UserFields, place: Place, body: ParsedBody | RawBody): UserEvent {
  return {
    line: place.line,
    offset: place.offset,
    byteLength: place.byteLength,
    terminator: place.terminator,
    at: place.at,
    prefix: place.prefix,
    suffix: place.suffix,
    kind: "user",
    sessionId: fields.sessionId,
    parentToolUseId: fields.parentToolUseId,
    toolResults: fields.toolResults,
    synthetic: fields.synthetic,
    replay: fields.replay,
    body,
  };
}

function assistantEvent(fields: AssistantFields, place: Place, body: ParsedBody | RawBody): AssistantEvent {
  return {
    line: place.line,
    offset: place.offset,
    byteLength: place.byteLength,
    terminator: place.terminator,
    at: place.at,
    prefix: place.prefix,
    suffix: place.suffix,
    kind: "assistant",
    sessionId: fields.sessionId,
    parentToolUseId: fields.parentToolUseId,
    message: fields.message,
    aborted: fields.aborted,
    body,
  };
}
