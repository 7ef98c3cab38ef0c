import { limitsWith } from "./limits.ts";
import { nothingSeen } from "./nothing-seen.ts";
import { observe } from "./observe.ts";
import type { ParsedStream } from "./parsed-stream.ts";
import { createParser, type ParserOptions } from "./parser.ts";

/** The facts of a whole transcript that is already there. */
export function parseTranscript(input: string | Uint8Array, options: ParserOptions = {}): ParsedStream {
  const limits = limitsWith(options.limits);
  const parser = createParser(options);
  let stream = nothingSeen;
  for (const event of parser.feed(input)) stream = observe(stream, event, limits);
  for (const event of parser.end()) stream = observe(stream, event, limits);
  return stream;
}
