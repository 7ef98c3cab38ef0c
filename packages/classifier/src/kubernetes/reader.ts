import { printable } from "../quote.ts";

/**
 * Reading of objects that somebody else wrote: a missing or wrong-shaped field is `null`, never an exception. Strings
 * are made printable and bounded here, because Event texts and termination messages are written by strangers.
 */
export interface Reader {
  readonly get: (...keys: readonly string[]) => Reader;
  readonly text: () => string | null;
  /** The same with its line ends: of a log's end, each line may be another's word. */
  readonly lines: () => string | null;
  readonly number: () => number | null;
  readonly isTrue: () => boolean;
  /** Epoch milliseconds of an RFC 3339 time; null for none, and for the Unix epoch, which stands for none. */
  readonly at: () => number | null;
  readonly list: () => readonly Reader[];
  readonly isThere: () => boolean;
}

/** Longer messages are cut; the longest real one is a termination message of 4096 bytes. */
const MESSAGE_LENGTH = 4096;

export function read(value: unknown): Reader {
  return {
    get: (...keys) => read(keys.reduce(member, value)),
    text: () =>
      typeof value === "string" && value !== "" ? printable(value.slice(0, MESSAGE_LENGTH)) : null,
    lines: () => (typeof value === "string" && value !== "" ? printableLines(value) : null),
    number: () => (typeof value === "number" && Number.isFinite(value) ? value : null),
    isTrue: () => value === true,
    at: () => instantOf(value),
    list: () => (Array.isArray(value) ? value.map(read) : []),
    isThere: () => typeof value === "object" && value !== null,
  };
}

function printableLines(value: string): string {
  const lines = value.slice(0, MESSAGE_LENGTH).split("\n").map(printable);
  return lines.join("\n").trim();
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  return Reflect.get(value, key);
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

function instantOf(value: unknown): number | null {
  if (value instanceof Date) return known(value.getTime());
  return typeof value === "string" && rfc3339.test(value) ? known(Date.parse(value)) : null;
}

function known(at: number): number | null {
  return Number.isNaN(at) || at === 0 ? null : at;
}
