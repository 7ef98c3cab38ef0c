import { expect, test } from "vitest";
import { readAssistant } from "../src/wire/assistant.ts";
import { flagOf, listOf, numberOf, objectOf, saysYes, textOf, textsOf } from "../src/wire/fields.ts";
import { readInit } from "../src/wire/init.ts";
import { readPartial } from "../src/wire/partial.ts";
import { readRateLimitEvent } from "../src/wire/rate-limit.ts";
import { readResult } from "../src/wire/result.ts";
import { readSynthetic } from "../src/wire/synthetic.ts";
import { readApiRetry, readHookResponse, readModelChange, readSystem, readTask } from "../src/wire/system.ts";
import { readUser } from "../src/wire/user.ts";

const oddities: readonly unknown[] = [undefined, null, true, 7, Number.NaN, "x", [], ["x", 7], {}, { x: 7 }];

test.each([
  ["text", textOf, [null, null, null, null, null, "x", null, null, null, null]],
  ["number", numberOf, [null, null, null, 7, null, null, null, null, null, null]],
  ["flag", flagOf, [null, null, true, null, null, null, null, null, null, null]],
  ["object", objectOf, [null, null, null, null, null, null, null, null, {}, { x: 7 }]],
  ["list", listOf, [[], [], [], [], [], [], [], ["x", 7], [], []]],
  ["text in a list", textsOf, [[], [], [], [], [], [], [], ["x"], [], []]],
] as const)("a %s is itself, and everything else is absent", (_, read, expected) => {
  expect(oddities.map((value) => read(value))).toEqual(expected);
});

test("a number that JSON can't hold is none", () => {
  expect(numberOf(JSON.parse("1e999"))).toBeNull();
});

test("a field says yes when it is there and says anything but no", () => {
  expect([undefined, null, false, 0, "", {}].map(saysYes)).toEqual([false, false, false, true, true, true]);
});

test.each([
  ["assistant", readAssistant],
  ["hook response", readHookResponse],
  ["init", readInit],
  ["model change", readModelChange],
  ["partial", readPartial],
  ["rate limit", readRateLimitEvent],
  ["result", readResult],
  ["retry", readApiRetry],
  ["synthetic", readSynthetic],
  ["system", readSystem],
  ["task", readTask],
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
