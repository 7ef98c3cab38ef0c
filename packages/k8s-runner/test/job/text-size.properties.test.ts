import fc from "fast-check";
import { expect, test } from "vitest";
import { textSize } from "../../src/job/text-size.ts";
import { reached } from "../../../../test/support/reached.ts";

test("for all texts, the size is that of their UTF-8", () => {
  const seen = reached("four bytes", "three bytes", "two bytes", "half a character");
  fc.assert(
    fc.property(fc.string({ unit: halfOrWhole() }), (text) => {
      seen.when("four bytes", /[\u{10000}-\u{10ffff}]/u.test(text));
      seen.when("three bytes", /[\u0800-\ud7ff]/.test(text));
      seen.when("two bytes", /[\u0080-\u07ff]/.test(text));
      seen.when("half a character", /\p{Surrogate}/u.test(text));
      expect(textSize(text)).toBe(Buffer.byteLength(text, "utf8"));
    }),
  );
  seen.expectAll();
});

function halfOrWhole(): fc.Arbitrary<string> {
  return fc.constantFrom(
    "a",
    "\u007f",
    "\u0080",
    "\u07ff",
    "\u0800",
    "€",
    "\uffff",
    "😀",
    "\ud83d",
    "\ude00",
  );
}
