import { limitsWith } from "./limits.ts";
import { createObserver } from "./observe.ts";
import type { ParsedStream } from "./parsed-stream.ts";
import { createParser, type ParserOptions } from "./parser.ts";

/** The facts of a whole transcript that is already there. */
export function parseTranscript(input: string | Uint8Array, options: ParserOptions = {}): ParsedStream {
  const limits = limitsWith(options.limits);
  const parser = createParser(options);
  const observer = createObserver(limits);
  for (const event of parser.feed(input)) observer.observe(event);
  for (const event of parser.end()) observer.observe(event);
  return observer.stream();
}
