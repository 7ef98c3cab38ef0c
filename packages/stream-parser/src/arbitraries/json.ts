import fc from "fast-check";

/** A JSON value. Objects keep the order of their keys, which is the order they are written in. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * One way of writing an object as JSON text: every spelling of an object means the same to `JSON.parse`.
 *
 * The CLI writes compact text with `type` first, since 2.1.260 results with `type` in the middle, and U+2028 and
 * U+2029 raw until 2.1.70 and as escapes from 2.1.80. Spaces after `:` and `,` and ASCII-only text are what a proxy
 * that decodes and encodes the lines again (Python's `json.dumps`, for example) makes of them.
 */
export interface Spelling {
  /** How many keys of the outermost object move from the front to the end. */
  readonly rotate: number;
  readonly reverse: boolean;
  readonly spaces: boolean;
  readonly escape: "nothing" | "separators" | "non-ascii" | "some-ascii";
}

/** The spelling of a current CLI: compact, in the order of the keys, line separators escaped. */
export const plainSpelling: Spelling = { rotate: 0, reverse: false, spaces: false, escape: "separators" };

/** Every way of writing that {@link spell} knows; it shrinks towards {@link plainSpelling}. */
export function spelling(): fc.Arbitrary<Spelling> {
  return recordOf({
    rotate: fc.nat({ max: 12 }),
    reverse: fc.boolean(),
    spaces: fc.boolean(),
    escape: fc.constantFrom("separators", "nothing", "non-ascii", "some-ascii"),
  });
}

/** `fc.record` without objects that have no prototype: a parser never makes those, and `toStrictEqual` minds. */
export function recordOf<T>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true });
}

/** Writes an object on one line, without its newline. */
export function spell(value: JsonObject, how: Spelling): string {
  return written(reordered(value, how), how);
}

/** Any JSON value a field that nobody knows may hold; the depth is small. */
export function anyJson(): fc.Arbitrary<Json> {
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.string({ unit: "grapheme" }),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ unit: "grapheme-ascii", maxLength: 8 }), tie("value"), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  })).value;
}

// TextEncoder is everywhere this package runs but not in the ES2023 library it is compiled with.
declare const TextEncoder: { new (): { encode(text: string): Uint8Array } };

/** The UTF-8 bytes of a text; half a surrogate pair becomes U+FFFD, as it does on a real pipe. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

// TextDecoder likewise.
declare const TextDecoder: {
  new (encoding: "utf-8", options: { readonly ignoreBOM: true }): { decode(bytes: Uint8Array): string };
};

/** The text of UTF-8 bytes; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** The parts one after the other in one array. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function reordered(value: JsonObject, how: Spelling): JsonObject {
  const entries = Object.entries(value);
  const cut = how.rotate % Math.max(1, entries.length);
  const rotated = [...entries.slice(cut), ...entries.slice(0, cut)];
  return Object.fromEntries(how.reverse ? rotated.toReversed() : rotated);
}

function written(value: Json, how: Spelling): string {
  if (typeof value === "string") return writtenText(value, how);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const comma = how.spaces ? ", " : ",";
  if (isList(value)) return `[${value.map((entry) => written(entry, how)).join(comma)}]`;
  const colon = how.spaces ? ": " : ":";
  const fields = Object.entries(value).map(
    ([key, field]) => writtenText(key, how) + colon + written(field, how),
  );
  return `{${fields.join(comma)}}`;
}

function writtenText(text: string, how: Spelling): string {
  const json = JSON.stringify(text);
  if (how.escape === "nothing") return json;
  if (how.escape === "separators") return json.replace(/[\u2028\u2029]/g, escaped);
  if (how.escape === "non-ascii") return json.replace(/[\u0080-\uffff]/g, escaped);
  // A letter may be written as an escape too; a reader of bytes that looks for `"type"` must survive it.
  return json.replace(/(?<!\\)[/ty](?=[a-z])/g, (letter) => (letter === "/" ? "\\/" : escaped(letter)));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Whether a JSON value that is no primitive is an array. */
export function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
