import { createObserver, createParser } from "@runverdict/stream-parser";
import type { ParsedStream, StreamEvent, TextLine } from "@runverdict/stream-parser";
import { lastEvents, type EventLine } from "./event-line.ts";

/** What a transcript told, and how it ended, line by line. */
export interface TranscriptFacts {
  readonly stream: ParsedStream;
  readonly last: readonly EventLine[];
}

/** Reads a transcript chunk by chunk: it may be larger than memory, and it may still be growing. */
export async function readTranscript(
  chunks: AsyncIterable<Uint8Array>,
  onEvent: (event: StreamEvent) => void = () => {},
): Promise<TranscriptFacts> {
  const parser = createParser();
  const last = lastEvents();
  const observer = createObserver();
  const take = (events: readonly StreamEvent[]): void => {
    for (const event of events) {
      observer.observe(event);
      last.see(event);
      onEvent(event);
    }
  };
  for await (const chunk of chunks) take(parser.feed(chunk));
  take(parser.end());
  return { stream: observer.stream(), last: last.lines() };
}

/** The plain lines of a captured stderr that were kept, in their order, none twice. */
export function plainLines({ text }: ParsedStream): readonly TextLine[] {
  const byLine = new Map([...text.head, ...text.tail].map((line) => [line.line, line]));
  return [...byLine.values()]
    .filter(({ text: said }) => said.trim() !== "")
    .toSorted((a, b) => a.line - b.line);
}
