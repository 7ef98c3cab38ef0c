/*
 * Walking over the bytes of a JSON object without building what it says. Every function begins at a position and gives
 * the position after what it walked over, or -1 where the bytes are not what they should be. Where the line ends too
 * early, a walk may go on behind it: so a position behind the end says the same as -1.
 *
 * Structure is checked only as far as it takes to find where things end: numbers, escapes and the inside of skipped
 * objects are not.
 *
 * Reading bytes takes a third of the time that the characters of a string take, which has many shapes in memory. Only
 * where a long string ends is asked of its text, because searching a text is native code.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** A line that holds one JSON object. */
export interface JsonBytes {
  readonly bytes: Uint8Array;
  /** Where the line begins and ends in `bytes`. */
  readonly start: number;
  readonly end: number;
  /** Makes a text in which every byte is one character. */
  readonly latin1: (bytes: Uint8Array, start: number, end: number) => string;
  /** The line as such texts, each `PIECE` long but the last; null until one is needed. */
  pieces: readonly string[] | null;
}

/**
 * Texts of more than a million characters Node puts outside the heap, where the collector sees them late: 90 MB had piled
 * up. Those of more than 128 KB it keeps apart from the young ones: a line of a megabyte took three times as long.
 */
const PIECE = 65_536;

export function jsonBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  latin1: JsonBytes["latin1"],
): JsonBytes {
  return { bytes, start, end, latin1, pieces: null };
}

/** Is given where a key stands and where its value begins. Gives where the value ends, or -1 to give up. */
export type VisitMember<Into> = (
  json: JsonBytes,
  key: number,
  keyEnd: number,
  value: number,
  into: Into,
) => number;

/**
 * Walks over the members of the object at `at`. A key with an escape in it may spell any other, so it ends the walk; no
 * such key was ever seen.
 */
export function walkObject<Into>(json: JsonBytes, at: number, visit: VisitMember<Into>, into: Into): number {
  const { bytes, end } = json;
  if (bytes[at] !== OPEN_BRACE) return -1;
  let here = skipSpace(bytes, at + 1, end);
  if (bytes[here] === CLOSE_BRACE) return here + 1;
  for (;;) {
    if (bytes[here] !== QUOTE) return -1;
    const keyEnd = endOfKey(json, here + 1);
    if (keyEnd === -1) return -1;
    const colon = skipSpace(bytes, keyEnd + 1, end);
    if (bytes[colon] !== COLON) return -1;
    const valueEnd = visit(json, here + 1, keyEnd, skipSpace(bytes, colon + 1, end), into);
    if (valueEnd === -1) return -1;
    here = skipSpace(bytes, valueEnd, end);
    const next = bytes[here];
    if (next === CLOSE_BRACE) return here + 1;
    if (next !== COMMA) return -1;
    here = skipSpace(bytes, here + 1, end);
  }
}

/** Walks over the values of the array at `at`. */
export function walkArray<Into>(
  json: JsonBytes,
  at: number,
  visit: (json: JsonBytes, value: number, into: Into) => number,
  into: Into,
): number {
  const { bytes, end } = json;
  let here = skipSpace(bytes, at + 1, end);
  if (bytes[here] === CLOSE_BRACKET) return here + 1;
  for (;;) {
    const valueEnd = visit(json, here, into);
    if (valueEnd === -1) return -1;
    here = skipSpace(bytes, valueEnd, end);
    const next = bytes[here];
    if (next === CLOSE_BRACKET) return here + 1;
    if (next !== COMMA) return -1;
    here = skipSpace(bytes, here + 1, end);
  }
}

/** The position of the first byte at or after `at` that is not JSON white space; `end` when there is none. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let here = at;
  while (here < end && isSpace(bytes[here])) here += 1;
  return here;
}

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

/** Skips a value of any kind. */
export function skipValue(json: JsonBytes, at: number): number {
  const first = json.bytes[at];
  if (first === QUOTE) return skipString(json, at + 1);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(json, at);
  let here = at;
  while (isLiteral(Number(json.bytes[here]))) here += 1;
  return here === at ? -1 : here;
}

