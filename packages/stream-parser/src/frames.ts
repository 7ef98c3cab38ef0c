import { cutText } from "./cut-text.ts";
import { jsonBytes, latin1Of, skipSpace, skipValue } from "./json-bytes.ts";
import { parseObject } from "./json-object.ts";
import { createKnownLists, type KnownLists } from "./known-lists.ts";
import type { Line } from "./lines.ts";
import type { Decoding } from "./decoding.ts";
import { skim, type Skimmed } from "./skim.ts";
import { mayBeSkimmed } from "./sniff.ts";
import { readStamp } from "./timestamps.ts";
import { createTornLines, type TornLines } from "./torn-lines.ts";
import { encodeUtf8 } from "./utf8.ts";
import { beginsLikeEvent, isKnownType } from "./vocabulary.ts";
import { textOf, type JsonObject } from "./wire/fields.ts";

/** Why a line that is JSON, or was, can't be read. */
export type BrokenReason = "cut" | "oversized" | "damaged" | "headless";

/** What a line is as syntax; what it means is for events.ts. */
export type Frame = WireFrame | SkimmedFrame | TextFrame | BrokenFrame;

export interface WireFrame {
  readonly kind: "wire";
  readonly type: string;
  readonly wire: JsonObject;
  readonly around: Around;
}

interface SkimmedFrame {
  readonly kind: "skimmed";
  readonly skimmed: Skimmed;
  readonly latin1: string;
  readonly around: Around;
}

interface TextFrame {
  readonly kind: "text";
  readonly text: string;
  readonly around: Around;
}

interface BrokenFrame {
  readonly kind: "broken";
  readonly reason: BrokenReason;
  readonly text: string;
  readonly around: Around;
}

/** What stood around the JSON, or around the text, on its line. */
export interface Around {
  /** From the kubelet's timestamp. */
  readonly stampedAt: number | null;
  readonly prefix: string | null;
  readonly suffix: string | null;
}

export interface FramingOptions {
  readonly timestamps: "auto" | "never";
  /** Longest preview of a broken line. */
  readonly textLength: number;
  readonly decoding: Decoding;
}

const NOTHING_AROUND: Around = { stampedAt: null, prefix: null, suffix: null };

const OPEN_BRACE = 0x7b;

/**
 * A tool call, a tool result or an init of this length is skimmed and not parsed. Alone, a line of 1.4 KB takes 3 µs
 * either way, one of 6 KB a third of the time when it is skimmed, and one of 44 KB a fifth. On a mix of lines 1024 and
 * 1536 were 4 % quicker than 2048 and 3072.
 */
const SKIMMED_BYTES = 1536;

/** What framing one line needs to know beside the line. */
interface Setting {
  readonly options: FramingOptions;
  readonly torn: TornLines;
  readonly known: KnownLists;
}

/** Gives a function that frames one line after the other; what a damaged line is depends on the lines before it. */
export function createFraming(options: FramingOptions): (line: Line) => Frame {
  const setting: Setting = { options, torn: createTornLines(), known: createKnownLists() };
  const { torn } = setting;
  return (line) => {
    const frame = line.oversized ? frameOversized(line, options) : frameWhole(line, setting);
    if (frame.kind === "wire" || frame.kind === "skimmed") torn.sawEvent(frame.around.stampedAt !== null);
    if (frame.kind === "broken" && frame.reason !== "headless") torn.sawBroken();
    return frame;
  };
}

/** No code unit takes more than three bytes, so what is not even decoded here would be cut off anyway. */
function frameOversized(line: Line, options: FramingOptions): Frame {
  const end = Math.min(line.end, line.start + 3 * options.textLength + 3);
  return broken("oversized", options.decoding.utf8(line.bytes, line.start, end), NOTHING_AROUND, options);
}

function frameWhole(line: Line, setting: Setting): Frame {
  const { options } = setting;
  const start = line.number === 1 ? skipByteOrderMark(line) : line.start;
  const stamp = options.timestamps === "auto" ? readStamp(line.bytes, start, line.end) : null;
  if (stamp === null) return frameContent(line, start, NOTHING_AROUND, setting);
  return frameContent(line, stamp.end, { stampedAt: stamp.at, prefix: null, suffix: null }, setting);
}

