import type { Code } from "@runverdict/classifier";
import type { HostRow, HostWords } from "./host-words.ts";
import type { Stage } from "./stage.ts";

/** Codes that are no failure, or no end. */
type Unreported = "succeeded" | "running" | "starting" | "settling" | "observer_blind";

/** Codes that a host can be told of as the end of a run that did not succeed. */
export type FailureCode = Exclude<Code, Unreported>;

/** A person has to look at it: the host holds the issue, or blocks it where nothing was started. */
const stays = { errorFamily: null, continues: false, stopReason: null, sentence: null, at: {} } as const;

/** Another turn of the conversation is the cure, or as good as one. */
const goesOn = { ...stays, continues: true } as const;

/** It passes by itself. The host knows one word for that, and waits 30 s where it has evidence that it may retry. */
const passing = { errorFamily: "transient_upstream" } as const;

const upstream = { ...goesOn, ...passing, errorCode: "claude_transient_upstream" } as const;
const login = { ...stays, errorCode: "claude_auth_required" } as const;

/** The original had one code for everything that a create may be answered with, and six callers that match on it. */
const unmade = { ...stays, errorCode: "k8s_job_create_failed" } as const;
/** And one for every pod that does not start; the verdict's own code in `resultJson` says which it is. */
const unstarted = {
  ...stays,
  errorCode: "k8s_pod_schedule_failed",
  at: { adopted: { errorCode: "k8s_pod_reattach_failed" } },
} as const;
/** A Job that was accepted, and whose pod was not: to the original that was a pod that does not start. */
const unmadeOrUnstarted = {
  ...unmade,
  at: { created: { errorCode: unstarted.errorCode }, adopted: unstarted.at.adopted },
} as const;

const emptyAnswer = {
  ...passing,
  errorCode: "llm_api_error",
  continues: true,
  sentence: "empty-answer",
} as const;
const truncated = { errorCode: "claude_truncated", sentence: "truncated" } as const;

/** Limits of its own container took it. */
const spent = { ...goesOn, at: { content: truncated } } as const;
/** The platform took it: the next pod may well stand elsewhere. */
const taken = {
  ...goesOn,
  ...passing,
  at: { content: { errorCode: "claude_truncated", sentence: "taken" } },
} as const;
/** It ended, and nobody says why. As in the original, an empty answer explains more than how the process went down. */
const unexplained = {
  ...goesOn,
  sentence: "init-only",
  at: { content: truncated, "empty-answer": emptyAnswer },
} as const;

/**
 * What Paperclip is told of each code: the one place where a verdict's code becomes the host's. The name is the
 * original's or the host's where the meaning is the same, and else our own.
 *
 * What depends on the run and not on its code is no column: what is proven never to have started is bootstrap evidence
 * (`recovery.ts`), and the session is kept or dropped as CODES says (`session-fields.ts`).
 */
