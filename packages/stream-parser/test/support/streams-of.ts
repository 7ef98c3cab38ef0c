import { createParser, observe, nothingSeen, parseTranscript } from "@runverdict/stream-parser";
import type { Limits, ParsedStream, ParserOptions, StreamEvent } from "@runverdict/stream-parser";

/** A line as text, or as the object it is the JSON of. */
export type LineOf = string | Readonly<Record<string, unknown>>;

export function textOf(lines: readonly LineOf[]): string {
  return lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
}

/** The events of whole lines. */
function eventsOf(...lines: readonly LineOf[]): readonly StreamEvent[] {
  return eventsIn(textOf(lines));
}

export function eventsIn(input: string | Uint8Array, options?: ParserOptions): readonly StreamEvent[] {
  const parser = createParser(options);
  return [...parser.feed(input), ...parser.end()];
}

/** The one event of one line. */
export function eventOf(line: LineOf): StreamEvent {
  return only(eventsOf(line));
}

export function only<Entry>(entries: readonly Entry[]): Entry {
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1)
    throw new Error(`one entry expected, not ${entries.length}`);
  return entry;
}

/** The facts of whole lines. */
export function factsOf(...lines: readonly LineOf[]): ParsedStream {
  return parseTranscript(textOf(lines));
}

export function factsWith(limits: Partial<Limits>, ...lines: readonly LineOf[]): ParsedStream {
  return parseTranscript(textOf(lines), { limits });
}

export function fold(events: readonly StreamEvent[], from: ParsedStream = nothingSeen): ParsedStream {
  return events.reduce((stream, event) => observe(stream, event), from);
}
