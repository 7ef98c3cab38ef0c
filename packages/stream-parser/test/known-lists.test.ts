import { expect, test } from "vitest";
import { createDecoding } from "../src/decoding.ts";
import { type JsonBytes, jsonBytes, skipValue } from "../src/json-bytes.ts";
import { createKnownLists, type KnownLists } from "../src/known-lists.ts";

const { latin1 } = createDecoding();

function json(text: string, end: number = text.length): JsonBytes {
  return jsonBytes(new TextEncoder().encode(text), 0, end, latin1);
}

/** What was walked over byte by byte, seen from outside: how often bytes were read one at a time. */
function readsOf(known: KnownLists, text: string): number {
  let reads = 0;
  const line = json(text);
  const bytes = new Proxy(line.bytes, {
    get(target, name) {
      if (typeof name === "string" && /^\d+$/.test(name)) reads += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  expect(known.skip({ ...line, bytes }, 0, 0)).toBe(text.length);
  return reads;
}

test("the list of the line before is recognised, and another one is walked over and known from then on", () => {
  const known = createKnownLists();
  const [tools, more] = ['["Bash","Read"]', '["Bash","Read","Write"]'];
  expect(readsOf(known, tools)).toBeGreaterThan(0);
  expect(readsOf(known, tools)).toBe(0);
  expect(readsOf(known, more)).toBeGreaterThan(0);
  expect(readsOf(known, more)).toBe(0);
  expect(readsOf(known, tools)).toBeGreaterThan(0);
});

test("lists are told apart by their place on the line", () => {
  const known = createKnownLists();
  expect(known.skip(json('["a"]'), 0, 0)).toBe(5);
  expect(known.skip(json('["a","b"]'), 0, 1)).toBe(9);
  expect(readsOf(known, '["a"]')).toBe(0);
});

test("a list that its line cuts off is never known", () => {
  const known = createKnownLists();
  expect(known.skip(json('["a","b', 5), 0, 0)).toBe(-1);
  expect(known.skip(json('["a","b"]', 5), 0, 0)).toBe(-1);
  expect(known.skip(json('["a","b"]', 5), 5, 0)).toBe(-1);
  expect(readsOf(known, '["a","b"]')).toBeGreaterThan(0);
});

test("not more lists are remembered than an init has, and none of any length", () => {
  const known = createKnownLists();
  const long = JSON.stringify(["x".repeat(70_000)]);
  expect(readsOf(known, long)).toBeGreaterThan(0);
  expect(readsOf(known, long)).toBeGreaterThan(0);
  const far = json('["a"]');
  expect([known.skip(far, 0, 99), known.skip(far, 0, 99)]).toEqual([5, 5]);
});

test("a list that lies across the border of two pieces is walked over", () => {
  const known = createKnownLists();
  const list = '["Bash","Read"]';
  const line = json(`${" ".repeat(65_530)}${list}`);
  expect(known.skip(json(list), 0, 0)).toBe(list.length);
  expect(known.skip(line, 65_530, 0)).toBe(skipValue(line, 65_530));
});
