import { cutText } from "./cut-text.ts";
import { skipSpace, skipValue } from "./json-text.ts";
import { parseObject } from "./json-object.ts";
import type { Line } from "./lines.ts";
import type { Outliner } from "./outline.ts";
import { skimUser } from "./skim.ts";
import { mayBeUser } from "./sniff.ts";
import { readStamp } from "./timestamps.ts";
import { createTornLines, type TornLines } from "./torn-lines.ts";
import { decodeUtf8 } from "./utf8.ts";
import { beginsLikeEvent, isKnownType } from "./vocabulary.ts";
import { textOf, type JsonObject } from "./wire/fields.ts";
import type { UserFields } from "./wire/user.ts";

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
  readonly fields: UserFields;
  readonly bytes: Uint8Array;
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
  readonly outline: Outliner["outline"];
}

const NOTHING_AROUND: Around = { stampedAt: null, prefix: null, suffix: null };

const OPEN_BRACE = 0x7b;

/**
 * A `user` line of this length is skimmed and not parsed. Large tool results were read 3.6 times as fast as by
 * `JSON.parse` in prose with a few characters beyond ASCII, 1.7 times in a list of numbers. On a mix of lines 512 and
 * 1024 were slower than no skimming at all, because a copy of the bytes takes 250 ns however few they are; from 2048
 * to 8192 there was no difference.
 */
const SKIMMED_BYTES = 4096;

/** What framing one line needs to know beside the line. */
interface Setting {
  readonly options: FramingOptions;
  readonly torn: TornLines;
}

/** Gives a function that frames one line after the other; what a damaged line is depends on the lines before it. */
export function createFraming(options: FramingOptions): (line: Line) => Frame {
  const setting: Setting = { options, torn: createTornLines() };
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
  return broken("oversized", decodeUtf8(line.bytes, line.start, end), NOTHING_AROUND, options);
}

function frameWhole(line: Line, setting: Setting): Frame {
  const { options } = setting;
  const start = line.number === 1 ? skipByteOrderMark(line) : line.start;
  const stamp = options.timestamps === "auto" ? readStamp(line.bytes, start, line.end) : null;
  if (stamp === null) return frameContent(line, start, NOTHING_AROUND, setting);
  return frameContent(line, stamp.end, { ...NOTHING_AROUND, stampedAt: stamp.at }, setting);
}

function frameContent(line: Line, start: number, around: Around, setting: Setting): Frame {
  const skimmed = frameSkimmed(line, start, around, setting.options);
  if (skimmed !== null) return skimmed;
  const text = decodeUtf8(line.bytes, start, line.end);
  const wire = text.charCodeAt(skipSpace(text, 0)) === OPEN_BRACE ? parseObject(text) : null;
  if (wire !== null) return frameObject(wire, text, around, setting);
  if (!text.startsWith('{"')) return frameForeign(line, text, around, setting);
  return frameBeginning(text, around) ?? broken(damage(line), text, around, setting.options);
}

function frameSkimmed(line: Line, start: number, around: Around, options: FramingOptions): Frame | null {
  const { bytes, end } = line;
  if (end - start < SKIMMED_BYTES || !mayBeUser(bytes, start)) return null;
  const fields = skimUser(options.outline(bytes, start, end));
  if (fields === null) return null;
  return { kind: "skimmed", fields, bytes: new Uint8Array(bytes.subarray(start, end)), around };
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
function frameBeginning(text: string, around: Around): Frame | null {
  const objectEnd = skipValue(text, 0);
  if (objectEnd === -1) return null;
  const suffix = text.slice(objectEnd);
  if (/^\s*[,:\]}]/.test(suffix)) return null;
  const event = eventIn(text.slice(0, objectEnd));
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
    if (beginsLikeEvent(json) && skipValue(json, 0) === -1)
      return broken(damage(line), text, around, options);
  }
  if (!torn.isRest(text, around.stampedAt !== null)) return { kind: "text", text, around };
  return broken("headless", text, around, options);
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
