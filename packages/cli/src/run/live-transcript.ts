import { createObserver, createParser, type ParsedStream, type StreamEvent } from "@runverdict/stream-parser";
import { tells } from "@runverdict/stream-parser/describe";
import { eventLine, lastEvents, type EventLine } from "../explain/event-line.ts";

/** A transcript that is still growing. */
export interface LiveTranscript {
  /** Gives the events in it that tell a person something. */
  readonly feed: (chunk: Uint8Array) => readonly EventLine[];
  /** No more will come: gives the events in what was left. */
  readonly end: () => readonly EventLine[];
  readonly stream: () => ParsedStream;
  readonly last: () => readonly EventLine[];
}

export function liveTranscript(): LiveTranscript {
  const parser = createParser();
  const observer = createObserver();
  const last = lastEvents();
  const take = (events: readonly StreamEvent[]): readonly EventLine[] => {
    for (const event of events) {
      observer.observe(event);
      last.see(event);
    }
    return events.filter(tells).map(eventLine);
  };
  return {
    feed: (chunk) => take(parser.feed(chunk)),
    end: () => take(parser.end()),
    stream: observer.stream,
    last: last.lines,
  };
}
