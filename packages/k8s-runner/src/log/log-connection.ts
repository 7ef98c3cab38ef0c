import { asciiText } from "./ascii.ts";
import { gluedMessageAt, inBandMessage } from "./in-band.ts";
import { readStamp, type Instant, type Stamp } from "./instant.ts";
import { hashHead, type LineKey } from "./line-key.ts";
import { createLinePieces, type LinePieces, type Piece } from "./line-pieces.ts";
import { createReplay, type Replay } from "./replay.ts";
import { floorOf, type SeenLines } from "./seen-lines.ts";

/** What a reader knows of the connection that is open. */
export interface Connection {
  readonly pieces: LinePieces;
  readonly replay: Replay;
  /** The first second that was asked for. */
  readonly since: number | null;
  /** Whether the current line is handed over. */
  passes: boolean;
  stampedLines: number;
  inBand: string | null;
}

/** What the beginning of a line tells about it. Only a new one is handed over. */
export type JudgedLine =
  | { readonly kind: "new"; readonly key: LineKey; readonly start: number; readonly isAfterLoss: boolean }
  | { readonly kind: "seen" }
  /** The kubelet's own message in the body of the log. */
  | { readonly kind: "message" }
  /** The rest of a line that began before what was asked for. It was seen, or lies in a declared loss. */
  | { readonly kind: "fragment" };

export function openConnection(seen: SeenLines, torn: Instant | null): Connection {
  return {
    pieces: createLinePieces(),
    replay: createReplay(seen, torn),
    since: floorOf(seen)?.since ?? null,
    passes: false,
    stampedLines: 0,
    inBand: null,
  };
}

/** Judges a line by its first piece. */
export function judgeLine(connection: Connection, piece: Piece): JudgedLine {
  const stamp = stampOf(piece);
  if (stamp === null || isTooEarly(connection, stamp)) {
    const message = inBandMessage(piece.bytes, piece.start, piece.end);
    connection.inBand = message ?? connection.inBand;
    return { kind: message === null ? "fragment" : "message" };
  }
  connection.stampedLines += 1;
  const key = keyOf(piece, stamp);
  const judgement = connection.replay.judge(key);
  if (judgement === "seen") return { kind: "seen" };
  return { kind: "new", key, start: stamp.end, isAfterLoss: judgement === "new-after-loss" };
}

/** The rest of a line may begin with a timestamp that the agent wrote; but no line begins before what was asked for. */
function isTooEarly({ since }: Connection, { instant }: Stamp): boolean {
  return since !== null && instant.seconds < since;
}

/** A part of an unfinished line that was held back, without what the kubelet wrote behind it. */
export interface Rest {
  readonly piece: Piece;
  /** Of the content. */
  readonly start: number;
  /** Null where the line's beginning was handed over already. */
  readonly key: LineKey | null;
  /** Whether what was seen last did not come again before it. */
  readonly isAfterLoss: boolean;
}

/** A copy of what is held of an unfinished line, if that line is new. */
export function restOf(connection: Connection): Rest | null {
  const held = connection.pieces.held();
  if (held === null) return null;
  if (held.beginsLine) return begunRest(connection, held);
  const { start } = held;
  return connection.passes ? { piece: copyOf(held, start), start, key: null, isAfterLoss: false } : null;
}

/** A line of which only the beginning came counts as well: a rotated file may hold nothing else. */
function begunRest(connection: Connection, held: Piece): Rest | null {
  const stamp = stampOf(held);
  if (stamp === null || isTooEarly(connection, stamp)) return null;
  connection.stampedLines += 1;
  const piece = copyOf(held, stamp.end);
  const key = keyOf(piece, stamp);
  const judgement = connection.replay.judgeCut(key);
  if (judgement === "seen") return null;
  return { piece, start: stamp.end, key, isAfterLoss: judgement === "new-after-loss" };
}

/** Without what the kubelet wrote behind its content. */
function copyOf(held: Piece, start: number): Piece {
  const end = gluedMessageAt(held.bytes, start, held.end);
  return { ...held, bytes: held.bytes.slice(0, end), end };
}

/** What the kubelet said at the end of the body, or in a line before it. */
export function lastWordsOf(connection: Connection): string | null {
  const held = connection.pieces.held();
  if (held === null) return connection.inBand;
  const start = contentStart(held);
  if (start === null) return inBandMessage(held.bytes, held.start, held.end) ?? connection.inBand;
  const at = gluedMessageAt(held.bytes, start, held.end);
  return at === held.end ? connection.inBand : asciiText(held.bytes, at, Math.min(held.end, at + 256));
}

/** Whether lines came but none by which the place in the log could be found again. */
export function isUnaligned(connection: Connection): boolean {
  return connection.stampedLines > 0 && !connection.replay.isOver();
}

/** Where the content begins; null for a line that should have a timestamp and has none. */
function contentStart(piece: Piece): number | null {
  return piece.beginsLine ? (stampOf(piece)?.end ?? null) : piece.start;
}

function stampOf(piece: Piece): Stamp | null {
  return readStamp(piece.bytes, piece.start, piece.end);
}

function keyOf(piece: Piece, { instant, end }: Stamp): LineKey {
  return { ...instant, hash: hashHead(piece.bytes, end, piece.end) };
}
