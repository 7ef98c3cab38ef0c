/** Sentences that Claude Code, its runtime or the shell around it write themselves, as seen over its releases. */
export const HARNESS_TEXTS: readonly string[] = [
  "API Error: 429 rate_limit",
  "API Error: Request rejected (429) · slow down",
  "API Error: 529 Overloaded",
  'API Error: 404 {"type":"error","error":{"type":"not_found_error","message":"model: no-such-model"}}',
  "API Error: 400 messages.3.content.0: `tool_use` ids were found without `tool_result` blocks",
  "Claude AI usage limit reached|1795212000",
  "You've hit your session limit · resets 3pm (UTC)",
  "Credit balance is too low",
  "Not logged in · Please run /login",
  "Invalid API key · Fix external API key",
  "Prompt is too long",
  "Request timed out",
  "API Error: Connection error.",
  "API Error: API returned an empty or malformed response (HTTP 200)",
  "There's an issue with the selected model (no-such-model).",
  "No conversation found with session ID: 0b5c6a52-8d2f-4a2f-9a61-3f3c2f6b1f10",
  "API Error: Claude Code is unable to respond to this request, which appears to violate our Usage Policy",
  "(no content)",
  "error: unknown option '--no-such-flag'",
  "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
  "[ede_diagnostic] result_type=user last_content_type=n/a stop_reason=null",
  "[ede_diagnostic] result_type=assistant last_content_type=none stop_reason=null",
  "Reached maximum number of turns (3)",
  "The answer is 42.",
  "",
];

/** `subtype` of a result. */
export const RESULT_SUBTYPES: readonly string[] = [
  "success",
  "error_during_execution",
  "error_max_turns",
  "error_max_budget_usd",
  "error_max_structured_output_retries",
  "error_of_tomorrow",
];

export const STOP_REASONS: readonly string[] = [
  "end_turn",
  "tool_use",
  "pause_turn",
  "refusal",
  "stop_sequence",
];

export const TERMINAL_REASONS: readonly string[] = [
  "completed",
  "hook_stopped",
  "stop_hook_prevented",
  "aborted_streaming",
  "aborted_tools",
  "prompt_too_long",
  "api_error",
  "max_turns",
  "reason_of_tomorrow",
];

/** `error`, `api_error` and `api_error_type`. */
export const ERROR_NAMES: readonly string[] = [
  "authentication_failed",
  "rate_limit",
  "usage_limit_reached",
  "billing_error",
  "model_not_found",
  "overloaded_error",
  "server_error",
  "connection_failed",
  "max_output_tokens",
  "tool_history_mismatch",
  "empty_completion",
  "unknown",
  "name_of_tomorrow",
];

export const HTTP_STATUSES: readonly number[] = [
  400, 401, 402, 403, 404, 413, 429, 500, 503, 529, 200, 418, -1,
];