export const HOST_ROWS: { readonly [Each in Code]: Each extends Unreported ? null : HostRow } = {
  succeeded: null,
  hook_stopped: { ...stays, errorCode: "hook_stopped" },
  prompt_blocked: { ...stays, errorCode: "prompt_blocked" },
  incomplete: { ...goesOn, errorCode: "incomplete" },
  empty_response: { ...stays, ...emptyAnswer },
  // The host goes on by itself on this code, twice. The session is kept, against the original and `claude_local`:
  // --max-turns counts each invocation anew, so a resumed one goes on where a fresh one would begin again.
  max_turns: { ...stays, errorCode: "max_turns_exhausted", stopReason: "max_turns_exhausted" },
  // Not `provider_quota`: the host would wait for a reset that does not come.
  budget_exhausted: { ...stays, errorCode: "budget_exhausted" },
  structured_output_failed: { ...stays, errorCode: "structured_output_failed" },
  output_limit: { ...stays, errorCode: "output_limit" },
  // A fresh session is a turn of the same conversation to the host: it hands over what was said on the issue.
  context_overflow: { ...goesOn, errorCode: "context_overflow" },
  interrupted: { ...stays, errorCode: "interrupted" },
  session_not_found: { ...goesOn, errorCode: "session_unavailable" },
  // An unprocessable image in the history has no name of its own at the host, and the same cure.
  session_poisoned: {
    ...goesOn,
    errorCode: "claude_poisoned_previous_message_id",
    stopReason: "claude_poisoned_previous_message_id",
  },
  // `configuration_incomplete` is for what is wrong before anything started; here the agent's process ran.
  startup_failed: { ...stays, errorCode: "startup_failed" },
  agent_error: { ...stays, errorCode: "agent_error" },

  refusal: { ...stays, errorCode: "claude_refusal", errorFamily: "model_refusal", stopReason: "refusal" },
  usage_limit: { ...goesOn, errorCode: "provider_quota", errorFamily: "provider_quota" },
  // A quota comes back by itself and credit does not, so it must not have the family of the row above.
  billing: { ...stays, errorCode: "billing" },
  model_not_found: { ...stays, errorCode: "model_not_found" },
  not_logged_in: login,
  // 403 too: what lacks a permission is the login.
  auth_failed: login,
  rate_limited: upstream,
  overloaded: upstream,
  server_error: upstream,
  request_too_large: { ...stays, errorCode: "request_too_large" },
  invalid_request: { ...stays, errorCode: "invalid_request" },
  api_timeout: upstream,
  network_error: upstream,
  bad_provider_response: upstream,

  // Nobody retries what was cancelled; that it may go on keeps the issue open for the next comment.
  cancelled: { ...goesOn, errorCode: "cancelled" },
  // A run that needed all its time would need it again, so it does not go on unasked.
  timed_out: { ...stays, errorCode: "timeout", sentence: "timed-out" },
  budget_stopped: { ...stays, errorCode: "budget_stopped" },

  // The other run ends sooner or later, and the lock is asked again: without the family the host would try at once,
  // find it alive, and block the issue.
  concurrent_run_blocked: { ...stays, ...passing, errorCode: "k8s_concurrent_run_blocked" },
  // Whose work the orphan does is for a person to say.
  orphan_task_unknown: { ...stays, errorCode: "k8s_orphan_task_unknown" },
  orphan_session_mismatch: { ...stays, errorCode: "k8s_orphan_session_mismatch" },
  // Missing permissions look like an API server that is away; two tries more cost nothing, for nothing was created.
  guard_unreachable: { ...stays, ...passing, errorCode: "k8s_concurrency_guard_unreachable" },
  name_conflict: unmade,
  agent_id_invalid: { ...stays, errorCode: "k8s_agent_id_invalid" },
  secret_create_failed: { ...stays, errorCode: "k8s_prompt_secret_create_failed" },
  unauthenticated: unmade,
  api_unavailable: { ...unmade, ...passing },
  namespace_gone: unmade,
  quota_exceeded: { ...unmadeOrUnstarted, ...passing },
  admission_denied: unmadeOrUnstarted,
  job_rejected: unmade,
  forbidden: unmade,
  pod_never_created: { ...unstarted, ...passing },
  suspended_externally: { ...stays, errorCode: "suspended_externally" },

  unschedulable: { ...unstarted, ...passing },
  image_invalid: unstarted,
  image_not_found: unstarted,
  image_auth: unstarted,
  image_pull_failed: { ...unstarted, ...passing },
  container_config_error: unstarted,
  entrypoint_invalid: unstarted,
  volume_unavailable: { ...unstarted, ...passing },
  sandbox_failed: { ...unstarted, ...passing },
  init_failed: unstarted,
  node_rejected: { ...unstarted, ...passing },
  start_timeout: { ...unstarted, ...passing },
  // Its container ran, which the original's code for pods that do not start denies.
  no_first_output: { ...stays, errorCode: "no_first_output" },

  oom_killed: { ...spent, errorCode: "oom_killed" },
  oom_node: { ...taken, errorCode: "oom_node" },
  disk_limit_exceeded: { ...spent, errorCode: "disk_limit_exceeded" },
  node_shutdown: { ...taken, errorCode: "node_shutdown" },
  evicted: { ...taken, errorCode: "evicted" },
  preempted: { ...taken, errorCode: "preempted" },
  drained: { ...taken, errorCode: "drained" },
  node_tainted: { ...taken, errorCode: "node_tainted" },
  node_lost: { ...taken, errorCode: "node_lost" },
  runtime_lost: { ...taken, errorCode: "runtime_lost" },
  heap_exhausted: { ...spent, errorCode: "heap_exhausted" },
  // However far it got: those who match on it ask for no more than that somebody deleted it.
  deleted_externally: {
    ...goesOn,
    ...passing,
    errorCode: "k8s_job_deleted_externally",
    sentence: "deleted",
  },

  // Not `claude_truncated`, which blames the agent: what is missing was lost on the way to us, and it may have finished.
  log_incomplete: { ...stays, errorCode: "log_incomplete" },
  killed: { ...unexplained, errorCode: "killed" },
  terminated: { ...unexplained, errorCode: "terminated" },
  crashed: { ...unexplained, errorCode: "crashed" },
  output_truncated: { ...unexplained, errorCode: "output_truncated", sentence: null },
  no_result: { ...unexplained, errorCode: "no_result" },
  no_output: { ...stays, errorCode: "no_output" },
  exited: { ...unexplained, errorCode: "exited" },

  running: null,
  starting: null,
  settling: null,
  observer_blind: null,
  // To the original every run with content and without a result was cut; its sentence says that the exit is not known.
  unknown: { ...stays, errorCode: "unknown", at: { content: truncated } },
};

export function isFailureCode(code: Code): code is FailureCode {
  return HOST_ROWS[code] !== null;
}

/** The words for a code at a stage. */
export function hostWords(code: FailureCode, stage: Stage): HostWords {
  const { at, ...words } = HOST_ROWS[code];
  return { ...words, ...at[stage] };
}

/** What a cluster that nobody could connect to would be called by a verdict. */
export const UNREACHABLE: FailureCode = "api_unavailable";
