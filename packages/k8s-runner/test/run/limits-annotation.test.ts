import { expect, test } from "vitest";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { LIMITS_ANNOTATION, readLimits } from "../../src/run/limits-annotation.ts";

const jobWith = (text: string): object => ({ metadata: { annotations: { [LIMITS_ANNOTATION]: text } } });

test("A limit that is not named is none, or the usual one where there must be one.", () => {
  expect(readLimits(jobWith('{"runMs":60000,"later":1}'))).toEqual(limitsFrom({ runMs: 60_000 }));
});

test.each([
  ["a negative duration", '{"runMs":-1}'],
  ["a duration in words", '{"runMs":"1h"}'],
  ["more than a number holds", '{"runMs":1e999}'],
  ["limits of the prototype", '{"__proto__":{"runMs":-1},"runMs":false}'],
  ["a list", "[60000]"],
  ["half of a text", '{"runMs":60'],
  ["more than anybody of us writes", `{"runMs":60000${" ".repeat(2000)}}`],
])("%s is nothing that we wrote", (_, text) => {
  expect(readLimits(jobWith(text))).toBe(null);
});

test("Who may patch the Job can't make a run hang for ever at what is always bounded.", () => {
  expect(readLimits(jobWith('{"teardownMs":1e300,"drainMs":null}'))).toMatchObject({
    teardownMs: 24 * 3_600_000,
    drainMs: limitsFrom().drainMs,
  });
});

test("A Job that says nothing of limits has none for us.", () => {
  expect(readLimits(null)).toBe(null);
  expect(readLimits({ metadata: { annotations: {} } })).toBe(null);
});
