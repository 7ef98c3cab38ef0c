import type { StreamEvent } from "./events.ts";
import { createParser, type ParserOptions } from "./parser.ts";

declare global {
  // As much as this entry names, so that it needs no platform's types. Where a platform declares them, they merge.
  interface ReadableStream<R> {
    readonly locked: boolean;
  }
  interface WritableStream<W> {
    readonly locked: boolean;
  }
  interface TransformStream<I, O> {
    readonly readable: ReadableStream<O>;
    readonly writable: WritableStream<I>;
  }
}

interface Controller {
  enqueue(event: StreamEvent): void;
}

declare const TransformStream: new (transformer: {
  transform(chunk: string | Uint8Array, controller: Controller): void;
  flush(controller: Controller): void;
}) => TransformStream<string | Uint8Array, StreamEvent>;

/** The events of a source of chunks. An error of the source is the caller's to handle: it passes through. */
export async function* parseEvents(
  source: AsyncIterable<string | Uint8Array>,
  options: ParserOptions = {},
): AsyncGenerator<StreamEvent, void, undefined> {
  const parser = createParser(options);
  for await (const chunk of source) yield* parser.feed(chunk);
  yield* parser.end();
}

/** The parser as a web stream, for `pipeThrough`. */
export function createParserStream(
  options: ParserOptions = {},
): TransformStream<string | Uint8Array, StreamEvent> {
  const parser = createParser(options);
  return new TransformStream({
    transform(chunk, controller) {
      for (const event of parser.feed(chunk)) controller.enqueue(event);
    },
    flush(controller) {
      for (const event of parser.end()) controller.enqueue(event);
    },
  });
}
