/** What was kept of a line whose end has not come yet. */
export interface Held {
  /** Overwritten by the next line. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Bytes of the line that found no room. */
  readonly skipped: number;
  /** The last byte of the line, kept or not. */
  readonly lastByte: number;
}

export interface PendingLine {
  isEmpty(): boolean;
  hold(chunk: Uint8Array, start: number, end: number): void;
  /** What is held; after it nothing is. */
  release(): Held;
}

const FIRST_CAPACITY = 4096;

/**
 * A buffer that one line has grown beyond this is given up after it, so that memory falls again. Lines of 2 MB were
 * seen, and where one comes others follow: growing anew for each took as long as parsing them.
 */
const KEPT_CAPACITY = 4 * 1024 * 1024;

/**
 * Collects a line that is spread over chunks in a buffer that doubles, so that every byte is copied a bounded number
 * of times whatever the chunks are. Keeps the first `room` bytes of a line and only counts the others.
 */
export function createPendingLine(room: number): PendingLine {
  let bytes = new Uint8Array(Math.min(room, FIRST_CAPACITY));
  let length = 0;
  let skipped = 0;
  let lastByte = 0;

  function grow(least: number): void {
    const grown = new Uint8Array(Math.min(room, Math.max(bytes.length * 2, least)));
    grown.set(bytes.subarray(0, length));
    bytes = grown;
  }

  return {
    isEmpty: () => length === 0,
    hold(chunk, start, end) {
      const kept = Math.min(end - start, room - length);
      if (length + kept > bytes.length) grow(length + kept);
      copy(chunk, start, start + kept, bytes, length);
      length += kept;
      skipped += end - start - kept;
      lastByte = chunk[end - 1] ?? lastByte;
    },
    release() {
      const held = { bytes, length, skipped, lastByte };
      if (bytes.length > KEPT_CAPACITY) bytes = new Uint8Array(Math.min(room, FIRST_CAPACITY));
      length = 0;
      skipped = 0;
      return held;
    },
  };
}

/** Below this a loop is faster than the view that a native copy needs: 60 ns against 300 for a chunk of one byte. */
const FEW_BYTES = 32;

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > FEW_BYTES) {
    to.set(from.subarray(start, end), at);
    return;
  }
  for (let here = start; here < end; here += 1) to[at + here - start] = Number(from[here]);
}
