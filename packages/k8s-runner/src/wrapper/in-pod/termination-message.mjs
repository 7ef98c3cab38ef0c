import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";

/** @import { Ending } from "./agent.mjs" */

/**
 * What the termination message tells. It lives in the pod's status, and so survives the log. It is written at the
 * start, with every heartbeat, when the agent ended and when all was relayed; a wrapper that is killed leaves the last.
 *
 * @typedef {object} Account
 * @property {"running" | "draining" | "done"} phase
 * @property {Ending | null} ending
 * @property {"linger" | "signal" | null} stopped
 * @property {number} frames How many frames were taken by the log's pipe; the last one has this number less one.
 * @property {StreamAccount} stdout
 * @property {StreamAccount} stderr
 * @property {number} stdoutLines
 * @property {string | null} stdoutSha256
 * @property {number | null} oomKills
 * @property {readonly string[]} problems
 * @property {string | null} lastWord
 * @property {string} stderrTail
 *
 * @typedef {{ readonly bytes: number, readonly sentBytes: number, readonly lostBytes: number }} StreamAccount
 */

/** With it, and with numbers of fifteen digits, the facts take less than 1024 bytes. */
const longestProblemBytes = 200;

/** @type {Account} What is known before anything happened. */
export const nothingKnown = {
  phase: "running",
  ending: null,
  stopped: null,
  frames: 0,
  stdout: { bytes: 0, sentBytes: 0, lostBytes: 0 },
  stderr: { bytes: 0, sentBytes: 0, lostBytes: 0 },
  stdoutLines: 0,
  stdoutSha256: null,
  oomKills: null,
  problems: [],
  lastWord: null,
  stderrTail: "",
};

/**
 * The account as one line of JSON that fits. What people read is cut, the longer text first, and at last the problems,
 * which were said on stderr as well; facts never are.
 *
 * @type {(account: Account, maxBytes: number) => string}
 */
export function composeMessage(account, maxBytes) {
  const lastWord = account.lastWord === null ? null : Array.from(printable(account.lastWord));
  const ending = boundedEnding(account.ending);
  const stderrTail = Array.from(printable(account.stderrTail));
  for (let most = maxBytes; most >= 1; most = Math.floor(most / 2)) {
    const texts = {
      lastWord: lastWord?.slice(0, most).join("") ?? null,
      stderrTail: stderrTail.slice(-most).join(""),
    };
    const line = lineOf({ ...account, ...texts, ending });
    if (Buffer.byteLength(line) <= maxBytes) return line;
  }
  return lineOf({ ...account, ending, problems: [], lastWord: null, stderrTail: "" });
}

/** @type {(account: Account) => string} */
const lineOf = (account) => `${JSON.stringify({ runverdict: 1, ...account })}\n`;

/** @type {(ending: Ending | null) => Ending | null} */
function boundedEnding(ending) {
  if (ending === null || !("problem" in ending)) return ending;
  const problem = Buffer.from(ending.problem).subarray(0, longestProblemBytes).toString("utf8");
  return { ...ending, problem: printable(problem) };
}

const colours = new RegExp(`${String.fromCodePoint(0x1b)}\\[[0-9;?]{0,32}[A-Za-z]`, "g");

/**
 * Colours and control characters out; line ends stay, since a tail of several lines is hard to read without.
 *
 * @type {(text: string) => string}
 */
function printable(text) {
  return text
    .replace(colours, "")
    .replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, (character) => (character === "\n" ? "\n" : ""));
}

/**
 * Writes in one go over what was there, and only then cuts off the rest: whoever is killed in between leaves a whole
 * first line. The file is a mount that the kubelet made: nothing can be renamed onto it, and it is not ours to make.
 *
 * @type {(path: string, line: string) => void}
 */
export function writeMessage(path, line) {
  const fd = openSync(path, constants.O_WRONLY);
  try {
    ftruncateSync(fd, writeSync(fd, line, 0));
  } finally {
    closeSync(fd);
  }
}
