import { expect, test } from "vitest";
import { createLines, type Line } from "../src/lines.ts";

interface Seen {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  readonly byteLength: number;
  readonly terminator: string;
  readonly oversized: boolean;
}

function linesOf(chunks: readonly string[], lineBytes = 1000): readonly Seen[] {
  const seen: Seen[] = [];
  const take = ({ bytes, start, end, ...line }: Line): void => {
    seen.push({ ...line, text: new TextDecoder().decode(bytes.subarray(start, end)) });
  };
  const lines = createLines(lineBytes);
  for (const chunk of chunks) lines.feed(new TextEncoder().encode(chunk), take);
  lines.end(take);
  return seen;
}

function textsOf(chunks: readonly string[], lineBytes?: number): readonly string[] {
  return linesOf(chunks, lineBytes).map(({ text }) => text);
}

test("no input has no lines", () => {
  expect(linesOf([])).toEqual([]);
  expect(linesOf([""])).toEqual([]);
});

test("a newline ends a line, and what follows the last one is a line if it is anything", () => {
  expect(linesOf(["a\nbc\n\nd"])).toEqual([
    { text: "a", number: 1, offset: 0, byteLength: 1, terminator: "\n", oversized: false },
    { text: "bc", number: 2, offset: 2, byteLength: 2, terminator: "\n", oversized: false },
    { text: "", number: 3, offset: 5, byteLength: 0, terminator: "\n", oversized: false },
    { text: "d", number: 4, offset: 6, byteLength: 1, terminator: "", oversized: false },
  ]);
  expect(textsOf(["a\n"])).toEqual(["a"]);
  expect(textsOf(["a\n", "\n", "\nb"])).toEqual(["a", "", "", "b"]);
});

test("a line may be spread over any number of chunks", () => {
  expect(linesOf(["a", "b", "", "c\nd", "\n", "e"])).toEqual(linesOf(["abc\nd\ne"]));
});

test("a carriage return belongs to the terminator only right before a newline", () => {
  expect(linesOf(["a\r\nb\rc\r\n\r\nd\r"]).map(({ text, terminator }) => [text, terminator])).toEqual([
    ["a", "\r\n"],
    ["b\rc", "\r\n"],
    ["", "\r\n"],
    ["d\r", ""],
  ]);
  expect(linesOf(["a\r", "\nb"])).toEqual(linesOf(["a\r\nb"]));
});

test("Unicode's own line separators are content", () => {
  expect(textsOf(["a\u2028b\u2029c\u0085d\u000be\n"])).toEqual(["a\u2028b\u2029c\u0085d\u000be"]);
});

test("a line as long as the limit is whole, and a longer one keeps only its beginning", () => {
  expect(linesOf(["12345\n123456\nab\n"], 5)).toEqual([
    { text: "12345", number: 1, offset: 0, byteLength: 5, terminator: "\n", oversized: false },
    { text: "12345", number: 2, offset: 6, byteLength: 6, terminator: "\n", oversized: true },
    { text: "ab", number: 3, offset: 13, byteLength: 2, terminator: "\n", oversized: false },
  ]);
});

test("a carriage return does not make a line too long, wherever the chunks are cut", () => {
  for (const chunks of [["12345\r\n6"], ["12345\r", "\n6"], ["12345", "\r\n", "6"], "12345\r\n6".split("")]) {
    expect(linesOf(chunks, 5)).toEqual([
      { text: "12345", number: 1, offset: 0, byteLength: 5, terminator: "\r\n", oversized: false },
      { text: "6", number: 2, offset: 7, byteLength: 1, terminator: "", oversized: false },
    ]);
  }
});

test("an oversized line is the same however it is cut, and its terminator is still found", () => {
  const whole = linesOf(["123456789\r\nx"], 5);
  expect(whole[0]).toEqual({
    text: "12345",
    number: 1,
    offset: 0,
    byteLength: 9,
    terminator: "\r\n",
    oversized: true,
  });
  for (const chunks of [["1234567", "89\r", "\nx"], "123456789\r\nx".split(""), ["123456789\r", "", "\nx"]]) {
    expect(linesOf(chunks, 5)).toEqual(whole);
  }
});

test("an oversized last line without a newline is delivered at the end", () => {
  expect(linesOf(["1234", "5\r", "\r"], 5)).toEqual([
    { text: "12345", number: 1, offset: 0, byteLength: 7, terminator: "", oversized: true },
  ]);
});

/** Bytes that count how many of them are looked at. */
function countingChunk(text: string, counts: { searched: number; copied: number }): Uint8Array {
  return new Proxy(new TextEncoder().encode(text), {
    get(bytes, key) {
      if (key === "indexOf") {
        return (byte: number, from = 0): number => {
          const found = bytes.indexOf(byte, from);
          counts.searched += (found === -1 ? bytes.length : found + 1) - from;
          return found;
        };
      }
      if (key === "subarray") {
        return (start: number, end: number): Uint8Array => {
          counts.copied += end - start;
          return bytes.subarray(start, end);
        };
      }
      const value: unknown = Reflect.get(bytes, key);
      if (typeof key === "string" && /^\d+$/.test(key)) counts.copied += 1;
      return value;
    },
  });
}

test.each([1, 3, 1000, 70_000])(
  "in chunks of %i bytes every byte is searched once, and copied from its chunk once",
  (size) => {
    const input = `${"x".repeat(60_000)}\n${"y\n".repeat(100)}${"z".repeat(9000)}`;
    const counts = { searched: 0, copied: 0 };
    const lines = createLines(1_000_000);
    let found = 0;
    let chunks = 0;
    for (let start = 0; start < input.length; start += size) {
      lines.feed(countingChunk(input.slice(start, start + size), counts), () => (found += 1));
      chunks += 1;
    }
    lines.end(() => (found += 1));
    expect(found).toBe(102);
    // Beside that one byte a line and one a chunk is looked at, for the carriage return.
    expect(counts.searched + counts.copied).toBeLessThanOrEqual(2 * input.length + found + chunks);
    // Short chunks are searched by hand.
    expect(counts.searched).toBe(size > 16 ? input.length : 0);
  },
);
