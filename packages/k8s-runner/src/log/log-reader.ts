import { createHandOver, type LogPiece, type Timestamps } from "./hand-over.ts";
import { formatSecond } from "./instant.ts";
import type { Piece } from "./line-pieces.ts";
import { isUnaligned, judgeLine, lastWordsOf, openConnection, type Connection } from "./log-connection.ts";
import type { LogCursor } from "./log-cursor.ts";
import { createResend } from "./resend.ts";
import { createTornLine } from "./torn-line.ts";

/**
 * Reads a container's log over any number of connections, one after the other. What it hands over is each line once and
 * in order, as the API shows it: a record of stderr inside a long line of stdout is spliced in by the kubelet, and which
 * bytes were whose can't be told. Only the in-pod wrapper prevents this.
 *
 * Two things are taken for granted: no record is stamped more than a second before one that stands in front of it, or
 * `went-back` is declared; and lines of one timestamp and one beginning do not lie on both sides of a rotation.
 * If a file begins inside the newest line that was seen, the rest of that line comes twice, behind a declared loss.
 */
export interface LogReader {
  /**
   * A connection was asked for: gives the `sinceTime` to ask with, null for none. Ask with `timestamps=true`; whether
   * with `follow` makes no difference here. A connection before it is closed by this.
   */
  open(): { readonly sinceTime: string | null };
  /** Bytes of the open connection: gives what is new in them. Throws a TypeError when no connection is open. */
  feed(chunk: Uint8Array): readonly LogPiece[];
  /** The connection ended, however it did. Gives the kubelet's own last words in its body, if there were any. */
  close(): { readonly inBand: string | null };
  /** No connection will follow: gives what is left, a line without an end. */
  finish(): readonly LogPiece[];
  /** Where the reader stands, with all pieces that were given. */
  cursor(): LogCursor;
  /** Lines without a timestamp that were no known message of the kubelet: rests of lines that began before `sinceTime`. */
  fragments(): number;
}

/**
 * The log API is asked for whole seconds and answers with whole records, so every resumed connection begins with what
 * was seen. It is dropped by its place; what a disconnect tore is completed from the line's beginning. Nothing of this
 * costs memory by the length of a line or of the log.
 */
export function createLogReader(from: LogCursor, timestamps: Timestamps): LogReader {
  const handOver = createHandOver(from, timestamps);
  const torn = createTornLine(handOver);
  const resend = createResend();
  let connection: Connection | null = null;
  let isPlaceLost = false;
  let fragments = 0;

  function take(open: Connection, piece: Piece): void {
    if (!piece.beginsLine) {
      if (open.passes) handOver.goOn(piece);
      return;
    }
    const line = judgeLine(open, piece);
    open.passes = line.kind === "new" && !resend.isAgain(line.key);
    if (line.kind === "fragment") fragments += 1;
    if (line.kind !== "new" || !open.passes) return;
    torn.settle(line.key);
    if (line.isAfterLoss) handOver.lose("not-resent", line.key);
    if (handOver.goesBack(line.key)) handOver.lose("went-back", line.key);
    handOver.begin(piece, line.start, line.key);
  }

  function close(): { readonly inBand: string | null } {
    const closed = connection;
    connection = null;
    if (closed === null) return { inBand: null };
    torn.keep(closed);
    isPlaceLost = isUnaligned(closed);
    return { inBand: lastWordsOf(closed) };
  }

  function finish(): readonly LogPiece[] {
    close();
    torn.handOver();
    if (isPlaceLost) handOver.lose("not-resent", null);
    isPlaceLost = false;
    return handOver.pieces();
  }

  return {
    open() {
      close();
      const { seen, unfinished } = handOver.cursor();
      connection = openConnection(seen, unfinished?.instant ?? torn.instant());
      const { since } = connection;
      return { sinceTime: since === null ? null : formatSecond(since) };
    },
    feed(chunk) {
      const open = connection;
      if (open === null) throw new TypeError("No connection is open: call open() before feed().");
      open.pieces.feed(chunk, (piece) => take(open, piece));
      return handOver.pieces();
    },
    close,
    finish,
    cursor: () => handOver.cursor(),
    fragments: () => fragments,
  };
}
