import { skipSpace, skipValue, walkArray, walkObject, type JsonBytes } from "./json-bytes.ts";
import type { KnownLists } from "./known-lists.ts";
import { readAssistant, type AssistantFields } from "./wire/assistant.ts";
import { readUser, type UserFields } from "./wire/user.ts";

export interface InitFields {
  readonly sessionId: string | null;
  readonly timestamp: string | null;
}

export type Skimmed =
  | { readonly kind: "init"; readonly fields: InitFields }
  | { readonly kind: "user"; readonly fields: UserFields }
  | { readonly kind: "assistant"; readonly fields: AssistantFields };

/**
 * Reads the facts of a `user` or `assistant` line from its bytes, without building what it holds; of an init, which is
 * mostly a list of tools, only whose it is. Null when the line is not one whole object of these types, when a fact is
 * spelled so that only the parser can read it (with an escape, or with anything but ASCII), and when an assistant says
 * something, because texts are facts.
 *
 * What is read is put together as an object of the same shape without the contents, and goes through the same reader
 * as a parsed line: so both ways give the same facts. Members may come in any order, and where a key stands twice the
 * last one counts, as in `JSON.parse`.
 */
export function skim(json: JsonBytes, known: KnownLists): Skimmed | null {
  const event = newEvent(known);
  const end = walkObject(json, skipSpace(json.bytes, json.start, json.end), visitEvent, event);
  if (end === -1 || end > json.end || skipSpace(json.bytes, end, json.end) < json.end) return null;
  if (event.type === "system" && event.subtype === "init")
    return { kind: "init", fields: { sessionId: event.session_id, timestamp: event.timestamp } };
  if (event.type === "user") return { kind: "user", fields: readUser({ ...event }) };
  if (event.type !== "assistant" || event.message === null || event.message.saysSomething) return null;
  const fields = readAssistant({ ...event });
  return fields.message.synthetic ? null : { kind: "assistant", fields };
}

type Texts<Name extends string> = Record<Name, string | null>;
type Numbers<Name extends string> = Record<Name, number | null>;
type Flags<Name extends string> = Record<Name, boolean>;

interface Event
  extends
    Texts<"type" | "subtype" | "session_id" | "parent_tool_use_id" | "timestamp">,
    Flags<"isSynthetic" | "isReplay" | "aborted"> {
  message: Message | null;
  /** How many lists an init has so far. */
  lists: number;
  readonly known: KnownLists;
}

interface Message extends Texts<"id" | "model" | "stop_reason"> {
  usage: Usage | null;
  content: Block[];
  saysSomething: boolean;
  /** Whether it is known by now that an assistant speaks, so that a text is the end of the skimming. */
  readonly isAssistants: boolean;
}

type Usage = Numbers<
  "input_tokens" | "output_tokens" | "cache_read_input_tokens" | "cache_creation_input_tokens"
>;

interface Block extends Texts<"type" | "id" | "name" | "tool_use_id">, Flags<"is_error" | "saysSomething"> {
  readonly isAssistants: boolean;
}

function newEvent(known: KnownLists): Event {
  return {
    type: null,
    subtype: null,
    session_id: null,
    parent_tool_use_id: null,
    timestamp: null,
    isSynthetic: false,
    isReplay: false,
    aborted: false,
    message: null,
    lists: 0,
    known,
  };
}

function newMessage(isAssistants: boolean): Message {
  return {
    id: null,
    model: null,
    stop_reason: null,
    usage: null,
    content: [],
    saysSomething: false,
    isAssistants,
  };
}

function newBlock(isAssistants: boolean): Block {
  return {
    type: null,
    id: null,
    name: null,
    tool_use_id: null,
    is_error: false,
    saysSomething: false,
    isAssistants,
  };
}

/** Results and other system events are told by a member that no other event has; results put it first. */
function visitEvent(json: JsonBytes, key: number, keyEnd: number, at: number, event: Event): number {
  if (is(json, key, keyEnd, "message")) {
    event.message = newMessage(event.type === "assistant");
    return walkObject(json, at, visitMessage, event.message);
  }
  if (is(json, key, keyEnd, "type")) return readText(json, at, event, "type");
  if (is(json, key, keyEnd, "session_id")) return readText(json, at, event, "session_id");
  if (is(json, key, keyEnd, "timestamp")) return readText(json, at, event, "timestamp");
  if (is(json, key, keyEnd, "parent_tool_use_id")) return readText(json, at, event, "parent_tool_use_id");
  if (is(json, key, keyEnd, "isSynthetic")) event.isSynthetic = isTrue(json, at);
  if (is(json, key, keyEnd, "isReplay")) event.isReplay = isTrue(json, at);
  if (is(json, key, keyEnd, "aborted")) event.aborted = isTrue(json, at);
  if (is(json, key, keyEnd, "subtype"))
    return event.type === "system" ? readText(json, at, event, "subtype") : -1;
  if (is(json, key, keyEnd, "duration_api_ms")) return -1;
  if (event.subtype !== "init" || json.bytes[at] !== OPEN_BRACKET) return skipValue(json, at);
  event.lists += 1;
  return event.known.skip(json, at, event.lists - 1);
}