function frameContent(line: Line, start: number, around: Around, setting: Setting): Frame {
  const { options } = setting;
  const skimmed = frameSkimmed(line, start, around, setting);
  if (skimmed !== null) return skimmed;
  const text = options.decoding.utf8(line.bytes, start, line.end);
  const wire = line.bytes[skipSpace(line.bytes, start, line.end)] === OPEN_BRACE ? parseObject(text) : null;
  if (wire !== null) return frameObject(wire, text, around, setting);
  if (!text.startsWith('{"')) return frameForeign(line, text, around, setting);
  return frameBeginning(line, start, around, options) ?? broken(damage(line), text, around, options);
}

function frameSkimmed(line: Line, start: number, around: Around, setting: Setting): Frame | null {
  const { bytes, end } = line;
  const { options, known } = setting;
  if (end - start < SKIMMED_BYTES || !mayBeSkimmed(bytes, start)) return null;
  const json = jsonBytes(bytes, start, end, options.decoding.latin1);
  const skimmed = skim(json, known);
  return skimmed === null ? null : { kind: "skimmed", skimmed, latin1: latin1Of(json), around };
}

/** A whole object without a `type` is somebody else's, for example a structured log of the entrypoint. */
function frameObject(wire: JsonObject, text: string, around: Around, setting: Setting): Frame {
  const type = textOf(wire["type"]);
  if (type !== null) return { kind: "wire", type, wire, around };
  return setting.torn.lacksStamp(text, around.stampedAt !== null)
    ? broken("headless", text, around, setting.options)
    : { kind: "text", text, around };
}

/** An event with foreign text behind it. Where JSON goes on behind it, it was only a part of something larger. */
function frameBeginning(line: Line, start: number, around: Around, options: FramingOptions): Frame | null {
  const { utf8, latin1 } = options.decoding;
  const objectEnd = skipValue(jsonBytes(line.bytes, start, line.end, latin1), start);
  if (objectEnd === -1) return null;
  const suffix = utf8(line.bytes, objectEnd, line.end);
  if (/^\s*[,:\]}]/.test(suffix)) return null;
  const event = eventIn(utf8(line.bytes, start, objectEnd));
  return event === null ? null : { kind: "wire", ...event, around: { ...around, suffix } };
}

/** A line that does not begin like an object: foreign text, perhaps before an event, or the rest of a cut line. */
function frameForeign(line: Line, text: string, around: Around, setting: Setting): Frame {
  const { options, torn } = setting;
  const brace = text.indexOf('{"');
  const prefix = text.slice(0, Math.max(brace, 0));
  if (brace !== -1 && !torn.isRestBefore(prefix)) {
    const json = text.slice(brace);
    const event = eventIn(json);
    // The harness quotes API errors, which are objects with a type of their own.
    if (event !== null && isKnownType(event.type))
      return { kind: "wire", ...event, around: { ...around, prefix } };
    if (beginsLikeEvent(json) && isUnfinished(json, options))
      return broken(damage(line), text, around, options);
  }
  if (!torn.isRest(text, around.stampedAt !== null)) return { kind: "text", text, around };
  return broken("headless", text, around, options);
}

function isUnfinished(json: string, { decoding }: FramingOptions): boolean {
  const bytes = encodeUtf8(json);
  return skipValue(jsonBytes(bytes, 0, bytes.length, decoding.latin1), 0) === -1;
}

function eventIn(json: string): { readonly type: string; readonly wire: JsonObject } | null {
  const wire = parseObject(json);
  const type = textOf(wire?.["type"]);
  return wire === null || type === null ? null : { type, wire };
}

function skipByteOrderMark(line: Line): number {
  const { bytes, start, end } = line;
  const marked = bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
  return marked && end - start >= 3 ? start + 3 : start;
}

function damage(line: Line): BrokenReason {
  return line.terminator === "" ? "cut" : "damaged";
}

function broken(reason: BrokenReason, text: string, around: Around, options: FramingOptions): Frame {
  return { kind: "broken", reason, text: cutText(text, options.textLength), around };
}
