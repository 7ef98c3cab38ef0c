import { masked, secretText } from "./secret-text.ts";

/** The longest that stands before a token and is no part of it: `Bearer `. */
const LOOK_BEHIND = 16;

/** Takes bytes as they come and gives them on without secrets, each as soon as no secret can begin in it any more. */
export interface ByteRedaction {
  readonly feed: (chunk: Uint8Array) => Uint8Array;
  readonly end: () => Uint8Array;
}

/**
 * The same bytes come out for any cut into chunks: a place is decided once as many bytes behind it are known as the
 * longest secret has, and some bytes before it are kept, because a token does not begin inside a word. Bytes are looked
 * at as characters of Latin-1, so that what is no UTF-8 survives.
 */
export function redactBytes(values: Iterable<string>): ByteRedaction {
  const { pattern, longest } = secretText(values, (text) => Buffer.from(text).toString("latin1"));
  let before = "";
  let waiting = "";

  const pass = (decided: number): Uint8Array => {
    const text = before + waiting;
    const last = before.length + decided;
    let out = "";
    let at = before.length;
    pattern.lastIndex = at;
    for (let found = pattern.exec(text); found !== null && found.index < last; found = pattern.exec(text)) {
      out += text.slice(at, found.index) + masked(found[0]);
      at = pattern.lastIndex;
    }
    const until = Math.max(at, last);
    out += text.slice(at, until);
    before = text.slice(Math.max(until - LOOK_BEHIND, 0), until);
    waiting = text.slice(until);
    return Buffer.from(out, "latin1");
  };

  return {
    feed: (chunk) => {
      waiting += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1");
      return pass(Math.max(waiting.length - longest, 0));
    },
    end: () => pass(waiting.length),
  };
}
