import { writeRateLimit, writeRetry, writeSystem } from "./extras.ts";
import type { JsonObject } from "./json.ts";
import { writeResult } from "./result-event.ts";
import { noTokens, type Scribe, usageWire } from "./scribe.ts";
import type { SyntheticErrorNote } from "./notes.ts";

/** What distinguishes one failure of the provider from another; all of them end as `success` with `is_error`. */
export interface ApiFailure {
  readonly text: string;
  readonly status?: number;
  /** `error` of the assistant event. */
  readonly error: string;
  /** `error` of the retry events; null when the CLI does not try again. */
  readonly retryError: string | null;
  readonly apiError?: string;
  readonly apiErrorType?: string;
  readonly cut?: string;
  readonly stopReason?: string;
  readonly terminalReason?: string;
  readonly before?: (run: Scribe) => void;
}

/** The failures that the provider's answers cause, or their absence. */
export const API_FAILURES: Readonly<Record<string, ApiFailure>> = {
  auth: {
    text: "Invalid API key · Fix external API key",
    status: 401,
    error: "authentication_failed",
    retryError: "authentication_failed",
    apiErrorType: "authentication_error",
  },
  "not-logged-in": {
    text: "Not logged in · Please run /login",
    error: "authentication_failed",
    retryError: null,
  },
  billing: {
    text: "API Error: 402 Payment required",
    status: 402,
    error: "unknown",
    retryError: null,
    apiErrorType: "billing_error",
  },
  "model-not-found": {
    text: "There's an issue with the selected model (no-such-model). It may not exist or you may not have access to it.",
    status: 404,
    error: "model_not_found",
    retryError: null,
    apiErrorType: "not_found_error",
  },
  "invalid-request": {
    text: "API Error: 400 messages.1.content.0: unexpected field",
    status: 400,
    error: "unknown",
    retryError: null,
    apiErrorType: "invalid_request_error",
  },
  "rate-limit": {
    text: "API Error: Request rejected (429) · This request would exceed the rate limit for your organization.",
    status: 429,
    error: "rate_limit",
    retryError: "rate_limit",
    apiErrorType: "rate_limit_error",
  },
  "usage-limit": {
    text: "You've hit your session limit · resets 3pm (UTC)",
    status: 429,
    error: "rate_limit",
    retryError: null,
    apiError: "usage_limit_reached",
    apiErrorType: "rate_limit_error",
    before: (run) => writeRateLimit(run, "rejected", 1_795_211_675),
  },
  overloaded: {
    text: "API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually temporary.",
    status: 529,
    // The message says `server_error`; only the retry events say what it was.
    error: "server_error",
    retryError: "overloaded",
    apiErrorType: "overloaded_error",
  },
  "server-error": {
    text: "API Error: 500 Internal server error. This is a server-side issue, usually temporary.",
    status: 500,
    error: "server_error",
    retryError: "server_error",
    apiErrorType: "api_error",
  },
  network: {
    text: "API Error: Connection dropped (ECONNRESET).",
    error: "server_error",
    retryError: "unknown",
    apiError: "connection_failed",
  },
  "api-timeout": { text: "Request timed out", error: "unknown", retryError: "unknown" },
  "bad-provider-response": {
    text: "API Error: API returned an empty or malformed response (HTTP 200)",
    error: "unknown",
    retryError: null,
  },
  "request-too-large": {
    text: "Request too large (max 32MB).",
    status: 413,
    error: "invalid_request",
    retryError: null,
    apiErrorType: "request_too_large",
    terminalReason: "image_error",
  },
  refusal: {
    text: "API Error: Opus 5.5's safeguards flagged this message.",
    error: "invalid_request",
    retryError: null,
    stopReason: "refusal",
    before: (run) =>
      writeSystem(
        run,
        "model_refusal_no_fallback",
        { original_model: run.plan.model, api_refusal_category: "cyber" },
        [{ kind: "refused", category: "cyber" }],
      ),
  },
  "output-limit": {
    text: "API Error: Claude's response exceeded the 128000 output token maximum.",
    error: "max_output_tokens",
    retryError: null,
    apiError: "max_output_tokens",
  },
  "context-window": {
    text: "API Error: The model has reached its context window limit.",
    error: "max_output_tokens",
    retryError: null,
    apiError: "max_output_tokens",
    cut: "context_window",
  },
  "prompt-too-long": {
    text: "Prompt is too long",
    status: 400,
    error: "invalid_request",
    retryError: null,
    apiErrorType: "invalid_request_error",
    terminalReason: "prompt_too_long",
  },
};

/** Writes the attempts, the message that the CLI makes of the failure, and the result. */
export function writeApiFailure(run: Scribe, failure: ApiFailure, retries: number): void {
  const status = failure.status ?? null;
  if (failure.retryError !== null && run.has("api-retry")) {
    const about = { maxRetries: retries, status, error: failure.retryError };
    for (let attempt = 1; attempt <= retries; attempt += 1) {
      writeRetry(run, { ...about, attempt, delayMs: 500 * 2 ** attempt });
    }
  }
  failure.before?.(run);
  const stopReason = failure.stopReason ?? "stop_sequence";
  const markers = run.has("api-error-markers");
  writeSynthetic(run, {
    kind: "synthetic-error",
    text: failure.text,
    error: run.has("assistant-error") ? failure.error : null,
    apiErrorStatus: markers ? status : null,
    apiError: markers ? (failure.apiError ?? null) : null,
    apiErrorType: markers ? (failure.apiErrorType ?? null) : null,
    cut: markers ? (failure.cut ?? null) : null,
    stopReason: run.has("refusal") ? stopReason : "stop_sequence",
  });
  const reason = failure.terminalReason ?? (run.has("terminal-reason-api-error") ? "api_error" : "completed");
  writeResult(run, {
    subtype: "success",
    isError: true,
    text: failure.text,
    stopReason,
    terminalReason: reason,
    apiErrorStatus: status,
    apiError: failure.apiError ?? null,
    apiErrorType: failure.apiErrorType ?? null,
  });
}

/** Writes a message that the CLI made itself to say that something failed; its usage is all zero. */
function writeSynthetic(run: Scribe, note: SyntheticErrorNote): void {
  const optional: JsonObject = {
    ...(note.error === null ? {} : { error: note.error }),
    ...(run.has("api-error-markers") ? { is_api_error_message: true } : {}),
    ...(note.apiErrorStatus === null ? {} : { api_error_status: note.apiErrorStatus }),
    ...(note.apiError === null ? {} : { api_error: note.apiError }),
    ...(note.apiErrorType === null ? {} : { api_error_type: note.apiErrorType }),
    ...(note.cut === null ? {} : { api_error_params: { cut: note.cut } }),
  };
  run.write(
    "assistant",
    {
      type: "assistant",
      message: {
        id: run.uuid(),
        model: "<synthetic>",
        role: "assistant",
        stop_reason: note.stopReason,
        stop_sequence: "",
        type: "message",
        usage: usageWire(noTokens),
        content: [{ type: "text", text: note.text }],
      },
      ...(run.has("parent-tool-use-id") ? { parent_tool_use_id: null } : {}),
      ...run.envelope(),
      ...optional,
    },
    [note],
  );
}
