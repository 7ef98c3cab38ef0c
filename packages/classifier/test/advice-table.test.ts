import { ADVICE } from "@runverdict/classifier";
import type { Code, RetryAction } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { ONCE } from "../src/advice-table.ts";
import { codes } from "./support/codes.ts";

/** The default advice of the contract, row by row. */
const rows: readonly (readonly [row: string, action: RetryAction, codes: readonly Code[]])[] = [
  [
    "what the provider may do better next time",
    "resume",
    [
      "overloaded",
      "server_error",
      "network_error",
      "api_timeout",
      "bad_provider_response",
      "rate_limited",
      "empty_response",
    ],
  ],
  ["a limit that is reset", "retry_after", ["usage_limit"]],
  ["a lack of memory", "more_memory", ["oom_killed", "heap_exhausted"]],
  ["a lack of disk", "more_disk", ["disk_limit_exceeded"]],
  [
    "what was done to the pod",
    "resume",
    [
      "preempted",
      "drained",
      "evicted",
      "node_shutdown",
      "node_tainted",
      "node_lost",
      "runtime_lost",
      "oom_node",
    ],
  ],
  [
    "what kept the run from starting and may pass",
    "retry",
    [
      "api_unavailable",
      "quota_exceeded",
      "unschedulable",
      "image_pull_failed",
      "sandbox_failed",
      "volume_unavailable",
      "start_timeout",
      "node_rejected",
    ],
  ],
  [
    "a session that can't go on",
    "fresh_session",
    ["session_not_found", "session_poisoned", "context_overflow"],
  ],
  [
    "an end that nobody explains",
    "resume",
    ["killed", "terminated", "crashed", "output_truncated", "exited", "deleted_externally"],
  ],
  [
    "what only a person can mend",
    "fix_config",
    [
      "auth_failed",
      "not_logged_in",
      "unauthenticated",
      "billing",
      "model_not_found",
      "image_invalid",
      "image_not_found",
      "image_auth",
      "container_config_error",
      "entrypoint_invalid",
      "init_failed",
      "admission_denied",
      "forbidden",
      "job_rejected",
      "namespace_gone",
      "secret_create_failed",
      "agent_id_invalid",
      "startup_failed",
    ],
  ],
  [
    "what was meant, or would only happen again",
    "none",
    [
      "succeeded",
      "cancelled",
      "timed_out",
      "max_turns",
      "budget_exhausted",
      "budget_stopped",
      "refusal",
      "concurrent_run_blocked",
      "orphan_task_unknown",
      "orphan_session_mismatch",
      "guard_unreachable",
      "name_conflict",
    ],
  ],
  [
    "what is not over, or not known",
    "wait",
    [
      "log_incomplete",
      "unknown",
      "running",
      "starting",
      "settling",
      "observer_blind",
      "suspended_externally",
    ],
  ],
];

describe("by default", () => {
  test.each(rows)("%s is answered with %s", (_, action, ofRow) => {
    expect(Object.fromEntries(ofRow.map((code) => [code, ADVICE[code]]))).toEqual(
      Object.fromEntries(ofRow.map((code) => [code, action])),
    );
  });

  test("the codes that the contract does not name are answered with what their resolution says", () => {
    const named = new Set(rows.flatMap(([, , ofRow]) => ofRow));
    const others = codes.filter((code) => !named.has(code));
    expect(Object.fromEntries(others.map((code) => [code, ADVICE[code]]))).toEqual({
      hook_stopped: "fix_config",
      prompt_blocked: "fix_config",
      incomplete: "resume",
      structured_output_failed: "none",
      output_limit: "none",
      interrupted: "none",
      agent_error: "none",
      request_too_large: "fix_config",
      invalid_request: "fix_config",
      pod_never_created: "retry",
      no_first_output: "fix_config",
      no_result: "resume",
      no_output: "fix_config",
    });
  });

  test("every code has an advice, and nothing else has", () => {
    expect(Object.keys(ADVICE).toSorted()).toEqual(codes.toSorted());
  });

  test("an end that nobody explains is worth one more try", () => {
    expect([...ONCE].toSorted()).toEqual([
      "crashed",
      "deleted_externally",
      "exited",
      "killed",
      "no_result",
      "output_truncated",
      "terminated",
    ]);
  });
});
