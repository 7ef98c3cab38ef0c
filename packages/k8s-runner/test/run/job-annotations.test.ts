import type { Intent } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { INTENT_ANNOTATION, readIntent, writeIntent } from "../../src/run/job-annotations.ts";

const jobWith = (text: unknown): object => ({ metadata: { annotations: { [INTENT_ANNOTATION]: text } } });

test.each<Intent>([
  { kind: "cancel", phase: null, at: 1, by: "ada" },
  { kind: "deadline", phase: "first_output", at: 2, by: "runner" },
  { kind: "teardown", phase: "drain", at: null, by: null },
])("An intent that was written ($kind) is read as it was.", (intent) => {
  expect(readIntent(jobWith(writeIntent(intent, "why")))).toEqual(intent);
});

test.each([
  undefined,
  null,
  1,
  "",
  "{",
  "null",
  "[]",
  '{"kind":"delete"}',
  '{"__proto__":{"kind":"cancel"}}',
  "x".repeat(9999),
])("What nobody of us wrote is no intent: %j", (text) => {
  expect(readIntent(jobWith(text))).toBe(null);
});

test("What a stranger wrote in our words is bounded and printable.", () => {
  const text = JSON.stringify({
    kind: "cancel",
    phase: "never",
    at: 0.5,
    by: `a\u001b[31m\n${"b".repeat(500)}`,
  });
  expect(readIntent(jobWith(text))).toEqual({
    kind: "cancel",
    phase: null,
    at: null,
    by: `a [31m ${"b".repeat(113)}`,
  });
});
