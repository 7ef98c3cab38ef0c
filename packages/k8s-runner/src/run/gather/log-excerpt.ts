/** A log that may be longer than is kept of it. */
export interface LogExcerpt {
  readonly head: Uint8Array;
  /** What follows the head at once, or, when something was left out, begins with a whole line, unless no line begins in it. */
  readonly tail: Uint8Array;
  /** Bytes between the two. */
  readonly leftOut: number;
}

export interface ExcerptBuilder {
  readonly take: (bytes: Uint8Array) => void;
  readonly excerpt: () => LogExcerpt;
}

const NEWLINE = 0x0a;

/** Keeps the first and the last of what it takes, so much of each, however much comes. */
export function createExcerpt(headBytes: number, tailBytes: number): ExcerptBuilder {
  const head: Uint8Array[] = [];
  let tail: Uint8Array[] = [];
  let [headLength, tailLength, dropped] = [0, 0, 0];

  /** Seldom, so that it costs each byte a copy or two in all. */
  function shorten(): void {
    const whole = Buffer.concat(tail);
    const kept = whole.subarray(Math.max(0, whole.length - tailBytes));
    dropped += whole.length - kept.length;
    tail = [kept];
    tailLength = kept.length;
  }

  return {
    take(bytes) {
      const room = Math.min(bytes.length, headBytes - headLength);
      if (room > 0) head.push(bytes.slice(0, room));
      headLength += Math.max(0, room);
      if (room === bytes.length) return;
      const rest = bytes.slice(Math.max(0, room));
      tail.push(rest);
      tailLength += rest.length;
      if (tailLength > 2 * tailBytes) shorten();
    },
    excerpt() {
      if (tailLength > tailBytes) shorten();
      const kept = Buffer.concat(tail);
      const begins = dropped === 0 ? 0 : kept.indexOf(NEWLINE) + 1;
      return { head: Buffer.concat(head), tail: kept.subarray(begins), leftOut: dropped + begins };
    },
  };
}
