import { createPendingLine } from "./pending-line.ts";

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export type Terminator = "\n" | "\r\n" | "";

/**
 * One line as a window on bytes. The window is valid only while the line is handed over: it may lie in the chunk, or
 * in a buffer that the next line overwrites.
 */
export interface Line {
  /** 1 is the first line of the stream. */
  readonly number: number;
  /** Where the line begins in the stream, in bytes. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Length without the terminator; more than `end - start` only when the line was oversized. */
  readonly byteLength: number;
  readonly terminator: Terminator;
  /** The line was longer than the limit: the window holds its beginning, the rest was skipped. */
  readonly oversized: boolean;
}

export interface Lines {
  feed(chunk: Uint8Array, take: (line: Line) => void): void;
  end(take: (line: Line) => void): void;
}

/**
 * Cuts bytes into lines at each newline, and nowhere else: older CLIs write U+2028 and U+0085 raw inside a line. Only
 * the new chunk is searched, and only the tail after its last newline is copied.
 */
export function createLines(lineBytes: number): Lines {
  // One byte more than the limit, because it may turn out to be the carriage return of the terminator.
  const pending = createPendingLine(lineBytes + 1);
  let number = 0;
  let offset = 0;

  /** `length` is that of the whole line with its carriage return; of an oversized one only the beginning is in `bytes`. */
  function lineOf(bytes: Uint8Array, start: number, length: number, terminator: Terminator): Line {
    const byteLength = terminator === "\r\n" ? length - 1 : length;
    const oversized = byteLength > lineBytes;
    const end = start + (oversized ? lineBytes : byteLength);
    const line: Line = { number: number + 1, offset, bytes, start, end, byteLength, terminator, oversized };
    number += 1;
    offset += byteLength + terminator.length;
    return line;
  }

  return {
    feed(chunk, take) {
      let start = 0;
      for (let end = nextNewline(chunk, 0); end !== -1; end = nextNewline(chunk, start)) {
        if (pending.isEmpty()) {
          const terminator = end > start && chunk[end - 1] === CARRIAGE_RETURN ? "\r\n" : "\n";
          take(lineOf(chunk, start, end - start, terminator));
        } else {
          pending.hold(chunk, start, end);
          const { bytes, length, skipped, lastByte } = pending.release();
          take(lineOf(bytes, 0, length + skipped, lastByte === CARRIAGE_RETURN ? "\r\n" : "\n"));
        }
        start = end + 1;
      }
      if (start < chunk.length) pending.hold(chunk, start, chunk.length);
    },
    end(take) {
      if (pending.isEmpty()) return;
      const { bytes, length, skipped } = pending.release();
      take(lineOf(bytes, 0, length + skipped, ""));
    },
  };
}

/** Below this a loop is faster than native code: a chunk of one byte takes 5 ns instead of 70. */
const FEW_BYTES = 16;

function nextNewline(chunk: Uint8Array, start: number): number {
  if (chunk.length - start > FEW_BYTES) return chunk.indexOf(NEWLINE, start);
  for (let here = start; here < chunk.length; here += 1) if (chunk[here] === NEWLINE) return here;
  return -1;
}
