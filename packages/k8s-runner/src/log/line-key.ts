import { compareInstants, type Instant } from "./instant.ts";

/** What one line is recognised by when it is sent again, beside its place among the others. */
export interface LineKey extends Instant {
  /** Of the first bytes of the content; see `hashHead`. */
  readonly hash: number;
}

/** The hash looks at no more of a line, so that a line of any length is known as soon as it begins. */
export const HEAD_BYTES = 1024;

/**
 * FNV-1a, 32 bits, over the first HEAD_BYTES of the content, with the newline where it lies among them. Strangers write
 * the content and can make two lines collide; but such lines must be stamped with the same nanosecond, too, and are
 * still told apart by their order.
 */
export function hashHead(bytes: Uint8Array, start: number, end: number): number {
  const stop = Math.min(end, start + HEAD_BYTES);
  let hash = 0x811c9dc5;
  for (let index = start; index < stop; index += 1) {
    hash = Math.imul(hash ^ Number(bytes[index]), 0x01000193);
  }
  return hash >>> 0;
}

export function isSameLine(left: LineKey, right: LineKey): boolean {
  return left.hash === right.hash && compareInstants(left, right) === 0;
}
