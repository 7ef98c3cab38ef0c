import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";
import type { Answer, Trouble } from "../../../src/cluster/request/answer.ts";
import { createAnswerOf } from "../../../src/cluster/request/create-answer.ts";
import { explainTrouble } from "../../../src/cluster/request/explain-trouble.ts";

function refused(status: number, reason: string): Trouble {
  return { kind: "refused", refusal: apiRefusal(status, JSON.stringify({ reason, message: "m" }), null) };
}

const answers: readonly (readonly [string, Answer, string])[] = [
  ["a success", { kind: "answered", value: null }, "created 201"],
  ["a name that is taken", refused(409, "AlreadyExists"), "conflict 409"],
  ["a refusal", refused(403, "Forbidden"), "rejected 403"],
  ["a busy server", refused(429, "TooManyRequests"), "rejected 429"],
  ["a server that fails", refused(500, "InternalError"), "unknown 500"],
  ["nobody there", { kind: "unreachable", message: "ECONNREFUSED" }, "rejected null"],
  ["no credentials", { kind: "no-credentials", message: "log in" }, "rejected 401"],
  ["a cut", { kind: "cut", message: "other side closed" }, "unknown null"],
  ["garbage", { kind: "garbled", message: "html" }, "unknown null"],
  ["silence", { kind: "timeout" }, "unknown null"],
  ["giving up", { kind: "aborted" }, "unknown null"],
];

test.each(answers)(
  "After %s it is known what became of the Job, or that nobody knows.",
  (_, answer, expected) => {
    const { outcome, http } = createAnswerOf(answer);
    expect(`${outcome} ${http}`).toBe(expected);
  },
);

test("Each trouble is told in a sentence.", () => {
  const troubles = answers.map(([, answer]) => answer).filter((answer) => answer.kind !== "answered");
  const sentences = troubles.map((trouble) => explainTrouble(trouble).sentence);
  expect(sentences).toEqual(troubles.map(() => expect.stringMatching(/^\S.*\S$/)));
});
