import { eventOf, type StreamEvent } from "./events.ts";
import { createFraming } from "./frames.ts";
import { limitsWith, type Limits } from "./limits.ts";
import { createLines, type Line } from "./lines.ts";
import { createDecoding } from "./decoding.ts";
import { createUtf8Encoder } from "./utf8.ts";

export interface ParserOptions {
  readonly limits?: Partial<Limits>;
  /**
   * `auto` (the default) takes off the timestamp that the kubelet puts before a line, and sets the event's `at`;
   * `never` leaves it where it is, as foreign text.
   */
  readonly timestamps?: "auto" | "never";
}

/**
 * Turns chunks into events, each line into exactly one. How the input is cut into chunks makes no difference.
 *
 * No input makes it throw. Feeding after the end, or feeding something that is neither text nor bytes, is a mistake of
 * the caller and throws a TypeError.
 */
export interface Parser {
  readonly feed: (chunk: string | Uint8Array) => readonly StreamEvent[];
  /** The last line, when nothing ended it. */
  readonly end: () => readonly StreamEvent[];
}

const NO_EVENTS: readonly StreamEvent[] = Object.freeze([]);

export function createParser(options: ParserOptions = {}): Parser {
  const limits = limitsWith(options.limits);
  const timestamps = timestampsOf(options);
  const decoding = createDecoding();
  const frameOf = createFraming({ timestamps, textLength: limits.textLength, decoding });
  const lines = createLines(limits.lineBytes);
  const encoder = createUtf8Encoder();
  let batch: StreamEvent[] = [];
  let ended = false;

  function take(line: Line): void {
    batch.push(eventOf(line, frameOf(line)));
  }

  function taken(): readonly StreamEvent[] {
    if (batch.length === 0) return NO_EVENTS;
    const events = batch;
    batch = [];
    return events;
  }

  return {
    feed(chunk) {
      if (ended) throw new TypeError("The parser has ended. Create a new parser for another stream.");
      if (typeof chunk === "string") {
        lines.feed(encoder.encode(chunk), take);
      } else {
        checkBytes(chunk);
        if (encoder.waits()) lines.feed(encoder.flush(), take);
        decoding.meet(chunk);
        lines.feed(chunk, take);
      }
      return taken();
    },
    end() {
      if (ended) return NO_EVENTS;
      ended = true;
      lines.feed(encoder.flush(), take);
      lines.end(take);
      return taken();
    },
  };
}

function timestampsOf(options: ParserOptions): "auto" | "never" {
  const { timestamps = "auto" } = options;
  if (timestamps === "auto" || timestamps === "never") return timestamps;
  throw new TypeError(`options.timestamps must be "auto" or "never", not ${String(timestamps)}.`);
}

function checkBytes(chunk: unknown): void {
  if (chunk instanceof Uint8Array) return;
  // From another realm, for example a frame or a sandbox.
  if (Object.prototype.toString.call(chunk) === "[object Uint8Array]") return;
  throw new TypeError(
    "feed takes a string or a Uint8Array. Pass `new Uint8Array(buffer)` for an ArrayBuffer.",
  );
}
