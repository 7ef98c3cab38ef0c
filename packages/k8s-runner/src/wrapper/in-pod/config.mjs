import { readFileSync } from "node:fs";

/**
 * What the wrapper is told. Every field is required: defaults live with the runner, which writes the file, so that
 * what a pod did can be read off its configuration alone.
 *
 * @typedef {object} Config
 * @property {string} nonce Marks our frames in the log.
 * @property {string} spoolFolder An existing folder (an emptyDir) for the agent's output.
 * @property {number} maxSpoolBytes What each of the two files in it may hold.
 * @property {string | null} stdinPath A file that the agent reads as its stdin; null: nothing to read.
 * @property {string} terminationMessagePath
 * @property {number} maxTerminationMessageBytes
 * @property {number} heartbeatMs
 * @property {number} stopGraceMs From the first signal to the kill.
 * @property {number} drainMs How long output may still be written after the agent's end.
 * @property {FinalWord | null} finalWord
 * @property {string} cgroupFolder Where the container sees its control group; `/sys/fs/cgroup` everywhere but in tests.
 *
 * @typedef {object} FinalWord How the agent's last word looks: by the text of one top-level field of a JSON line.
 * @property {string} field
 * @property {readonly string[]} final After such a line the agent should end.
 * @property {readonly string[]} resumed After such a line it is at work again.
 * @property {number} lingerMs How long it may then stay, without output, before it is stopped.
 */

/** @typedef {(value: unknown, name: string) => string | null} Check What is wrong with a value, as a sentence. */

const longestText = 4096;

/** setTimeout fires at once above this, and would kill an agent that was to be given a month. */
const longestMs = 2 ** 31 - 1;

/** @type {(isRight: (value: unknown) => boolean, expected: string) => Check} */
const must = (isRight, expected) => (value, name) => (isRight(value) ? null : `${name} must be ${expected}`);

/** @type {(least: number, most: number) => Check} */
const whole = (least, most) =>
  must(
    (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most,
    `a whole number from ${least} to ${most}`,
  );

/** @type {(value: unknown) => boolean} */
const isText = (value) =>
  typeof value === "string" && value.length > 0 && value.length <= longestText && !value.includes("\0");

const text = must(isText, `a text of 1 to ${longestText} characters without NUL`);

const texts = must(
  (value) => Array.isArray(value) && value.length <= 64 && value.every(isText),
  `a list of at most 64 texts of 1 to ${longestText} characters without NUL`,
);

/** @type {(check: Check) => Check} */
const orNull = (check) => (value, name) => (value === null ? null : check(value, name));

/** @type {(checks: Readonly<Record<string, Check>>) => Check} */
const record = (checks) => (value, name) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `${name} must be an object`;
  const fields = new Map(Object.entries(value));
  const stranger = [...fields.keys()].find((field) => !Object.hasOwn(checks, field));
  if (stranger !== undefined) return `${name} has no field ${JSON.stringify(stranger.slice(0, 40))}`;
  for (const [field, check] of Object.entries(checks)) {
    const problem = check(fields.get(field), field);
    if (problem !== null) return problem;
  }
  return null;
};

const configuration = record({
  nonce: must(
    (value) => typeof value === "string" && /^[a-z0-9]{8,32}$/.test(value),
    "8 to 32 letters of a-z and 0-9",
  ),
  spoolFolder: text,
  maxSpoolBytes: whole(4096, Number.MAX_SAFE_INTEGER),
  stdinPath: orNull(text),
  terminationMessagePath: text,
  maxTerminationMessageBytes: whole(1024, 4096),
  heartbeatMs: whole(10, longestMs),
  stopGraceMs: whole(0, longestMs),
  drainMs: whole(0, longestMs),
  finalWord: orNull(record({ field: text, final: texts, resumed: texts, lingerMs: whole(0, longestMs) })),
  cgroupFolder: text,
});

/**
 * Reads the configuration. Throws an Error whose message says what to change; it never quotes a value.
 *
 * @param {string} path
 * @returns {Config}
 */
export function readConfig(path) {
  const value = parse(path);
  assertConfig(value, path);
  return value;
}

/** @type {(path: string) => unknown} */
function parse(path) {
  const source = readFileSync(path, "utf8");
  try {
    return JSON.parse(source);
  } catch {
    // The parser's own message quotes the text.
    throw new SyntaxError(`${path} is not JSON`);
  }
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {asserts value is Config}
 */
function assertConfig(value, path) {
  const problem = configuration(value, "the configuration");
  if (problem !== null) throw new TypeError(`${path}: ${problem}`);
}
