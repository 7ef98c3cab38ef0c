/**
 * The form of a readable line of the log: what speaks, the number of its call, a bar, and what it says. A person reads
 * it as it is, because today's user interface shows it so; a parser that knows nothing of the lines around it can take
 * it apart again. One event is one line, and line ends within it are written as `⏎`; only prose has several lines.
 */
export interface LogLine {
  readonly speaker: Speaker;
  /** Joins a tool's output to its call; null where the speaker has none. */
  readonly call: number | null;
  readonly text: string;
}

export type Speaker = (typeof speakers)[number];

/** `run` is ours; `text` and `broken` are lines of the agent's that are no events. */
const speakers = [
  "init",
  "user",
  "agent",
  "thinking",
  "tool",
  "output",
  "error",
  "result",
  "retry",
  "limit",
  "system",
  "event",
  "text",
  "broken",
  "run",
] as const;

/** Stands before what a subagent says, does and is told. */
export const SUBAGENT = "↳ ";

const WIDTH = 9;
const BAR = "│";
const LINE_END = " ⏎ ";
const shape = new RegExp(
  `^(${speakers.join("|")})(?: ([1-9][0-9]{0,8}))? {0,${WIDTH}}${BAR}(?: (.*))?$`,
  "su",
);

export function writeLogLine({ speaker, call, text }: LogLine): string {
  const label = call === null ? speaker : `${speaker} ${call}`;
  return `${label.padEnd(WIDTH)} ${BAR} ${text}`.trimEnd();
}

/** Null for a line that is none of ours. */
export function readLogLine(line: string): LogLine | null {
  const [, label, number, text = ""] = shape.exec(line) ?? [];
  const speaker = speakers.find((one) => one === label);
  return speaker === undefined ? null : { speaker, call: number === undefined ? null : Number(number), text };
}

/** Several lines as one. */
export function joinLines(lines: readonly string[]): string {
  return lines.join(LINE_END);
}

export function splitLines(text: string): string {
  return text.replaceAll(LINE_END, "\n");
}
