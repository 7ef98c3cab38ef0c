import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";
import type { Answer } from "../../../src/cluster/request/answer.ts";
import { repetitionOf, type SecondTime } from "../../../src/cluster/request/repetition.ts";

const seconds: readonly SecondTime[] = ["nothing", "be-refused", "it-again"];

/** For each kind of request: `again`, `again?` where the first may have been done, or `leave`. */
function rule(answer: Answer): string {
  return seconds
    .map((second) => repetitionOf(second, answer, 0, 0.5))
    .map((next) => (next.kind === "leave" ? "leave" : next.mayBeDone ? "again?" : "again"))
    .join(" ");
}

function refused(status: number, message = "", afterMs: number | null = null): Answer {
  return { kind: "refused", refusal: apiRefusal(status, JSON.stringify({ message }), afterMs) };
}

test.each([
  ["an answer", { kind: "answered", value: null }, "leave leave leave"],
  ["an abort", { kind: "aborted" }, "leave leave leave"],
  ["nobody to ask", { kind: "unreachable", message: "" }, "again again again"],
  ["a plugin that failed", { kind: "no-credentials", message: "" }, "again again again"],
  ["a cut", { kind: "cut", message: "" }, "again again? leave"],
  ["no answer in time", { kind: "timeout" }, "again again? leave"],
  ["garbage", { kind: "garbled", message: "" }, "again again? leave"],
  ["429", refused(429), "again again again"],
  ["500", refused(500), "again again? leave"],
  ["503", refused(503), "again again? leave"],
  ["504", refused(504), "again again? leave"],
  ["a webhook that is down", refused(500, 'failed calling webhook "w": no'), "again again again"],
  ["400", refused(400), "leave leave leave"],
  ["401", refused(401), "leave leave leave"],
  ["403", refused(403), "leave leave leave"],
  ["404", refused(404), "leave leave leave"],
  ["409", refused(409), "leave leave leave"],
  ["422", refused(422), "leave leave leave"],
] satisfies readonly (readonly [string, Answer, string])[])(
  "After %s, a read, a fenced write and any other request go by the table.",
  (_, answer, expected) => {
    expect(rule(answer)).toBe(expected);
  },
);

test("The wait grows, is spread by the dice, and is never shorter than the server asks.", () => {
  const wait = (failures: number, dice: number, answer: Answer = { kind: "timeout" }): number => {
    const next = repetitionOf("nothing", answer, failures, dice);
    return next.kind === "repeat" ? next.afterMs : Number.NaN;
  };
  expect([0, 1, 2, 3, 4, 5, 60].map((failures) => wait(failures, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
  expect(wait(0, 1)).toBe(1000);
  expect(wait(0, 0, refused(429, "", 9000))).toBe(9000);
});
