import type { Evidence } from "../evidence.ts";
import type { AgentEnd } from "./agent-end.ts";
import type { HarnessLine } from "./harness-line.ts";
import { readMessageLines } from "./termination-message.ts";

/**
 * The plain text around the events: stderr where it was captured, else the lines of a merged pod log that are not
 * JSON; and the whole lines of the termination message, which outlives the log. Model prose, tool output and hook output
 * stand inside JSON lines and are never among them.
 */
export function readHarnessText(evidence: Evidence, end: AgentEnd): readonly HarnessLine[] {
  const stderr = evidence.run.stderr.map(({ text }, index) => ({ text, path: `run.stderr.${index}.text` }));
  const { head, tail } = evidence.stream?.text ?? { head: [], tail: [] };
  return [
    ...stderr,
    ...head.map(({ text }, index) => ({ text, path: `stream.text.head.${index}.text` })),
    ...tail.map(({ text }, index) => ({ text, path: `stream.text.tail.${index}.text` })),
    ...readMessageLines(evidence, end).filter(({ text }) => !text.startsWith("{")),
  ];
}

/** The first harness line that matches. The pattern must be anchored and linear. */
export function harnessLine(lines: readonly HarnessLine[], pattern: RegExp): HarnessLine | null {
  return lines.find(({ text }) => pattern.test(text)) ?? null;
}

/** The first line that says something. */
export function firstLine(lines: readonly HarnessLine[]): HarnessLine | null {
  return lines.find(({ text }) => text.trim() !== "") ?? null;
}
