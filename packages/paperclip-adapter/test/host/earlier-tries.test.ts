import { expect, test } from "vitest";
import { earlierTries } from "../../src/host/earlier-tries.ts";

test("a run that the host scheduled by itself says which try it is", () => {
  expect(earlierTries({ retryReason: "transient_failure", scheduledRetryAttempt: 2 })).toBe(2);
});

test.each<unknown>([
  {},
  null,
  { scheduledRetryAttempt: 2 },
  { retryReason: "max_turns_continuation", scheduledRetryAttempt: 2 },
  { retryReason: "transient_failure" },
  { retryReason: "transient_failure", scheduledRetryAttempt: "2" },
  { retryReason: "transient_failure", scheduledRetryAttempt: -1 },
  { retryReason: "transient_failure", scheduledRetryAttempt: 0.5 },
])("of %j no try was before", (context) => {
  expect(earlierTries(context)).toBe(0);
});
