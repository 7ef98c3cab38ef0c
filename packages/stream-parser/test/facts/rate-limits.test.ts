import { expect, test } from "vitest";
import { factsOf, type LineOf } from "../support/streams-of.ts";

function limit(status: unknown, fields: object = {}): LineOf {
  return { type: "rate_limit_event", rate_limit_info: { status, ...fields } };
}

test("a limit says what it is about, and its epoch seconds become milliseconds", () => {
  const rejected = limit("rejected", { resetsAt: 1_795_211_675, rateLimitType: "five_hour", utilization: 1 });
  const fact = {
    line: 1,
    status: "rejected",
    limitType: "five_hour",
    resetsAt: 1_795_211_675_000,
    utilization: 1,
  };
  expect(factsOf(rejected).rateLimits).toEqual({
    count: 1,
    last: fact,
    lastRejected: fact,
    lastWarning: null,
  });
});

test("the last warning and the last rejection outlive what is allowed after them", () => {
  const { rateLimits } = factsOf(limit("allowed_warning"), limit("rejected"), limit("allowed"));
  expect(rateLimits).toMatchObject({
    count: 3,
    last: { line: 3, status: "allowed", limitType: null, resetsAt: null, utilization: null },
    lastRejected: { line: 2 },
    lastWarning: { line: 1 },
  });
});

test("an event that says nothing is counted only", () => {
  for (const line of [
    limit(7),
    limit(null),
    { type: "rate_limit_event" },
    { type: "rate_limit_event", rate_limit_info: "x" },
  ]) {
    expect(factsOf(line).rateLimits).toEqual({ count: 1, last: null, lastRejected: null, lastWarning: null });
  }
});
