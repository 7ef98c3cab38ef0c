import fc from "fast-check";
import { joined, textOf, utf8 } from "./json.ts";
import type { TranscriptLine } from "./line.ts";
import { type TranscriptTruth, truthOf } from "./truth.ts";

/** A transcript: its bytes, the lines they were made of, and what is true of it because it was made so. */
export interface Transcript {
  readonly bytes: Uint8Array;
  readonly lines: readonly TranscriptLine[];
  readonly truth: TranscriptTruth;
  /** What fast-check prints of a counterexample: the lines as text. */
  readonly [fc.toStringMethod]: () => string;
}

/** A byte order mark may stand before the first line, and only there. */
const byteOrderMark = new Uint8Array([0xef, 0xbb, 0xbf]);

/** Puts lines together to a transcript and says what is then true of it. */
export function transcriptOf(
  lines: readonly TranscriptLine[],
  { mark = false }: { readonly mark?: boolean } = {},
): Transcript {
  const parts = lines.flatMap((line) => [line.bytes, utf8(line.terminator)]);
  const bytes = joined(mark ? [byteOrderMark, ...parts] : parts);
  return { bytes, lines, truth: truthOf(lines, bytes.length), [fc.toStringMethod]: () => printed(lines) };
}

function printed(lines: readonly TranscriptLine[]): string {
  const texts = lines.map((line) => `${line.kind}: ${textOf(line.bytes)}${JSON.stringify(line.terminator)}`);
  return `a transcript\n${texts.join("\n")}`;
}

/** The same bytes in arrays of their own for every line, terminators included; joined they are the transcript. */
export function pieces(transcript: Transcript): readonly Uint8Array[] {
  return transcript.lines.map((line) => joined([line.bytes, utf8(line.terminator)]));
}