/** Skips a value that is this text, byte for byte; -1 where another stands, or where the border of a piece lies in it. */
export function skipSame(json: JsonBytes, at: number, text: string): number {
  const inLine = at - json.start;
  const inPiece = inLine % PIECE;
  const piece = piecesOf(json)[(inLine - inPiece) / PIECE];
  return piece?.slice(inPiece, inPiece + text.length) === text ? at + text.length : -1;
}

/** The position of the quote that ends a key; -1 when it has an escape, or no end. */
function endOfKey({ bytes, end }: JsonBytes, at: number): number {
  for (let here = at; here < end; here += 1) {
    const code = bytes[here];
    if (code === QUOTE) return here;
    if (code === BACKSLASH) return -1;
  }
  return -1;
}

/** Most strings of an event are ids and names, and end before calling native code pays. */
const SHORT_STRING = 48;

/**
 * Skips the rest of a string; `at` is the position after the opening quote.
 *
 * Searching a text for the next quote takes 0.1 ns a character in prose and 0.7 in code with a quote every 30
 * characters, where a loop over bytes takes 0.8 to 1.6 and `JSON.parse` 0.5 to 0.8 (Node 24).
 */
export function skipString(json: JsonBytes, at: number): number {
  const { bytes, end } = json;
  let here = at;
  for (const stop = Math.min(end, at + SHORT_STRING); here < stop; here += 1) {
    const code = bytes[here];
    if (code === QUOTE) return here + 1;
    if (code === BACKSLASH) here += 1;
  }
  let quote = nextQuote(json, here);
  while (quote !== -1 && isEscaped(bytes, here, quote)) quote = nextQuote(json, quote + 1);
  return quote === -1 ? -1 : quote + 1;
}

function nextQuote(json: JsonBytes, at: number): number {
  const pieces = piecesOf(json);
  for (let index = Math.floor((at - json.start) / PIECE); ; index += 1) {
    const piece = pieces[index];
    if (piece === undefined) return -1;
    const first = json.start + index * PIECE;
    const found = piece.indexOf('"', Math.max(0, at - first));
    if (found !== -1) return first + found;
  }
}

function piecesOf(json: JsonBytes): readonly string[] {
  if (json.pieces !== null) return json.pieces;
  const { bytes, start, end, latin1 } = json;
  const pieces: string[] = [];
  for (let here = start; here < end; here += PIECE)
    pieces.push(latin1(bytes, here, Math.min(end, here + PIECE)));
  json.pieces = pieces;
  return pieces;
}

/** The line as a text in which every byte is one character. Engines join pieces when somebody reads the text. */
export function latin1Of(json: JsonBytes): string {
  let text = "";
  for (const piece of piecesOf(json)) text += piece;
  return text;
}

/** Whether an odd number of backslashes stands before `quote`, and not before `start`. */
function isEscaped(bytes: Uint8Array, start: number, quote: number): boolean {
  let before = quote;
  while (before > start && bytes[before - 1] === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 1;
}

/** Skips an object or an array by counting brackets outside strings; which kind closes which is not checked. */
function skipNested(json: JsonBytes, at: number): number {
  const { bytes, end } = json;
  let depth = 0;
  let here = at;
  while (here < end) {
    const code = bytes[here];
    here += 1;
    if (code === QUOTE) {
      here = skipString(json, here);
      if (here === -1) return -1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return here;
    }
  }
  return -1;
}

/** What `true`, `false`, `null` and numbers are made of. */
function isLiteral(code: number): boolean {
  const letter = code >= 0x61 && code <= 0x7a;
  const digit = code >= 0x30 && code <= 0x39;
  return letter || digit || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45;
}
