import { expect, test } from "vitest";
import { skipSpace, skipString, skipValue, walkArray, walkObject } from "../src/json-text.ts";

test("white space is what JSON calls so", () => {
  expect(skipSpace(" \t\r\n x", 0)).toBe(5);
  expect(skipSpace("\u00a0", 0)).toBe(0);
  expect(skipSpace("  ", 0)).toBe(2);
});

test.each([
  ['abc" rest', 4],
  ['" rest', 1],
  ['a\\"b" rest', 5],
  ['a\\\\" rest', 4],
  ['a\\\\\\"b" rest', 7],
  ['never ends\\"', -1],
  ["", -1],
])("the string %s ends at %i", (text, end) => {
  expect(skipString(text, 0)).toBe(end);
});

test("a backslash before the string does not escape its first quote", () => {
  expect(skipString('\\"', 1)).toBe(2);
});

test.each([
  ['"a",', 3],
  ["null}", 4],
  ["-1.5E+3]", 7],
  ["1e5 ", 3],
  ["{}", 2],
  ["[]", 2],
  ['{"a":[{"b":"}"}]},', 17],
  ['["]",[[]]]]', 10],
  ["", -1],
  [",", -1],
  ["{", -1],
  ['{"a', -1],
  ["[[]", -1],
])("the value %s ends at %i", (text, end) => {
  expect(skipValue(text, 0)).toBe(end);
});

function membersOf(text: string): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = [];
  const end = walkObject(text, 0, (key, at) => {
    keys.push(key);
    return skipValue(text, at);
  });
  return { keys, end };
}

test.each([
  ["{}", [], 2],
  ["{ }", [], 3],
  ['{"a":1}', ["a"], 7],
  ['{ "a" : 1 , "b" : {} } x', ["a", "b"], 22],
  ['{"\\u0061":1}', ["\\u0061"], 12],
])("the members of %s are visited", (text, keys, end) => {
  expect(membersOf(text)).toEqual({ keys, end });
});

test.each([
  "",
  "[]",
  "{",
  "{a:1}",
  '{"a',
  '{"a"',
  '{"a"1}',
  '{"a":',
  '{"a":1',
  '{"a":1;',
  '{"a":1,',
  '{"a":1,}',
  '{"a":,}',
])("walking over %s is given up", (text) => {
  expect(membersOf(text).end).toBe(-1);
});

function valuesOf(text: string): { readonly starts: readonly number[]; readonly end: number } {
  const starts: number[] = [];
  const end = walkArray(text, 0, (at) => {
    starts.push(at);
    return skipValue(text, at);
  });
  return { starts, end };
}

test.each([
  ["[]", [], 2],
  ["[ ]", [], 3],
  ["[1]", [1], 3],
  ['[ 1 , "," ] x', [2, 6], 11],
])("the values of %s are visited", (text, starts, end) => {
  expect(valuesOf(text)).toEqual({ starts, end });
});

test.each(["", "[", "[1", "[1;", "[1,", "[,"])("walking over %s is given up too", (text) => {
  expect(valuesOf(text).end).toBe(-1);
});

test("what is no array is skipped without a visit", () => {
  expect(valuesOf('"text" x')).toEqual({ starts: [], end: 6 });
});
