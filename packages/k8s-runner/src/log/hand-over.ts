import { compareInstants, type Instant } from "./instant.ts";
import { HEAD_BYTES, hashHead, type LineKey } from "./line-key.ts";
import type { Piece } from "./line-pieces.ts";
import { withLoss, type LogCursor, type LogLoss, type UnfinishedLine } from "./log-cursor.ts";
import { createLineMemory } from "./seen-lines.ts";

/** A part of the log, as it is handed over. The pieces, joined, are the log. */
export interface LogPiece {
  /** Nobody overwrites them. */
  readonly bytes: Uint8Array;
  readonly beginsLine: boolean;
  /** Whether the newline of the line is the last of the bytes. */
  readonly endsLine: boolean;
}

/**
 * Whether lines keep the timestamps of the kubelet. With them the parser knows when each event was, tells a line that
 * lost its beginning, and can't take a timestamp that the agent wrote for the kubelet's; so they are kept for it.
 * Without them the output is what the agent wrote, byte for byte: for a saved transcript, and under the frames.
 */
export type Timestamps = "keep" | "strip";

/** Hands new lines over and keeps count of them. */
export interface HandOver {
  /** A new line begins with this piece, and its content at `start`. */
  begin(piece: Piece, start: number, line: LineKey): void;
  /** The next piece of the same line. */
  goOn(piece: Piece): void;
  lose(kind: LogLoss["kind"], before: Instant | null): void;
  goesBack(line: LineKey): boolean;
  /** What was handed over since the last call. */
  pieces(): readonly LogPiece[];
  cursor(): LogCursor;
}

const NEWLINE = 0x0a;

interface CurrentLine {
  readonly key: LineKey;
  readonly head: UnfinishedLine["head"];
  /** How many bytes of the content came by. */
  bytes: number;
  /** How many of them had been handed over before. */
  readonly known: number;
}

export function createHandOver(from: LogCursor, timestamps: Timestamps): HandOver {
  const memory = createLineMemory(from.seen);
  let { bytes, lines, unfinished, losses } = from;
  let line: CurrentLine | null = null;
  let out: LogPiece[] = [];

  function emit(piece: LogPiece): void {
    if (piece.bytes.length === 0) return;
    out.push(piece);
    bytes += piece.bytes.length;
    if (piece.endsLine) lines += 1;
  }

  function lose(kind: LogLoss["kind"], before: Instant | null): void {
    losses = withLoss(losses, { kind, bytes, lines, before: before === null ? null : instantOf(before) });
  }

  /** The unfinished line will never be completed: it is ended, so that no other line is joined to it. */
  function giveUp(before: Instant | null): void {
    if (unfinished === null) return;
    lose("torn", before);
    unfinished = null;
    emit({ bytes: Uint8Array.of(NEWLINE), beginsLine: false, endsLine: true });
  }

  function put(current: CurrentLine, piece: Piece, start: number): void {
    const skipped = Math.min(piece.end - start, Math.max(0, current.known - current.bytes));
    const beginsLine = piece.beginsLine && current.known === 0;
    const first = beginsLine && timestamps === "keep" ? piece.start : start + skipped;
    current.bytes += piece.end - start;
    emit({ bytes: partOf(piece, first), beginsLine, endsLine: piece.endsLine });
    if (piece.endsLine) close(current);
    else unfinished = unfinishedOf(current);
  }

  function close(current: CurrentLine): void {
    line = null;
    memory.remember(current.key);
    if (current.bytes <= current.known) giveUp(null);
    unfinished = null;
  }

  return {
    begin(piece, start, key) {
      const known = unfinished !== null && isContinued(unfinished, key, piece, start) ? unfinished.bytes : 0;
      if (known === 0) giveUp(key);
      line = { key, head: headOf(piece, start), bytes: 0, known };
      put(line, piece, start);
    },
    goOn: (piece) => line !== null && put(line, piece, piece.start),
    lose,
    goesBack: (next) => memory.goesBack(next),
    pieces() {
      const given = out;
      out = [];
      return given;
    },
    cursor: () => ({ ...from, bytes, lines, seen: memory.snapshot(), unfinished, losses }),
  };
}

function unfinishedOf({ key, head, bytes, known }: CurrentLine): UnfinishedLine {
  return { instant: instantOf(key), bytes: Math.max(bytes, known), head };
}

/** The same instant and the same beginning: the line whose beginning was handed over is being sent again. */
function isContinued(unfinished: UnfinishedLine, key: LineKey, piece: Piece, start: number): boolean {
  const { head } = unfinished;
  if (compareInstants(unfinished.instant, key) !== 0) return false;
  if (piece.end - start < head.bytes) return !piece.endsLine;
  return hashHead(piece.bytes, start, start + head.bytes) === head.hash;
}

function headOf(piece: Piece, start: number): UnfinishedLine["head"] {
  const bytes = Math.min(HEAD_BYTES, piece.end - start);
  return { hash: hashHead(piece.bytes, start, start + bytes), bytes };
}

/** Of a line's key, which is an instant and more. */
function instantOf({ seconds, nanos }: Instant): Instant {
  return { seconds, nanos };
}

function partOf(piece: Piece, from: number): Uint8Array {
  return piece.borrowed ? piece.bytes.slice(from, piece.end) : piece.bytes.subarray(from, piece.end);
}
