import { printable } from "@runverdict/classifier";
import { createParser, type StreamEvent } from "@runverdict/stream-parser";
import { describeEvent, tells } from "@runverdict/stream-parser/describe";
import { readLogLine, writeLogLine } from "../ui-parser/log-line.ts";

/**
 * Prints a line of a run's log in a terminal, whichever of its two forms it has.
 *
 * @param debug Also what tells nobody anything.
 */
export function formatStdoutEvent(line: string, debug: boolean): void {
  for (const words of wordsOf(line, debug)) process.stdout.write(`${words}\n`);
}

function wordsOf(line: string, debug: boolean): readonly string[] {
  const readable = readLogLine(line);
  if (readable !== null) return [writeLogLine({ ...readable, text: printable(readable.text) })];
  return createParser()
    .feed(`${line}\n`)
    .filter((event) => debug || tells(event))
    .map(wordsOfEvent);
}

function wordsOfEvent(event: StreamEvent): string {
  const { label, text } = describeEvent(event);
  return event.kind === "text" ? printable(text) : printable(`${label}: ${text}`);
}
