import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { createOutliner } from "../src/outline.ts";

const line = '{"text":"é漢😀\\n"}';
const bytes = new TextEncoder().encode(line);

test("the bytes of any platform give their text", () => {
  const { meet, outline } = createOutliner();
  meet(bytes);
  expect(outline(bytes, 0, bytes.length)).toBe(line);
});

test("once a chunk of Node was seen each byte gives one character, and ASCII reads as itself", () => {
  const { meet, outline } = createOutliner();
  meet(Buffer.from("x"));
  meet(Buffer.from("y"));
  const text = outline(bytes, 0, bytes.length);
  expect(text.length).toBe(bytes.length);
  expect(text.replaceAll(/[^\0-\x7f]+/g, "…")).toBe('{"text":"…\\n"}');
});

test("only the window is read", () => {
  const { meet, outline } = createOutliner();
  expect(outline(bytes, 2, 6)).toBe("text");
  meet(Buffer.from("x"));
  expect(outline(bytes, 2, 6)).toBe("text");
});
