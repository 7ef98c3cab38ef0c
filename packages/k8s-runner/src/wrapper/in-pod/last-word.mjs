/** @import { FinalWord } from "./config.mjs" */

const [lineFeed, quote, backslash, colon, comma] = [0x0a, 0x22, 0x5c, 0x3a, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Longer names and values cannot be ones that we were told to look for. */
const longestToken = 256;
/** How much of the last word is kept, for the termination message. */
const keptBytes = 600;

/**
 * Watches the agent's lines for its last word: a JSON object whose top-level field has one of the values told. It reads
 * byte by byte with a memory of one token, because a line may be tens of megabytes long, and because the field is not
 * always the first one, nor the only one of its name at some depth.
 *
 * @param {FinalWord} wanted
 */
export function watchForLastWord(wanted) {
  /** @type {string | null} */
  let spoken = null;
  let isFinal = false;
  let line = startLine();

  const endLine = () => {
    if (line.value !== null && wanted.final.includes(line.value)) {
      isFinal = true;
      spoken = Buffer.concat(line.beginning).toString("utf8");
    } else if (line.value !== null && wanted.resumed.includes(line.value)) isFinal = false;
    line = startLine();
  };

  return {
    /** Whether the agent said its last word and did not go back to work since. */
    isFinal: () => isFinal,
    /** The beginning of the last final line; null before the first. */
    spoken: () => spoken,
    /** @param {Buffer} bytes */
    feed(bytes) {
      let start = 0;
      while (start < bytes.length) {
        const lineEnd = bytes.indexOf(lineFeed, start);
        const end = lineEnd < 0 ? bytes.length : lineEnd;
        read(line, bytes.subarray(start, end), wanted.field);
        if (lineEnd < 0) return;
        endLine();
        start = end + 1;
      }
    },
  };
}

/**
 * @typedef {object} Line
 * @property {boolean} isDecided Nothing that follows can matter: the value is known, or the line is no JSON object.
 * @property {string | null} value The text of the field, once it was met.
 * @property {Buffer[]} beginning
 * @property {number} kept
 * @property {number} depth
 * @property {boolean} inText
 * @property {boolean} isEscaped
 * @property {string} token The text that is being read, or was read last.
 * @property {string | null} name The name before the colon, while its value is read.
 */

/** @returns {Line} */
function startLine() {
  return {
    isDecided: false,
    value: null,
    beginning: [],
    kept: 0,
    depth: 0,
    inText: false,
    isEscaped: false,
    token: "",
    name: null,
  };
}

/** @type {(line: Line, bytes: Buffer, field: string) => void} */
function read(line, bytes, field) {
  if (line.kept < keptBytes) {
    // A copy: the caller's buffer is used again for the next read.
    const beginning = Buffer.from(bytes.subarray(0, keptBytes - line.kept));
    line.beginning.push(beginning);
    line.kept += beginning.length;
  }
  for (let index = 0; index < bytes.length && !line.isDecided; index += 1) {
    const byte = bytes[index] ?? 0;
    if (line.inText) readText(line, byte, field);
    else readStructure(line, byte);
  }
}

/** @type {(line: Line, byte: number, field: string) => void} */
function readText(line, byte, field) {
  if (byte !== quote || line.isEscaped) {
    line.isEscaped = byte === backslash && !line.isEscaped;
    // Below the top level the text does not matter; an escaped name or value is taken as it is written.
    if (line.depth === 1 && line.token.length < longestToken) line.token += String.fromCharCode(byte);
    return;
  }
  line.inText = false;
  if (line.depth !== 1 || line.name !== field) return;
  line.value = line.token;
  line.isDecided = true;
}

/** @type {(line: Line, byte: number) => void} */
function readStructure(line, byte) {
  if (byte === quote) {
    line.inText = true;
    line.token = "";
  } else if (byte === openBrace || byte === openBracket) {
    if (line.depth === 0 && byte === openBracket) line.isDecided = true;
    line.depth += 1;
  } else if (byte === closeBrace || byte === closeBracket) line.depth -= 1;
  else if (line.depth === 1 && byte === colon) line.name = line.token;
  else if (line.depth === 1 && byte === comma) line.name = null;
  // Whatever begins with something else than a brace, or goes on after it was closed, is no JSON object.
  if (line.depth === 0 && byte > 0x20) line.isDecided = true;
}
