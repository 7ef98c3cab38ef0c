import { expect, test } from "vitest";
import { canonicalJson } from "../../src/job/canonical-json.ts";

test("keys stand in order, also inside, and lists as they are", () => {
  expect(canonicalJson({ b: 1, a: [{ d: null, c: "x" }, 2] })).toBe('{"a":[{"c":"x","d":null},2],"b":1}');
});

test("what is undefined is not there, and what is no number is null", () => {
  expect(canonicalJson({ a: undefined, b: [undefined, Number.NaN] })).toBe('{"b":[null,null]}');
});

test("what has no place in JSON is a mistake of ours", () => {
  expect(() => canonicalJson({ a: () => 1 })).toThrow(/function has no place/);
});
