import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { createDecoding, encodeLatin1 } from "../src/decoding.ts";

const text = '{"text":"é漢😀\\n"}';
const bytes = new TextEncoder().encode(text);

/** Before and after a chunk of Node was seen. */
const decodings = ["on any platform", "on Node"].map((where) => {
  const decoding = createDecoding();
  if (where === "on Node") decoding.meet(Buffer.from("x"));
  decoding.meet(bytes);
  return [where, decoding] as const;
});

test.each(decodings)("%s UTF-8 gives the text, and only of the window", (_, { utf8 }) => {
  expect(utf8(bytes, 0, bytes.length)).toBe(text);
  expect(utf8(bytes, 2, 6)).toBe("text");
  expect(utf8(Uint8Array.of(0x61, 0xff, 0xe6, 0xbc, 0x62), 0, 5)).toBe("a\ufffd\ufffdb");
});

test.each(decodings)("%s Latin-1 gives a character for each byte, and loses nothing", (_, { latin1 }) => {
  const every = Uint8Array.from({ length: 10_000 }, (__, index) => index % 256);
  expect(latin1(bytes, 2, 6)).toBe("text");
  expect(latin1(every, 0, every.length).length).toBe(every.length);
  expect(encodeLatin1(latin1(every, 0, every.length))).toEqual(every);
});
