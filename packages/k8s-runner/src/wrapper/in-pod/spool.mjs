import { constants, fstatSync, ftruncateSync, openSync, readFileSync, readSync, rmSync } from "node:fs";

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = constants;

/** What one look may read, so that signals and heartbeats get their turn when the agent writes as fast as we read. */
const mostBytesPerLook = 4 * 1024 * 1024;

/** Enough to tell one text from another. */
const landmarkBytes = 64;

/**
 * One stream of the agent as a regular file. A file, and not a pipe, because a process that ends with its pipe full
 * loses the rest (seen: answers cut at 64 KiB), and because the agent must go on while nobody reads our own output.
 *
 * Two places in the stream are kept, as offsets from its beginning: what was `seen` (hashed, counted, searched for the
 * last word) keeps up with the agent always; what was `sent` keeps up with whoever reads the log. The file begins at
 * `base` of the stream: more than 0 once it was emptied. What was neither sent nor is in the file any more is lost, and
 * is handed out as such.
 *
 * @param {string} path
 * @param {(bytes: Buffer) => void} see Is given every byte once. The buffer is used again.
 */
export function openSpool(path, see) {
  // Left behind by an earlier start of this container, if it is there at all.
  rmSync(path, { force: true });
  // Appending keeps each write whole when several processes share the file, and starts afresh after it was emptied.
  const writeFd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600);
  const readFd = openSync(path, O_RDONLY);
  const buffer = Buffer.allocUnsafe(64 * 1024);
  let [base, seen, sent, lostBytes, unseenBytes] = [0, 0, 0, 0, 0];
  let [isPaused, isSealed, wasRewritten, isUnsure] = [false, false, false, false];
  /** What stands just before our place in the file. */
  let landmark = Buffer.alloc(0);

  /** @param {number} missed Bytes that were in the file and that we did not see. */
  const startAgain = (missed) => {
    unseenBytes += missed;
    seen += missed;
    base = seen;
    landmark = Buffer.alloc(0);
  };

  /**
   * Whether someone emptied the file under us: `echo … > /dev/stderr` in a script does, because it opens it anew. What
   * it held is gone, and what it holds is new. (The same text in the same place can't be told from what was there; the
   * time of the last write does not help, since it changes before the size does, and without it when the disk is full.)
   */
  const isRewritten = () => {
    const place = seen - base;
    if (fstatSync(readFd).size < place) return true;
    const found = Buffer.alloc(landmark.length);
    readSync(readFd, found, 0, found.length, place - found.length);
    return !found.equals(landmark);
  };

  return {
    /** For the agent. */
    fd: writeFd,
    seenBytes: () => seen,
    sentBytes: () => sent,
    lostBytes: () => lostBytes + Math.max(0, base - sent),
    /** Whether the file was emptied by someone else, who may have destroyed what we never saw. */
    wasRewritten: () => wasRewritten,
    /** Whether there may have been bytes that no hash of ours covers. */
    mayHaveMissed: () => wasRewritten || isUnsure || unseenBytes > 0,
    sizeBytes: () => fstatSync(readFd).size,

    /** Looks at what the agent wrote since; returns the number of new bytes. */
    look() {
      if (isSealed) return 0;
      if (isRewritten()) {
        wasRewritten = true;
        startAgain(0);
      }
      let fresh = 0;
      while (fresh < mostBytesPerLook) {
        const count = readSync(readFd, buffer, 0, buffer.length, seen - base);
        if (count === 0) break;
        see(buffer.subarray(0, count));
        const end = buffer.subarray(Math.max(0, count - landmarkBytes), count);
        landmark = Buffer.concat([landmark, end]).subarray(-landmarkBytes);
        seen += count;
        fresh += count;
      }
      isPaused = fresh === 0;
      return fresh;
    },

    /** Looks once more, to the end. What others may still write to the file is not the agent's any more. */
    seal() {
      while (this.look() >= mostBytesPerLook);
      [isPaused, isSealed] = [true, true];
    },

    /** Whether an unfinished line at the end has to be taken for what it is. */
    isPaused: () => isPaused,

    /** Whether bytes, or the news of a loss, wait to be sent. */
    hasUnsent: () => sent < seen,

    /** The range at the front that can't be sent any more, which counts as sent by that; null if there is none. */
    takeLost() {
      if (sent >= base) return null;
      const lost = { offset: sent, bytes: base - sent };
      sent = base;
      lostBytes += lost.bytes;
      return lost;
    },

    /** At most `most` of the seen bytes that were not yet sent, in a buffer that is used again. */
    peek(/** @type {number} */ most) {
      const wanted = Math.min(most, seen - sent, buffer.length);
      return buffer.subarray(0, readSync(readFd, buffer, 0, wanted, sent - base));
    },

    /** @param {number} bytes */
    markSent(bytes) {
      sent += bytes;
    },

    /**
     * Empties the file: when it has reached the limit, whatever is in it; long before, if all of it was sent.
     *
     * @param {number} limitBytes
     */
    reclaim(limitBytes) {
      const size = fstatSync(readFd).size;
      if (isSealed || size < limitBytes / 8) return;
      const isAllSent = this.look() === 0 && sent === seen;
      if (!isAllSent && size < limitBytes) return;
      const { size: sizeBefore } = fstatSync(readFd);
      ftruncateSync(writeFd);
      const lastWriteEnd = lastWriteEndBefore(writeFd, readFd);
      if (lastWriteEnd === null) isUnsure = true;
      startAgain(Math.max(0, (lastWriteEnd ?? sizeBefore) - (seen - base)));
    },
  };
}

/**
 * Where the agent's last write before the file was emptied had ended. The kernel remembers the place of this descriptor,
 * which the agent shares with us, so that a write between our last look and the emptying is known although its bytes are
 * gone. Null if the agent wrote again since: then the place is the end of that write, which is never behind the file's.
 *
 * @type {(writeFd: number, readFd: number) => number | null}
 */
function lastWriteEndBefore(writeFd, readFd) {
  const place = positionOf(writeFd);
  const { size } = fstatSync(readFd);
  return place !== null && (place > size || size === 0) ? place : null;
}

/** @type {(fd: number) => number | null} */
function positionOf(fd) {
  try {
    const found = /^pos:\s{0,8}(\d{1,15})$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"));
    return found === null ? null : Number(found[1]);
  } catch {
    return null;
  }
}
