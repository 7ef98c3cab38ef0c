/**
 * When the runtime took up a record. Two numbers, because nanoseconds since 1970 are no safe integer: `Date` and epoch
 * milliseconds lose the digits by which two records of one millisecond are told apart.
 */
export interface Instant {
  /** Epoch seconds, UTC. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanos: number;
}

/** A timestamp that was read from the beginning of a line, and where the content begins behind it. */
export interface Stamp {
  readonly instant: Instant;
  readonly end: number;
}

/** Longest timestamp that is read, with its space: kubelets write at most nine digits of a second, others may more. */
const STAMP_BYTES = 48;

/** The first second of the year 1 and the last of 9999. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

const SECONDS_LENGTH = 19;
const ZERO = 0x30;
const POINT = 0x2e;
const SPACE = 0x20;
const LETTER_Z = 0x5a;

const SEPARATORS = [
  [4, 0x2d],
  [7, 0x2d],
  [10, 0x54],
  [13, 0x3a],
  [16, 0x3a],
] as const;

/**
 * The RFC 3339 timestamp and the space that the kubelet puts before a line, or null. Its offset is the node's, and old
 * kubelets trim the zeros of the fraction: the same instant may be written in several ways.
 */
export function readStamp(bytes: Uint8Array, start: number, end: number): Stamp | null {
  for (const [place, separator] of SEPARATORS) if (bytes[start + place] !== separator) return null;
  const stop = Math.min(end, start + STAMP_BYTES);
  const fraction = readFraction(bytes, start + SECONDS_LENGTH, stop);
  const minutes = offsetMinutes(bytes, fraction.end);
  const space = fraction.end + (bytes[fraction.end] === LETTER_Z ? 1 : 6);
  const seconds = secondsAt(bytes, start) - minutes * 60;
  if (Number.isNaN(seconds + fraction.nanos) || space >= stop || bytes[space] !== SPACE) return null;
  return { instant: { seconds, nanos: fraction.nanos }, end: space + 1 };
}

/** Negative when the left one is earlier. */
export function compareInstants(left: Instant, right: Instant): number {
  return left.seconds === right.seconds ? left.nanos - right.nanos : left.seconds - right.seconds;
}

/** The later one of both. */
export function laterOf(left: Instant | null, right: Instant): Instant {
  return left !== null && compareInstants(left, right) > 0 ? left : right;
}

/** A whole second as the API server reads it: `2026-11-20T20:00:00Z`. Null for one outside the years it can read. */
export function formatSecond(seconds: number): string | null {
  if (!(seconds >= FIRST_SECOND && seconds <= LAST_SECOND)) return null;
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

function secondsAt(bytes: Uint8Array, start: number): number {
  const year = pair(bytes, start) * 100 + pair(bytes, start + 2);
  const month = pair(bytes, start + 5);
  const date = pair(bytes, start + 8);
  const hour = pair(bytes, start + 11);
  const minute = pair(bytes, start + 14);
  const second = pair(bytes, start + 17);
  if (month < 1 || month > 12 || date < 1 || date > 31) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN;
  return (daysBefore(year, month) + date - 1) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** Nanoseconds of the digits after a point; none means zero. Digits beyond the ninth are no longer looked at. */
function readFraction(bytes: Uint8Array, point: number, stop: number): { nanos: number; end: number } {
  if (bytes[point] !== POINT) return { nanos: 0, end: point };
  let nanos = 0;
  let weight = 100_000_000;
  let end = point + 1;
  for (; end < stop; end += 1) {
    const value = digit(bytes, end);
    if (Number.isNaN(value)) break;
    nanos += value * weight;
    weight = Math.floor(weight / 10);
  }
  return { nanos: end === point + 1 ? Number.NaN : nanos, end };
}

function offsetMinutes(bytes: Uint8Array, zone: number): number {
  if (bytes[zone] === LETTER_Z) return 0;
  const sign = bytes[zone] === 0x2b ? 1 : bytes[zone] === 0x2d ? -1 : Number.NaN;
  const colon = bytes[zone + 3] === 0x3a ? 0 : Number.NaN;
  return sign * (pair(bytes, zone + 1) * 60 + pair(bytes, zone + 4)) + colon;
}

function pair(bytes: Uint8Array, index: number): number {
  return digit(bytes, index) * 10 + digit(bytes, index + 1);
}

/** NaN where no digit stands, which makes the whole instant NaN. */
function digit(bytes: Uint8Array, index: number): number {
  const value = Number(bytes[index]) - ZERO;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** Days from 1970-01-01 to the first of a month. Years are counted from March, so that the leap day is the last one. */
function daysBefore(year: number, month: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) - 719_468;
}
