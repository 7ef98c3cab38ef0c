import type { Intent } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { causeOf, intentOf } from "../../src/lifecycle/intent.ts";

const intent: Intent = { kind: "cancel", phase: null, at: 1, by: "ada" };

test.each([
  ["a cancel", intent, { kind: "cancel", intent: "cancel", by: "ada", reason: "" }],
  [
    "a budget that nobody signed",
    { ...intent, kind: "budget", by: null },
    { kind: "cancel", intent: "budget", by: "an earlier process", reason: "" },
  ],
  ["a deadline", { ...intent, kind: "deadline", phase: "idle" }, { kind: "limit", limit: "idle" }],
  ["a deadline of no known phase", { ...intent, kind: "deadline" }, { kind: "limit", limit: "run" }],
  [
    "a deadline that names the drain",
    { ...intent, kind: "deadline", phase: "drain" },
    { kind: "limit", limit: "run" },
  ],
  ["the end of the linger", { ...intent, kind: "teardown", phase: "drain" }, { kind: "drain" }],
  ["tidying up", { ...intent, kind: "teardown" }, null],
] as const)("%s that another process recorded is taken up", (_what, recorded, cause) => {
  expect(causeOf(recorded)).toEqual(cause);
});

test("what is recorded of a cause is taken up as that cause", () => {
  for (const cause of [
    { kind: "cancel", intent: "budget", by: "ada", reason: "" },
    { kind: "limit", limit: "first_output" },
    { kind: "drain" },
  ] as const)
    expect(causeOf(intentOf(cause, 1))).toEqual(cause);
});
