import { expect, test } from "vitest";
import { createTextLines } from "../../src/log/text-lines.ts";

const text = (words: string) => ({ kind: "text", text: words });

test("lines come when they are whole, and the last one at the end", () => {
  const lines = createTextLines(100);
  expect(lines.feed(Buffer.from("one\ntw"))).toEqual([text("one")]);
  expect(lines.feed(Buffer.from("o\n\nthr"))).toEqual([text("two"), text("")]);
  expect(lines.end()).toEqual([text("thr")]);
  expect(lines.end()).toEqual([]);
});

test("a piece may be written over once it was fed", () => {
  const lines = createTextLines(100);
  const piece = Buffer.from("one");
  lines.feed(piece);
  piece.fill("x");
  expect(lines.end()).toEqual([text("one")]);
});

test("of a line that is too long only the length is kept", () => {
  const lines = createTextLines(4);
  expect(lines.feed(Buffer.from("12345678"))).toEqual([]);
  expect(lines.feed(Buffer.from("9\n1234\n12345"))).toEqual([
    { kind: "oversized", byteLength: 9 },
    text("1234"),
  ]);
  expect(lines.end()).toEqual([{ kind: "oversized", byteLength: 5 }]);
});

test("bytes that are no text are shown as such", () => {
  expect(createTextLines(100).feed(Uint8Array.of(0x61, 0xff, 0x0a))).toEqual([text("a\ufffd")]);
});
