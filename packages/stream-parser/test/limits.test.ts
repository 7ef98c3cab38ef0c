import { LIMITS } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { limitsWith } from "../src/limits.ts";

test("without changes the limits are the published ones, and nobody can change those", () => {
  expect(limitsWith(undefined)).toBe(LIMITS);
  expect(Object.isFrozen(LIMITS)).toBe(true);
});

test("a changed limit leaves the others as they are", () => {
  expect(limitsWith({ textLength: 7 })).toEqual({ ...LIMITS, textLength: 7 });
});

test("the default line is longer than any that was seen by far", () => {
  expect(LIMITS.lineBytes).toBe(64 * 1024 * 1024);
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "a limit of %d is a mistake, and the message says so",
  (value) => {
    expect(() => limitsWith({ lineBytes: value })).toThrow(
      new TypeError(`limits.lineBytes must be a whole number of 1 or more, not ${value}.`),
    );
  },
);

test("a limit that does not exist is a mistake, and the message names those that do", () => {
  const misspelt: object = { lineBytse: 5 };
  expect(() => limitsWith(misspelt)).toThrow(TypeError);
  expect(() => limitsWith(misspelt)).toThrow(/no limit named "lineBytse".*lineBytes, textLength/);
});