function visitMessage(json: JsonBytes, key: number, keyEnd: number, at: number, message: Message): number {
  if (is(json, key, keyEnd, "id")) return readText(json, at, message, "id");
  if (is(json, key, keyEnd, "model")) return readText(json, at, message, "model");
  if (is(json, key, keyEnd, "stop_reason")) return readText(json, at, message, "stop_reason");
  if (is(json, key, keyEnd, "content")) {
    message.content = [];
    message.saysSomething = json.bytes[at] === QUOTE;
    return json.bytes[at] === OPEN_BRACKET ? walkArray(json, at, visitBlock, message) : skipValue(json, at);
  }
  if (is(json, key, keyEnd, "usage")) {
    message.usage = null;
    if (json.bytes[at] !== OPEN_BRACE) return skipValue(json, at);
    message.usage = {
      input_tokens: null,
      output_tokens: null,
      cache_read_input_tokens: null,
      cache_creation_input_tokens: null,
    };
    return walkObject(json, at, visitUsage, message.usage);
  }
  return skipValue(json, at);
}

function visitUsage(json: JsonBytes, key: number, keyEnd: number, at: number, usage: Usage): number {
  const end = skipValue(json, at);
  if (is(json, key, keyEnd, "input_tokens")) usage.input_tokens = numberIn(json, at, end);
  if (is(json, key, keyEnd, "output_tokens")) usage.output_tokens = numberIn(json, at, end);
  if (is(json, key, keyEnd, "cache_read_input_tokens"))
    usage.cache_read_input_tokens = numberIn(json, at, end);
  if (is(json, key, keyEnd, "cache_creation_input_tokens"))
    usage.cache_creation_input_tokens = numberIn(json, at, end);
  return end;
}

function visitBlock(json: JsonBytes, at: number, message: Message): number {
  if (json.bytes[at] !== OPEN_BRACE) return skipValue(json, at);
  const block = newBlock(message.isAssistants);
  message.content.push(block);
  const end = walkObject(json, at, visitBlockMember, block);
  if (block.saysSomething) message.saysSomething = true;
  return end;
}

function visitBlockMember(json: JsonBytes, key: number, keyEnd: number, at: number, block: Block): number {
  if (is(json, key, keyEnd, "type")) return readText(json, at, block, "type");
  if (is(json, key, keyEnd, "id")) return readText(json, at, block, "id");
  if (is(json, key, keyEnd, "name")) return readText(json, at, block, "name");
  if (is(json, key, keyEnd, "tool_use_id")) return readText(json, at, block, "tool_use_id");
  if (is(json, key, keyEnd, "is_error")) block.is_error = isTrue(json, at);
  if (is(json, key, keyEnd, "text")) {
    if (block.isAssistants) return -1;
    block.saysSomething = true;
  }
  return skipValue(json, at);
}

/** Whether a key is this name. Most names differ in length or in the first letter. */
function is({ bytes }: JsonBytes, key: number, keyEnd: number, name: string): boolean {
  if (keyEnd - key !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (bytes[key + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACKET = 0x5b;
const LETTER_T = 0x74;
const OPEN_BRACE = 0x7b;

/** Reads a text without escapes. What is not ASCII is several characters in a text of bytes. */
function readText<Name extends string>(json: JsonBytes, at: number, into: Texts<Name>, name: Name): number {
  const { bytes, end, latin1 } = json;
  if (bytes[at] !== QUOTE) {
    into[name] = null;
    return skipValue(json, at);
  }
  for (let here = at + 1; here < end; here += 1) {
    const code = Number(bytes[here]);
    if (code === QUOTE) {
      into[name] = latin1(bytes, at + 1, here);
      return here + 1;
    }
    if (code === BACKSLASH || code > 0x7f) return -1;
  }
  return -1;
}

/** `true` is the only value that begins so. */
function isTrue({ bytes }: JsonBytes, at: number): boolean {
  return bytes[at] === LETTER_T;
}

function numberIn({ bytes, latin1 }: JsonBytes, at: number, end: number): number | null {
  const first = Number(bytes[at]);
  const isNumber = first === MINUS || (first >= ZERO && first <= NINE);
  return isNumber ? Number(latin1(bytes, at, end)) : null;
}
