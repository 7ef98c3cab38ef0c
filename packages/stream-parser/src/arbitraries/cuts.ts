import fc from "fast-check";
import { joined, utf8 } from "./json.ts";
import { brokenLine, type TranscriptLine } from "./line.ts";
import { type Transcript, transcriptOf } from "./transcript.ts";

/**
 * A transcript that ends anywhere: at a line's end, inside a line, inside a UTF-8 sequence. What is left of an event
 * is a last line of kind `broken` without a newline; what is left of a text is text. A cut that leaves so little that
 * nobody could say what it was (one brace, part of a timestamp) is not made.
 */
export function truncatedTranscript(whole: fc.Arbitrary<Transcript>): fc.Arbitrary<Transcript> {
  return whole.chain((transcript) =>
    cutIn(transcript.lines, lastByte, isWhole).map((cut) => {
      if (cut === null) return transcript;
      const kept = transcript.lines.slice(0, cut.index);
      return transcriptOf([...kept, ...firstPart(cut.line, cut.offset)]);
    }),
  );
}

/**
 * A transcript whose beginning is gone, as after a rotation of the log: it begins at an event, or inside one, and
 * then the first line is `broken`.
 */
export function headlessTranscript(whole: fc.Arbitrary<Transcript>): fc.Arbitrary<Transcript> {
  return whole.chain((transcript) =>
    cutIn(transcript.lines, lastQuote, (line) => line.wire !== null).map((cut) => {
      if (cut === null) return transcript;
      const kept = transcript.lines.slice(cut.index + 1);
      return transcriptOf([...lastPart(cut.line, notBeforeObject(cut)), ...kept]);
    }),
  );
}

/** What a process writes to stderr while an event is half written. */
const STDERR_TEXTS = [
  "Warning: no stdin data received in 3s, proceeding without it.",
  '[claude-code:unrecognized_model] {"model":"my-gateway/llama-9","query_source":"sdk"}',
  'API error: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  "\u001b[31mfatal: naïve 日本語\u001b[0m",
] as const;

/**
 * One event into which a line of stderr was written: the kubelet joins records of 16 KiB whatever stream they came
 * from. The event becomes two broken lines, or stays whole when the text came just behind it.
 */
export function spliced(transcript: Transcript): fc.Arbitrary<Transcript> {
  return fc
    .tuple(
      cutIn(transcript.lines, lastQuote, (line) => line.wire !== null),
      fc.constantFrom(...STDERR_TEXTS),
    )
    .map(([cut, text]) => {
      if (cut === null) return transcript;
      return transcriptOf(
        transcript.lines.toSpliced(cut.index, 1, ...splicedLine(cut.line, notBeforeObject(cut), text)),
      );
    });
}

function splicedLine(line: TranscriptLine, offset: number, text: string): readonly TranscriptLine[] {
  const [head] = firstPart(line, offset);
  if (head === undefined) return [line];
  const bytes = joined([head.bytes, utf8(text)]);
  const suffix = head.wire === null ? null : `${head.suffix ?? ""}${text}`;
  return [{ ...head, bytes, suffix, terminator: "\n" }, ...lastPart(line, offset)];
}

interface Cut {
  readonly index: number;
  readonly line: TranscriptLine;
  /** How many bytes of the line and its terminator stand before the cut: 0 means just before the line. */
  readonly offset: number;
}

/** A cut in one of the lines that qualify; null when none does. Cuts inside UTF-8 sequences are sought. */
function cutIn(
  lines: readonly TranscriptLine[],
  latest: (line: TranscriptLine) => number,
  qualifies: (line: TranscriptLine) => boolean,
): fc.Arbitrary<Cut | null> {
  const candidates = lines.flatMap((line, index) => (qualifies(line) ? [{ line, index }] : []));
  if (candidates.length === 0) return fc.constant(null);
  return fc
    .constantFrom(...candidates)
    .chain((at) => offsetIn(at.line, latest(at.line)).map((offset) => ({ ...at, offset })));
}

function offsetIn(line: TranscriptLine, last: number): fc.Arbitrary<number> {
  const { bytes } = line;
  const first = contentStart(line) + least(line);
  if (first > last) return fc.constantFrom(0, bytes.length);
  const inside = continuations(bytes, first, last);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constant(bytes.length) },
    { weight: 4, arbitrary: fc.integer({ min: first, max: last }) },
    { weight: inside.length === 0 ? 0 : 3, arbitrary: fc.constantFrom(...inside, first) },
  );
}

/**
 * How many bytes of an object must be left for it to be known: behind a tag only its usual beginning tells it from
 * the words of the tag's writer, else `{"` does.
 */
function least({ prefix }: TranscriptLine): number {
  return prefix === null ? 2 : USUAL_BEGINNING.length;
}

const USUAL_BEGINNING = utf8('{"type":');

function beginsAsUsual(line: TranscriptLine): boolean {
  const start = contentStart(line);
  return USUAL_BEGINNING.every((byte, index) => line.bytes[start + index] === byte);
}

/** The first few places between two bytes of one character. */
function continuations(bytes: Uint8Array, first: number, last: number): readonly number[] {
  const found: number[] = [];
  for (const [index, byte] of bytes.subarray(first, last + 1).entries()) {
    if ((byte & 0xc0) === 0x80) found.push(first + index);
    if (found.length === 20) break;
  }
  return found;
}

/** What is left of a line that was broken before could be anything. */
function isWhole(line: TranscriptLine): boolean {
  return line.kind !== "broken" && (line.prefix === null || beginsAsUsual(line));
}

function lastByte({ bytes }: TranscriptLine): number {
  return bytes.length - 1;
}

/** What follows the last quote of an object is only brackets: too little to know it by when the rest is gone. */
function lastQuote({ bytes }: TranscriptLine): number {
  return bytes.lastIndexOf(0x22);
}

/** Where the object, or the text, begins: behind the timestamp and the tag. */
function contentStart({ stamp, prefix }: Pick<TranscriptLine, "stamp" | "prefix">): number {
  return utf8(stamp).length + utf8(prefix ?? "").length;
}

function firstPart(line: TranscriptLine, offset: number): readonly TranscriptLine[] {
  if (offset === 0) return [];
  const left: TranscriptLine = { ...line, bytes: line.bytes.slice(0, offset), terminator: "" };
  const content = contentStart(line);
  const objectEnd = line.bytes.length - utf8(line.suffix ?? "").length;
  const begunObject = line.bytes[content] === 0x7b && line.bytes[content + 1] === 0x22;
  if (!begunObject || offset >= objectEnd) return [left];
  return [{ ...brokenLine(left.bytes), at: line.at, stamp: line.stamp, terminator: "" }];
}

/** A rest that begins like an object of its own is not made: what follows it could then be anything as well. */
function notBeforeObject({ line, offset }: Cut): number {
  const begins = line.bytes[offset] === 0x7b && line.bytes[offset + 1] === 0x22;
  return begins && offset > 0 ? offset + 1 : offset;
}

/** What follows a cut; it has lost the timestamp that stood before the cut. */
function lastPart(line: TranscriptLine, offset: number): readonly TranscriptLine[] {
  if (offset === 0) return [line];
  if (offset === line.bytes.length) return [];
  return [{ ...brokenLine(line.bytes.slice(offset)), terminator: line.terminator }];
}
