import { expect, test } from "vitest";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { aftermath, first, type Next } from "./aftermath.ts";
import { rowOf } from "./run-row.ts";

/** The rows of the page's table (§5), by what an adapter returns: what was seen at the real host. */
const failed: ExecutionResult = { exitCode: 1, signal: null, timedOut: false, errorMessage: "It failed." };
const bootstrap = { kind: "bootstrap", providerWorkStarted: false } as const;
const marker = { conversationContinuation: "continue_conversation_v1" } as const;
const acknowledged = { executionCancellation: { state: "acknowledged" } } as const;
const settled = {
  kind: "interrupted",
  providerStopped: true,
  sessionPreserved: true,
  actionOutcomes: "settled",
} as const;

const retry = (at = 30_000): Next => ({ kind: "retry", reason: "transient_failure", at, attempt: 1 });
const more: Next = { kind: "retry", reason: "max_turns_continuation", at: 1000, attempt: 1 };
const [hold, rest, rerun]: Next[] = [{ kind: "hold" }, { kind: "rest" }, { kind: "rerun" }];
const blocked = (cause: "configuration_validation" | "stranded_assigned_issue"): Next => ({
  kind: "blocked",
  cause,
});

test.each<[string, ExecutionResult, Next | undefined]>([
  ["a failure", failed, hold],
  ["a failure with a family", { ...failed, errorFamily: "transient_upstream" }, hold],
  [
    "evidence and a family",
    { ...failed, errorFamily: "transient_upstream", executionRecovery: bootstrap },
    retry(),
  ],
  [
    "evidence and a quota",
    { ...failed, errorFamily: "provider_quota", executionRecovery: bootstrap },
    retry(),
  ],
  [
    "evidence, a family and a time",
    {
      ...failed,
      errorFamily: "provider_quota",
      executionRecovery: bootstrap,
      retryNotBefore: "1970-01-01T02:00:00.000Z",
    },
    retry(7_200_000),
  ],
  ["evidence alone", { ...failed, executionRecovery: bootstrap }, rerun],
  ["the marker", { ...failed, resultJson: marker }, retry()],
  ["the marker of a time-out", { ...failed, timedOut: true, resultJson: marker }, retry()],
  ["the code of used-up turns", { ...failed, errorCode: "max_turns_exhausted" }, more],
  ["their stop reason", { ...failed, resultJson: { stopReason: "turn_limit_exhausted" } }, more],
  ["a time-out", { ...failed, timedOut: true }, hold],
  [
    "a configuration that is not complete",
    { ...failed, errorCode: "configuration_incomplete", executionRecovery: bootstrap },
    blocked("configuration_validation"),
  ],
  [
    "a model that does not exist",
    { ...failed, errorCode: "model_not_found", executionRecovery: bootstrap },
    blocked("configuration_validation"),
  ],
  [
    "an engine that is not there",
    { ...failed, errorCode: "adapter_engine_unavailable", executionRecovery: bootstrap },
    blocked("stranded_assigned_issue"),
  ],
])("%s", (_, result, next) => {
  expect(aftermath(rowOf(result, null)).next).toEqual(next);
});

test.each<[string, ExecutionResult, Next | undefined]>([
  ["no acknowledgement", failed, hold],
  ["an acknowledgement alone", { ...failed, resultJson: acknowledged }, hold],
  ["settled actions", { ...failed, resultJson: acknowledged, executionRecovery: settled }, rest],
  ["settled actions that nobody acknowledged", { ...failed, executionRecovery: settled }, hold],
  ["the marker", { ...failed, resultJson: { ...acknowledged, ...marker } }, rest],
  ["nothing that had begun", { ...failed, resultJson: acknowledged, executionRecovery: bootstrap }, rest],
])("stopped, with %s", (_, result, next) => {
  expect(aftermath(rowOf(result, "Stop")).next).toEqual(next);
});

test("a hold swallows comments, and a quota leaves the agent idle, by its code too", () => {
  expect(aftermath(rowOf(failed, null))).toMatchObject({ comment: "is-ignored", agent: "error" });
  expect(aftermath(rowOf({ ...failed, errorCode: "provider_quota" }, null))).toMatchObject({ agent: "idle" });
});

test("a code that implies its family is retried like it, twice", () => {
  const row = rowOf(
    { ...failed, errorCode: "claude_transient_upstream", executionRecovery: bootstrap },
    null,
  );
  expect([0, 1, 2].map((tries) => aftermath(row, { ...first, tries }).next.kind)).toEqual([
    "retry",
    "retry",
    "hold",
  ]);
});
