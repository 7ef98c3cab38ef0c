import { ADVICE, CODES } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { HOST_ROWS, hostWords, isFailureCode } from "../../src/result/error-codes.ts";
import { codes } from "../../../classifier/test/support/codes.ts";

const failures = codes.filter(isFailureCode);
const stages = ["not-created", "created", "adopted", "started", "empty-answer", "content", "result"] as const;

test("every code that a host can be told of has a name there, and no other has", () => {
  for (const code of codes) {
    const isReported = CODES[code].outcome !== "succeeded" && CODES[code].outcome !== "unsettled";
    expect({ code, isReported }).toEqual({ code, isReported: HOST_ROWS[code] !== null });
  }
  expect(failures.length).toBeGreaterThan(75);
});

test("no failure has the code that the host gives to what it does not know", () => {
  for (const code of failures)
    for (const stage of stages)
      expect(hostWords(code, stage).errorCode).toMatch(/^(?!adapter_failed$)[a-z0-9_]+$/);
});

test("what the advice would do again by itself may go on, and nothing else but what a person stopped", () => {
  const onward = new Set(["resume", "retry_after", "fresh_session", "more_memory", "more_disk"]);
  const differ = failures.filter((code) => hostWords(code, "started").continues !== onward.has(ADVICE[code]));
  expect(differ).toEqual(["cancelled"]);
});

test("what never started and passes by itself is retried by the host's own clock", () => {
  const retried = failures.filter((code) => ADVICE[code] === "retry");
  expect(retried.map((code) => hostWords(code, "created").errorFamily)).toEqual(
    retried.map(() => "transient_upstream"),
  );
  expect(retried.length).toBeGreaterThan(8);
});

test("what a person has to mend has no family of what passes", () => {
  for (const code of failures.filter((one) => ADVICE[one] === "fix_config"))
    expect(hostWords(code, "created").errorFamily).toBeNull();
});

/** Names of the original and of the host, which others match on: this list may grow, and nothing of it may change. */
test.each([
  ["output_truncated", "content", "claude_truncated"],
  ["killed", "content", "claude_truncated"],
  ["empty_response", "result", "llm_api_error"],
  ["deleted_externally", "content", "k8s_job_deleted_externally"],
  ["concurrent_run_blocked", "not-created", "k8s_concurrent_run_blocked"],
  ["orphan_task_unknown", "not-created", "k8s_orphan_task_unknown"],
  ["orphan_session_mismatch", "not-created", "k8s_orphan_session_mismatch"],
  ["guard_unreachable", "not-created", "k8s_concurrency_guard_unreachable"],
  ["secret_create_failed", "not-created", "k8s_prompt_secret_create_failed"],
  ["job_rejected", "not-created", "k8s_job_create_failed"],
  ["unschedulable", "created", "k8s_pod_schedule_failed"],
  ["unschedulable", "adopted", "k8s_pod_reattach_failed"],
  ["agent_id_invalid", "not-created", "k8s_agent_id_invalid"],
  ["session_not_found", "started", "session_unavailable"],
  ["timed_out", "content", "timeout"],
  ["cancelled", "content", "cancelled"],
  ["not_logged_in", "result", "claude_auth_required"],
  ["auth_failed", "result", "claude_auth_required"],
  ["model_not_found", "result", "model_not_found"],
  ["max_turns", "result", "max_turns_exhausted"],
  ["usage_limit", "result", "provider_quota"],
  ["overloaded", "result", "claude_transient_upstream"],
  ["refusal", "result", "claude_refusal"],
  ["session_poisoned", "result", "claude_poisoned_previous_message_id"],
] as const)("%s, %s, is %s", (code, stage, errorCode) => {
  expect(hostWords(code, stage).errorCode).toBe(errorCode);
});
