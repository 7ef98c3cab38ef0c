/** An instant that was read from the beginning of a line, and where the rest of the line begins. */
export interface Stamp {
  readonly at: number;
  readonly end: number;
}

const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** `2026-11-20T20:00:00Z` and `2026-11-20T20:00:00.123456789+02:00`. */
const SHORTEST = 20;
const LONGEST = 35;

/**
 * The RFC 3339 timestamp and the one space that the kubelet puts before a record, or null. Old kubelets trim the zeros
 * of the fraction and newer ones don't, and the offset is the node's: both vary.
 */
export function readStamp(bytes: Uint8Array, start: number, end: number): Stamp | null {
  const first = Number(bytes[start]);
  if (!(first >= ZERO && first <= NINE)) return null;
  const stop = Math.min(end, start + LONGEST + 1);
  let space = start + SHORTEST;
  while (space < stop && bytes[space] !== SPACE) space += 1;
  if (space >= stop) return null;
  const at = instantIn(bytes, start, space);
  return at === null ? null : { at, end: space + 1 };
}

/**
 * Epoch milliseconds of an RFC 3339 text; null for any other text, for a date or an hour that doesn't exist, and for
 * the year 1, which Go writes for no time at all.
 *
 * By hand and not with `Date.parse`, which reads many other texts too, some of them in the local zone. Nearly every
 * event brings a timestamp: a regular expression and `Date.UTC` took 200 ns of the 2500 that an event costs, this
 * takes 50.
 */
export function instantOf(text: string): number | null {
  if (text.length > LONGEST) return null;
  for (let index = 0; index < text.length; index += 1) letters[index] = text.charCodeAt(index);
  return instantIn(letters, 0, text.length);
}

/** Where the letters of a text are put to be read as bytes are; nothing of it outlives a call. */
const letters = new Uint16Array(LONGEST);

function instantIn(codes: ArrayLike<number>, start: number, end: number): number | null {
  if (end - start < SHORTEST || end - start > LONGEST || !hasSeparators(codes, start)) return null;
  const year = pair(codes, start) * 100 + pair(codes, start + 2);
  const month = pair(codes, start + 5);
  const day = pair(codes, start + 8);
  const hour = pair(codes, start + 11);
  const minute = pair(codes, start + 14);
  const second = pair(codes, start + 17);
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const zone = codes[end - 1] === LETTER_Z ? end - 1 : end - 6;
  const days = daysBefore(year, month) + day - 1;
  const minutes = days * 1440 + hour * 60 + minute - offsetMinutes(codes, zone);
  const at = (minutes * 60 + second) * 1000 + milliseconds(codes, start + 19, zone);
  return Number.isNaN(at) ? null : at;
}

function hasSeparators(codes: ArrayLike<number>, start: number): boolean {
  return (
    codes[start + 4] === MINUS &&
    codes[start + 7] === MINUS &&
    codes[start + 10] === LETTER_T &&
    codes[start + 13] === COLON &&
    codes[start + 16] === COLON
  );
}

/** Two digits; NaN where something else stands, which makes the whole instant NaN. */
function pair(codes: ArrayLike<number>, index: number): number {
  return digit(codes, index) * 10 + digit(codes, index + 1);
}

function digit(codes: ArrayLike<number>, index: number): number {
  const value = Number(codes[index]) - ZERO;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return isLeap(year) ? 29 : 28;
}

/** Days from 1970-01-01 to the first of a month. Years are counted from March, so that the leap day is the last one. */
function daysBefore(year: number, month: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) - 719_468;
}

/** Of up to nine digits after a point the first three; NaN when there are none, or more, or something else. */
function milliseconds(codes: ArrayLike<number>, point: number, zone: number): number {
  if (zone === point) return 0;
  if (codes[point] !== POINT || zone < point + 2 || zone > point + 10) return Number.NaN;
  let value = 0;
  let weight = 100;
  for (let index = point + 1; index < zone; index += 1) {
    value += digit(codes, index) * weight;
    weight = index < point + 3 ? weight / 10 : 0;
  }
  return value;
}

function offsetMinutes(codes: ArrayLike<number>, zone: number): number {
  const first = codes[zone];
  if (first === LETTER_Z) return 0;
  const sign = first === PLUS ? 1 : first === MINUS ? -1 : Number.NaN;
  const valid = codes[zone + 3] === COLON;
  return valid ? sign * (pair(codes, zone + 1) * 60 + pair(codes, zone + 4)) : Number.NaN;
}
