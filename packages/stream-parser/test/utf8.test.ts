import { expect, test } from "vitest";
import { createUtf8Encoder, decodeUtf8 } from "../src/utf8.ts";

test("a window of bytes is decoded, and nothing around it", () => {
  const bytes = new TextEncoder().encode("aé漢😀b");
  expect(decodeUtf8(bytes, 1, bytes.length - 1)).toBe("é漢😀");
});

test("what is not UTF-8 becomes the replacement character, one for each maximal wrong part", () => {
  expect(decodeUtf8(Uint8Array.of(0x61, 0xff, 0xe6, 0xbc, 0x62), 0, 5)).toBe("a\ufffd\ufffdb");
});

test("a byte order mark is a character like any other", () => {
  expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 0, 4)).toBe("\ufeffa");
});

test("a surrogate pair cut by a chunk's border is put together", () => {
  const encoder = createUtf8Encoder();
  const bytes = "a😀b".split("").flatMap((unit) => [...encoder.encode(unit)]);
  expect(bytes).toEqual([...new TextEncoder().encode("a😀b"), ...encoder.flush()]);
});

test("half a pair that nothing completes becomes the replacement character once", () => {
  const encoder = createUtf8Encoder();
  const bytes = [...encoder.encode("a\ud83d"), ...encoder.encode(""), ...encoder.encode("b\ud83d")];
  bytes.push(...encoder.flush(), ...encoder.flush());
  expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe("a\ufffdb\ufffd");
});
