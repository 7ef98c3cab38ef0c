import { expect, test } from "vitest";
import { createDecoding } from "../src/decoding.ts";
import {
  type JsonBytes,
  jsonBytes,
  latin1Of,
  skipSame,
  skipSpace,
  skipString,
  skipValue,
  walkArray,
  walkObject,
} from "../src/json-bytes.ts";

const { latin1 } = createDecoding();

function json(text: string): JsonBytes {
  const bytes = new TextEncoder().encode(text);
  return jsonBytes(bytes, 0, bytes.length, latin1);
}

test("white space is what JSON calls so", () => {
  expect(skipSpace(json(" \t\r\n x").bytes, 0, 6)).toBe(5);
  expect(skipSpace(json("\u00a0").bytes, 0, 2)).toBe(0);
  expect(skipSpace(json("   x").bytes, 0, 2)).toBe(2);
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
  expect(skipString(json(text), 0)).toBe(end);
});

test("a backslash before the string does not escape its first quote", () => {
  expect(skipString(json('\\"'), 1)).toBe(2);
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
  expect(skipValue(json(text), 0)).toBe(end);
});

function membersOf(text: string): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = [];
  const end = walkObject(
    json(text),
    0,
    (object, key, keyEnd, value, into) => {
      into.push(latin1(object.bytes, key, keyEnd));
      return skipValue(object, value);
    },
    keys,
  );
  return { keys, end };
}

test.each([
  ["{}", [], 2],
  ["{ }", [], 3],
  ['{"a":1}', ["a"], 7],
  ['{ "a" : 1 , "b" : {} } x', ["a", "b"], 22],
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
  '{"\\u0061":1}',
])("walking over %s is given up", (text) => {
  expect(membersOf(text).end).toBe(-1);
});

function valuesOf(text: string): { readonly starts: readonly number[]; readonly end: number } {
  const starts: number[] = [];
  const end = walkArray(
    json(text),
    0,
    (array, value, into) => {
      into.push(value);
      return skipValue(array, value);
    },
    starts,
  );
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

test.each(["[", "[1", "[1;", "[1,", "[,"])("walking over %s is given up too", (text) => {
  expect(valuesOf(text).end).toBe(-1);
});

test.each([0, 1, 47, 48, 49, 100, 65_534, 65_535, 65_536, 65_537, 200_000])(
  "the end of a string is found however long it is: %i characters",
  (length) => {
    const plain = "x".repeat(length);
    const escaped = '\\"'.repeat(length);
    expect(skipString(json(`${plain}" "`), 0)).toBe(length + 1);
    expect(skipString(json(`${escaped}" "`), 0)).toBe(2 * length + 1);
    expect(skipString(json(`${escaped}${plain}`), 0)).toBe(-1);
    expect(skipString(json(`${plain}\\\\" "`), 0)).toBe(length + 3);
  },
);

test("the text of a line has a character for each byte, however long it is", () => {
  const text = "é漢😀x".repeat(30_000);
  const bytes = new TextEncoder().encode(`{${text}}`);
  const inner = latin1Of(jsonBytes(bytes, 1, bytes.length - 1, latin1));
  expect(inner.length).toBe(bytes.length - 2);
  expect(Buffer.from(inner, "latin1").toString()).toBe(text);
});

test("a value is the same only byte for byte, and to the end of the line", () => {
  const line = json('{"a":["é","b"],"c":["é","b"]}');
  const list = latin1(line.bytes, 5, 15);
  expect([skipSame(line, 5, list), skipSame(line, 20, list)]).toEqual([15, 30]);
  expect(skipSame(line, 6, list)).toBe(-1);
  expect(skipSame(line, 5, '["x","b"]')).toBe(-1);
  expect(skipSame({ ...line, end: 28, pieces: null }, 20, list)).toBe(-1);
  expect(skipSame(line, 70_000, list)).toBe(-1);
});

test.each([0, 65_520, 65_536, 131_072])("a value is recognised wherever its piece begins: at %i", (at) => {
  const line = json(`${" ".repeat(at)}["Bash"]`);
  expect(skipSame(line, at, '["Bash"]')).toBe(at + 8);
});
