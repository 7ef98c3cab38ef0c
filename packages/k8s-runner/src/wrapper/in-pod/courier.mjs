import { performance } from "node:perf_hooks";
import { openPrinter } from "./printer.mjs";
import { relay } from "./relay.mjs";

/** @import { Streams } from "./streams.mjs" */

/** How often files are looked at. Watching them would take one of the node's few inotify instances. */
const lookEveryMs = 50;

/**
 * Carries what the agent writes to the log, at the pace of whoever reads the log.
 *
 * @param {string} nonce
 * @param {Streams} streams
 * @param {(grownBytes: number) => number} onLook Called at every look, with how much stdout has grown; returns how much
 *   a file may hold now.
 */
export function openCourier(nonce, { stdout, stderr }, onLook) {
  const printer = openPrinter(nonce, wake);
  /** @type {NodeJS.Immediate | null} */
  let soon = null;
  /** @type {NodeJS.Timeout | undefined} */
  let later;
  let movedAt = performance.now();
  let isErrFirst = true;
  /** @type {{ readonly stillMs: number, readonly end: () => object, readonly onSettled: () => void } | null} */
  let finishing = null;

  wake();
  return {
    isClosed: printer.isClosed,
    writtenFrames: printer.writtenFrames,

    /** A sign of life, unless the log is stuck: then it would only wait, and be stale. @param {object} body */
    beat(body) {
      if (!printer.isReady()) return;
      printer.report("beat", body);
      printer.flush();
    },

    /**
     * The agent has ended: carries the rest, and then the last frame. Gives up when the reader takes nothing for so
     * long, and is silent then: without a last frame nobody can think the log complete.
     *
     * @type {(stillMs: number, end: () => object, onSettled: () => void) => void}
     */
    finish(stillMs, end, onSettled) {
      stdout.spool.seal();
      stderr.spool.seal();
      movedAt = performance.now();
      finishing = { stillMs, end, onSettled };
      wake();
    },
  };

  function wake() {
    // Never at once: a reader that is always ready would keep signals and timers out for good.
    soon ??= setImmediate(turn);
  }

  function turn() {
    soon = null;
    clearTimeout(later);
    const grown = stdout.spool.look();
    const isBusy = stderr.spool.look() + grown > 0;
    const hasMoved = carry();
    const limitBytes = onLook(grown);
    stdout.spool.reclaim(limitBytes);
    stderr.spool.reclaim(limitBytes);
    if (finishing !== null && isFinished(finishing)) return;
    if (isBusy || hasMoved) wake();
    else later = setTimeout(turn, lookEveryMs);
  }

  function carry() {
    // Turn about, or a loud stdout would keep stderr out.
    isErrFirst = !isErrFirst;
    let hasMoved = isErrFirst && relay("stderr", stderr.spool, printer);
    if (relay("stdout", stdout.spool, printer)) hasMoved = true;
    if (relay("stderr", stderr.spool, printer)) hasMoved = true;
    if (!hasMoved) return false;
    printer.flush();
    movedAt = performance.now();
    return true;
  }

  /** @param {NonNullable<typeof finishing>} last */
  function isFinished({ stillMs, end, onSettled }) {
    if (printer.isClosed() || performance.now() - movedAt >= stillMs) {
      onSettled();
      return true;
    }
    if (stdout.spool.hasUnsent() || stderr.spool.hasUnsent() || !printer.isReady()) return false;
    printer.report("end", end());
    printer.flush(onSettled);
    setTimeout(onSettled, stillMs);
    return true;
  }
}
