import { expect, test } from "vitest";
import * as z from "zod";
import { readAssistant } from "../src/wire/assistant.ts";
import { listOf, numberOf, objectOf, saysYes, textOf, textsOf } from "../src/wire/fields.ts";
import { readInit } from "../src/wire/init.ts";
import { readPartial } from "../src/wire/partial.ts";
import { wireRateLimitEvent } from "../src/wire/rate-limit.ts";
import { readResult } from "../src/wire/result.ts";
import { flag, maybe, number, text } from "../src/wire/schemas.ts";
import { readSynthetic } from "../src/wire/synthetic.ts";
import { wireApiRetry, wireHookResponse, wireModelChange, wireSystem, wireTask } from "../src/wire/system.ts";
import { readUser } from "../src/wire/user.ts";

const oddities: readonly unknown[] = [undefined, null, true, 7, Number.NaN, "x", [], ["x", 7], {}, { x: 7 }];

test.each([
  ["text", text, textOf, [null, null, null, null, null, "x", null, null, null, null]],
  ["number", number, numberOf, [null, null, null, 7, null, null, null, null, null, null]],
  ["object", null, objectOf, [null, null, null, null, null, null, null, null, {}, { x: 7 }]],
  ["list", null, listOf, [[], [], [], [], [], [], [], ["x", 7], [], []]],
] as const)("a %s is itself, and everything else is absent", (_, schema, read, expected) => {
  expect(oddities.map((value) => read(value))).toEqual(expected);
  if (schema !== null) expect(oddities.map((value) => schema.parse(value))).toEqual(expected);
});

test("a number that JSON can't hold is none", () => {
  expect(numberOf(JSON.parse("1e999"))).toBeNull();
});

test("flags, presence, texts and objects take what has the shape", () => {
  expect(oddities.map((value) => flag.parse(value))).toEqual(
    oddities.map((value) => (value === true ? true : null)),
  );
  expect([undefined, null, false, 0, "", {}].map(saysYes)).toEqual([false, false, false, true, true, true]);
  expect(oddities.flatMap(textsOf)).toEqual(["x"]);
  const shape = maybe(z.object({ x: number }));
  expect(oddities.map((value) => shape.parse(value)).filter((value) => value !== null)).toEqual([
    { x: null },
    { x: 7 },
  ]);
});

test.each([
  ["rate limit", wireRateLimitEvent],
  ["retry", wireApiRetry],
  ["hook response", wireHookResponse],
  ["task", wireTask],
  ["model change", wireModelChange],
  ["system", wireSystem],
])("the schema of %s accepts every object, and nothing in it is undefined", (_, schema) => {
  const empty = schema.parse({});
  expect(Object.values(empty)).not.toContain(undefined);
  for (const oddity of [null, 7, "x", [7], { type: 7 }]) {
    const damaged = Object.fromEntries(Object.keys(empty).map((field) => [field, oddity]));
    expect(schema.safeParse(damaged).success).toBe(true);
  }
});

test.each([
  ["assistant", readAssistant],
  ["init", readInit],
  ["partial", readPartial],
  ["result", readResult],
  ["synthetic", readSynthetic],
  ["user", readUser],
])("the reader of %s takes every object, and nothing in it is undefined", (_, read) => {
  for (const message of oddities) {
    for (const event of oddities) expect(() => read({ message, event })).not.toThrow();
  }
  const fields = Object.keys(read({}) ?? {});
  for (const oddity of [...oddities, [7], { type: 7 }]) {
    const damaged = read(Object.fromEntries(fields.map((field) => [field, oddity])));
    expect(Object.values(damaged ?? {})).not.toContain(undefined);
  }
});
