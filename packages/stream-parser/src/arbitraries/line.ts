import type { EventKind } from "../parsed-stream.ts";
import { type JsonObject, spell, type Spelling, utf8 } from "./json.ts";
import type { Note } from "./notes.ts";

/** One line of a transcript. The bytes of a transcript are its byte order mark, if any, and its lines in order. */
export interface TranscriptLine {
  /** Everything that stands before the terminator: timestamp, prefix, object and what follows it. */
  readonly bytes: Uint8Array;
  /** Only the last line may have none. */
  readonly terminator: "\n" | "\r\n" | "";
  readonly kind: EventKind;
  /** The object on the line; null for text and for what is broken. */
  readonly wire: JsonObject | null;
  /** The kubelet's timestamp with the space behind it; empty when there is none. */
  readonly stamp: string;
  /** The kubelet's instant, epoch milliseconds. */
  readonly at: number | null;
  /** Foreign text between the timestamp and the object. */
  readonly prefix: string | null;
  /** Foreign text behind the object. */
  readonly suffix: string | null;
  /** What the line says, in the order it says it. */
  readonly notes: readonly Note[];
}

/** A line that is no event. */
export function textLine(text: string): TranscriptLine {
  return { ...emptyLine, kind: "text", bytes: utf8(text) };
}

/** What is left of an event when the line was damaged. */
export function brokenLine(bytes: Uint8Array): TranscriptLine {
  return { ...emptyLine, kind: "broken", bytes };
}

const emptyLine: Omit<TranscriptLine, "kind" | "bytes"> = {
  terminator: "\n",
  wire: null,
  stamp: "",
  at: null,
  prefix: null,
  suffix: null,
  notes: [],
};

/** The same event written another way. */
export function respelled(line: TranscriptLine, how: Spelling): TranscriptLine {
  return line.wire === null ? line : { ...line, bytes: utf8(spell(line.wire, how)) };
}
