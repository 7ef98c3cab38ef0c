import { createHash } from "node:crypto";
import { join } from "node:path";
import { watchForLastWord } from "./last-word.mjs";
import { openSpool } from "./spool.mjs";

/** @import { Config } from "./config.mjs" */

const lineFeed = 0x0a;
const tailBytes = 2000;

/** @typedef {ReturnType<typeof openStreams>} Streams */

/** @param {Config} config */
export function openStreams(config) {
  return { stdout: openStdout(config), stderr: openStderr(config) };
}

/**
 * The agent's stdout: its file, and what is known of its content so far.
 *
 * @param {Config} config
 */
function openStdout(config) {
  const hash = createHash("sha256");
  const lastWord = config.finalWord === null ? null : watchForLastWord(config.finalWord);
  let lines = 0;
  const spool = openSpool(join(config.spoolFolder, `${config.nonce}-stdout`), (bytes) => {
    hash.update(bytes);
    lines += newlines(bytes);
    lastWord?.feed(bytes);
  });
  return {
    spool,
    lines: () => lines,
    /** Of all bytes; null when some can't be known any more. */
    sha256: () => (spool.mayHaveMissed() ? null : hash.copy().digest("hex")),
    lastWord: () => lastWord?.spoken() ?? null,
    isFinal: () => lastWord?.isFinal() ?? false,
  };
}

/**
 * The agent's stderr: its file, and the end of it.
 *
 * @param {Config} config
 */
function openStderr(config) {
  let tail = Buffer.alloc(0);
  const spool = openSpool(join(config.spoolFolder, `${config.nonce}-stderr`), (bytes) => {
    tail = Buffer.concat([tail, bytes.subarray(-tailBytes)]).subarray(-tailBytes);
  });
  return { spool, tail: () => tail.toString("utf8") };
}

/** @type {(bytes: Buffer) => number} */
function newlines(bytes) {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}
