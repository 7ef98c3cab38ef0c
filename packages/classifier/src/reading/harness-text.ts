import { follow } from "../cite.ts";
import type { Evidence } from "../evidence.ts";
import type { AgentEnd } from "./agent-end.ts";

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

/**
 * The container's termination message, for quoting where no plain line was captured: an entrypoint writes it, or the
 * kubelet takes it from the log's end. What begins like JSON is an event or the wrapper's own record, and no sentence.
 */
export function terminationMessage(evidence: Evidence, end: AgentEnd): HarnessLine | null {
  if (end.kind !== "ended" || end.statePath === null) return null;
  const path = `${end.statePath}.message`;
  const text = follow(evidence, path);
  return typeof text === "string" && text !== "" && !text.startsWith("{") ? { text, path } : null;
}

/** The first harness line that matches. The pattern must be anchored and linear. */
export function harnessLine(lines: readonly HarnessLine[], pattern: RegExp): HarnessLine | null {
  return lines.find(({ text }) => pattern.test(text)) ?? null;
}

/** The first line that says something, for quoting. */
export function firstLine(lines: readonly HarnessLine[]): HarnessLine | null {
  return lines.find(({ text }) => text.trim() !== "") ?? null;
}
