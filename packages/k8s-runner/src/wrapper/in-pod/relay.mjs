import { payloadBytes } from "./printer.mjs";

/** @import { openPrinter } from "./printer.mjs" */
/** @import { openSpool } from "./spool.mjs" */
/** @typedef {ReturnType<typeof openSpool>} Spool */
/** @typedef {ReturnType<typeof openPrinter>} Printer */

const lineFeed = 0x0a;

/** @type {Readonly<Record<"stdout" | "stderr", "out" | "err">>} */
const tags = { stdout: "out", stderr: "err" };

/**
 * Prints what can be printed of a stream now; returns whether it printed anything. A line goes out when it is
 * complete, in pieces when it is long, and unfinished only when the agent has paused in it.
 *
 * @param {"stdout" | "stderr"} stream
 * @param {Spool} spool
 * @param {Printer} printer
 */
export function relay(stream, spool, printer) {
  let hasMoved = false;
  while (spool.hasUnsent() && printer.isReady()) {
    const lost = spool.takeLost();
    if (lost !== null) printer.report("lost", { stream, ...lost });
    else if (!relayPiece(tags[stream], spool, printer)) break;
    hasMoved = true;
  }
  return hasMoved;
}

/** @type {(tag: "out" | "err", spool: Spool, printer: Printer) => boolean} */
function relayPiece(tag, spool, printer) {
  const offset = spool.sentBytes();
  // One more than fits, for the newline that ends a line of exactly that length.
  const bytes = spool.peek(payloadBytes + 1);
  const lineEnd = bytes.indexOf(lineFeed);
  const isUnfinished = lineEnd < 0 && bytes.length <= payloadBytes;
  // Nothing to read although it was seen: the file was emptied just now, and the next look will notice.
  if (bytes.length === 0 || (isUnfinished && !spool.isPaused())) return false;
  const payload = bytes.subarray(0, lineEnd < 0 ? payloadBytes : lineEnd);
  printer.data(tag, offset, payload, lineEnd >= 0);
  spool.markSent(payload.length + (lineEnd < 0 ? 0 : 1));
  return true;
}
