import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";
import { createAnswerOf } from "../../../src/cluster/request/create-answer.ts";

test.each([
  ["a name that is taken", 409, "AlreadyExists", "conflict 409"],
  ["a refusal", 403, "Forbidden", "rejected 403"],
  ["a busy server", 429, "TooManyRequests", "rejected 429"],
  ["a server that fails", 500, "InternalError", "unknown 500"],
])("After %s it is known what became of the Job, or that nobody knows.", (_, status, reason, expected) => {
  const body = JSON.stringify({ reason, message: "m" });
  const answer = createAnswerOf(apiRefusal(status, body, null));
  expect(`${answer.outcome} ${answer.http}`).toBe(expected);
  expect(answer).toMatchObject({ reason, message: "m" });
});
