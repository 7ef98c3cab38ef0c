import type { Evidence } from "../evidence.ts";

/** A line of plain text that the harness, or the shell that started it, wrote; with its path in the evidence. */
export interface HarnessLine {
  readonly text: string;
  readonly path: string;
}

/**
 * The plain text around the events: stderr where it was captured, else the lines of a merged pod log that are not
 * JSON. Model prose, tool output and hook output stand inside JSON lines and are never among them.
 */
export function readHarnessText(evidence: Evidence): readonly HarnessLine[] {
  const lines = evidence.run.stderr.map(({ text }, index) => ({ text, path: `run.stderr.${index}.text` }));
  const text = evidence.stream?.text;
  if (text === undefined) return lines;
  const head = text.head.map((line, index) => ({ text: line.text, path: `stream.text.head.${index}.text` }));
  const tail = text.tail.map((line, index) => ({ text: line.text, path: `stream.text.tail.${index}.text` }));
  return [...lines, ...head, ...tail];
}

/** The first harness line that matches. The pattern must be anchored and linear. */
export function harnessLine(lines: readonly HarnessLine[], pattern: RegExp): HarnessLine | null {
  return lines.find(({ text }) => pattern.test(text)) ?? null;
}

/** The first line that says something, for quoting. */
export function firstLine(lines: readonly HarnessLine[]): HarnessLine | null {
  return lines.find(({ text }) => text.trim() !== "") ?? null;
}
