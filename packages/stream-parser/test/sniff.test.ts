import { expect, test } from "vitest";
import { mayBeSkimmed } from "../src/sniff.ts";

function maybe(text: string, start = 0): boolean {
  return mayBeSkimmed(new TextEncoder().encode(text), start);
}

test("where the type comes first its value decides", () => {
  expect(maybe('{"type":"user","message":{}}')).toBe(true);
  expect(maybe('{"type":"assistant"}')).toBe(true);
  expect(maybe('{"type":"system"}')).toBe(false);
  expect(maybe('{"type":"system","subtype":"init"}')).toBe(true);
  expect(maybe('{"type":"system","subtype":"status"}')).toBe(false);
  expect(maybe('{"type":"users"}')).toBe(false);
  expect(maybe('{"type":"')).toBe(false);
});

test("where it does not, it may stand anywhere", () => {
  expect(maybe('{"is_error":false,"type":"result"}')).toBe(true);
  expect(maybe('{ "type":"assistant"}')).toBe(true);
  expect(maybe("")).toBe(true);
});

test("the line need not begin at the beginning of the bytes", () => {
  expect(maybe('xy{"type":"result"}', 2)).toBe(false);
});
