import { expect, test } from "vitest";
import { asciiBytes, asciiText, standsAt } from "../../src/log/ascii.ts";

test("what is no printable ASCII becomes a question mark, letter for byte", () => {
  expect([...asciiBytes("aé\u2028")]).toEqual([0x61, 0x3f, 0x3f]);
  expect(asciiText(Uint8Array.of(0x61, 0x1b, 0x7f, 0xc3, 0x20), 0, 5)).toBe("a??? ");
});

test("bytes stand at a place only when all of them do", () => {
  const bytes = asciiBytes("one two");
  expect(standsAt(bytes, 4, asciiBytes("two"))).toBe(true);
  expect(standsAt(bytes, 4, asciiBytes("twin"))).toBe(false);
  expect(standsAt(bytes, 4, asciiBytes("two three"))).toBe(false);
});
