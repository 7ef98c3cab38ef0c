import { describe, expect, test } from "vitest";
import {
  fieldsOf,
  flag,
  keyedBy,
  listOf,
  oneOf,
  text,
  textMap,
  whole,
} from "../../../src/job/patch/shape.ts";

const port = keyedBy("name", fieldsOf({ name: text, number: whole }, { host: "Ask the cluster." }));

describe("a value that has the form", () => {
  test.each<readonly [string, Iterable<unknown>]>([
    ["a text", text("", "p")],
    ["a switch", flag(false, "p")],
    ["a number", whole(0, "p")],
    ["a word of few", oneOf("a", "b")("b", "p")],
    ["a list", listOf(whole)([1, 2], "p")],
    ["a map", textMap({ a: "b" }, "p")],
    ["an object", port({ name: "x" }, "p")],
  ])("is %s", (_, problems) => {
    expect([...problems]).toEqual([]);
  });
});

describe("a value that has not", () => {
  test.each<readonly [string, Iterable<{ readonly path: string }>, readonly string[]]>([
    ["no text", text(1, "p"), ["p"]],
    ["no switch", flag("true", "p"), ["p"]],
    ["a fraction", whole(1.5, "p"), ["p"]],
    ["a number that no server takes", whole(2 ** 31, "p"), ["p"]],
    ["another word", oneOf("a", "b")("c", "p"), ["p"]],
    ["no list", listOf(whole)({}, "p"), ["p"]],
    ["a list with two wrong items", listOf(whole)([1, "2", 3, null], "p"), ["p[1]", "p[3]"]],
    ["a list in a map's place", textMap([], "p"), ["p"]],
    ["a map with a wrong value", textMap({ a: "b", c: 1 }, "p"), ["p.c"]],
    ["null", port(null, "p"), ["p"]],
    ["an object without its key", port({ number: 1 }, "p"), ["p"]],
    ["a field that nobody knows", port({ name: "x", toString: 1 }, "p"), ["p.toString"]],
  ])("is %s", (_, problems, paths) => {
    expect([...problems].map(({ path }) => path)).toEqual(paths);
  });

  test("is told what to do about a field that is known and not offered", () => {
    expect([...port({ name: "x", host: 1 }, "p")]).toMatchObject([
      { path: "p.host", cure: "Ask the cluster." },
    ]);
  });
});
