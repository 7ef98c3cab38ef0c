const NEWLINE = 0x0a;

/**
 * So much of an unfinished line is held back. A shorter line is only ever handed over whole, so that consumers rarely
 * see a torn one; and what the kubelet appends to an unfinished line is shorter, so it is still here when the
 * connection ends and it can be told apart. A line of 100 MB needs no more memory than this, twice.
 */
export const HELD_BYTES: number = 16 * 1024;

/** A part of a line. The first one holds at least HELD_BYTES, or the whole line. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Behind the newline, where the line ends here. */
  readonly end: number;
  readonly beginsLine: boolean;
  readonly endsLine: boolean;
  /** Whether the bytes are overwritten later, so that a consumer that keeps them must copy them. */
  readonly borrowed: boolean;
}

export interface LinePieces {
  feed(chunk: Uint8Array, take: (piece: Piece) => void): void;
  /** The bytes of the unfinished line that were not handed over; null when no line is unfinished. */
  held(): Piece | null;
}

const FIRST_CAPACITY = 4096;

/**
 * Cuts bytes into lines at each newline and nowhere else, and long lines into pieces. Only the new chunk is searched,
 * and every byte is copied a bounded number of times, whatever the chunks are.
 */
export function createLinePieces(): LinePieces {
  let buffer = new Uint8Array(FIRST_CAPACITY);
  let length = 0;
  let beginsLine = true;

  function hold(chunk: Uint8Array, start: number, end: number): void {
    const needed = length + end - start;
    if (needed > buffer.length) {
      const grown = new Uint8Array(Math.min(2 * HELD_BYTES, Math.max(needed, buffer.length * 2)));
      grown.set(buffer.subarray(0, length));
      buffer = grown;
    }
    buffer.set(chunk.subarray(start, end), length);
    length = needed;
  }

  function pieceOfBuffer(end: number, endsLine: boolean): Piece {
    return { bytes: buffer, start: 0, end, beginsLine, endsLine, borrowed: true };
  }

  /** In steps of what is held, so that one huge chunk needs no huge buffer. */
  function holdLong(chunk: Uint8Array, start: number, end: number, take: (piece: Piece) => void): void {
    for (let at = start; at < end;) {
      const next = Math.min(end, at + 2 * HELD_BYTES - length);
      hold(chunk, at, next);
      at = next;
      if (length < 2 * HELD_BYTES) return;
      take(pieceOfBuffer(length - HELD_BYTES, false));
      beginsLine = false;
      buffer.copyWithin(0, length - HELD_BYTES, length);
      length = HELD_BYTES;
    }
  }

  return {
    feed(chunk, take) {
      let start = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
        if (length === 0 && beginsLine) {
          take({ bytes: chunk, start, end: at + 1, beginsLine, endsLine: true, borrowed: false });
        } else {
          holdLong(chunk, start, at + 1, take);
          take(pieceOfBuffer(length, true));
          length = 0;
          beginsLine = true;
        }
        start = at + 1;
      }
      if (start < chunk.length) holdLong(chunk, start, chunk.length, take);
    },
    held() {
      return length === 0 ? null : pieceOfBuffer(length, false);
    },
  };
}
