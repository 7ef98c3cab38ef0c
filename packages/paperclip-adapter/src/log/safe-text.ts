import { cutLine, cutMiddle, printableLine, printableLines } from "./printable-text.ts";
import type { Redaction } from "./redaction.ts";

/** Strangers' texts on their way into a line of the log: printable, without the secrets of the run, and bounded. */
export interface SafeText {
  /** One line, whole. */
  readonly line: (text: string) => string;
  /** One line of at most so many characters. */
  readonly begin: (text: string, most: number) => string;
  /** One line of at most so many characters, with the end of the text. */
  readonly ends: (text: string, most: number) => string;
  /** Its lines without the blank ones at its ends, each of at most so many characters. */
  readonly lines: (text: string, most: number) => readonly string[];
}

export function createSafeText(redact: Redaction): SafeText {
  // A secret is looked for before and after the marks go that it may be hidden behind; the cut comes last, so that it
  // leaves no half of one.
  const line = (text: string): string => redact(printableLine(redact(text)));
  return {
    line,
    begin: (text, most) => cutLine(line(text), most),
    ends: (text, most) => cutMiddle(line(text), most),
    lines: (text, most) => trimmed(printableLines(redact(text))).map((one) => cutLine(redact(one), most)),
  };
}

function trimmed(lines: readonly string[]): readonly string[] {
  const isText = (line: string): boolean => line !== "";
  return lines.slice(Math.max(lines.findIndex(isText), 0), lines.findLastIndex(isText) + 1);
}
