import { expect, test } from "vitest";
import { parseObject } from "../src/json-object.ts";

test("an object is read", () => {
  expect(parseObject(' {"a":[1]} ')).toEqual({ a: [1] });
});

test.each(["", "{", "[1]", '"text"', "1", "null", "{} {}"])("%s is no object", (text) => {
  expect(parseObject(text)).toBeNull();
});
