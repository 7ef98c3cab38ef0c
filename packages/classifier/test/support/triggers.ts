import type { Evidence } from "@runverdict/classifier";
import { evidence, exitCode, found } from "./evidence.ts";
import { pod, running, terminated, waiting } from "./kubernetes.ts";
import {
  apiFailure,
  errorResult,
  init,
  oldFailure,
  stream,
  success,
  synthetic,
  system,
  zeroedResult,
} from "./stream.ts";
import type { WireLine } from "./stream.ts";

/** Words that move a rule when the harness or the cluster says them, with the proof that they do. */
export interface Trigger {
  readonly rule: string;
  readonly text: string;
  /** The same words where they count. */
  readonly meant: Evidence;
}

function ended(code: number, ...lines: readonly WireLine[]): Evidence {
  return evidence({ stream: stream([init(), ...lines]), run: exitCode(code) });
}

function json(line: WireLine): string {
  return JSON.stringify(line);
}

/** Sentences of the harness, as an old CLI ends with them. */
const sentences: Readonly<Record<string, readonly string[]>> = {
  "context-overflow": ["Prompt is too long", "API Error: The model has reached its context window limit"],
  "session-poisoned": [
    "API Error: 400 previous_message_id is unknown",
    "API Error: 400 could not process image",
  ],
  refusal: [
    "API Error: Claude Code is unable to respond to this request, which appears to violate our policy",
  ],
  "usage-limit": ["Claude AI usage limit reached|1795220577", "You've hit your 5-hour limit · resets 3am"],
  billing: ["Credit balance is too low", "API Error: 402 Payment required"],
  "model-not-found": ["There's an issue with the selected model (x).", "API Error: 404 model: x"],
  "not-logged-in": [
    "Not logged in · Please run /login",
    "Invalid API key · Please run /login",
    "Please run /login",
  ],
  "auth-failed": [
    "Invalid API key · Fix external API key",
    "Failed to authenticate. API Error: 401 no",
    "API Error: 401 unauthorized",
    "API Error: 403 forbidden",
  ],
  "rate-limited": ["API Error: 429 rate_limit_error", "API Error: Request rejected (429) · slow down"],
  overloaded: [
    "API Error: Repeated 529 Overloaded errors",
    "API Error: Overloaded",
    "API Error: 529 overloaded",
  ],
  "server-error": ["API Error: 500 Internal server error", "API Error: 503 unavailable"],
  "request-too-large": ["API Error: 413 Request too large", "Request too large (max 32MB)."],
  "invalid-request": ["API Error: 400 unexpected field"],
  "api-timeout": ["Request timed out", "API Error: Request timed out."],
  "network-error": [
    "API Error: Connection error.",
    "Unable to connect to API (EPROTO)",
    "fetch failed",
    "connect ECONNREFUSED 127.0.0.1:443",
    "getaddrinfo ENOTFOUND api.invalid",
    "self-signed certificate",
  ],
  "bad-provider-response": ["API Error: API returned an empty or malformed response (HTTP 200)"],
  "agent-error": ["API Error: 418 teapot"],
};

/** Anthropic's names, as current CLIs give them. */
const names: Readonly<Record<string, readonly string[]>> = {
  "empty-response": ["empty_completion"],
  "output-limit": ["max_output_tokens"],
  "context-overflow": ["message_over_context_limit"],
  "session-poisoned": ["tool_history_mismatch"],
  "usage-limit": ["usage_limit_reached"],
  billing: ["billing_error", "account_on_hold"],
  "model-not-found": ["model_not_found"],
  "auth-failed": ["authentication_failed", "permission_error"],
  "rate-limited": ["rate_limit"],
  overloaded: ["overloaded_error"],
  "api-timeout": ["stream_idle_timeout"],
  "network-error": ["connection_failed", "tls_untrusted_ca"],
  "bad-provider-response": ["gateway_content_type"],
};

/** Whole lines that end a run when the harness writes them, and mean nothing inside a text. */
const lines: Readonly<Record<string, readonly WireLine[]>> = {
  succeeded: [success("Done.")],
  "hook-stopped": [success("", { terminal_reason: "hook_stopped" })],
  "prompt-blocked": [system("informational", { content: "no", prevent_continuation: true })],
  incomplete: [success("", { stop_reason: "pause_turn" })],
  "max-turns": [errorResult("error_max_turns", [])],
  "budget-exhausted": [errorResult("error_max_budget_usd", [])],
  "structured-output-failed": [errorResult("error_max_structured_output_retries", [])],
  interrupted: [errorResult("error_during_execution", [], { terminal_reason: "aborted_streaming" })],
  "startup-failed": [zeroedResult(["No."], { startup_failure_reason: "bypass_root" })],
  "agent-error": [synthetic("API Error: 418")],
};

/** Plain text of the harness and of the runtime, with the exit code that goes with it. */
const plain: readonly { readonly rule: string; readonly text: string; readonly code: number }[] = [
  { rule: "session-not-found", text: "No conversation found with session ID: 1", code: 1 },
  { rule: "session-not-found", text: "Error: --resume requires a valid session ID", code: 1 },
  {
    rule: "heap-exhausted",
    text: "FATAL ERROR: Reached heap limit - JavaScript heap out of memory",
    code: 134,
  },
  { rule: "startup-exit", text: "error: unknown option '--no-such-flag'", code: 1 },
  { rule: "startup-exit", text: "/bin/sh: 1: claude: not found", code: 127 },
  { rule: "exited", text: "entrypoint: the workspace is locked", code: 3 },
];

/** The harness's diagnoses, which stand in a result's errors. */
const diagnoses: Readonly<Record<string, string>> = {
  "empty-response": "[ede_diagnostic] result_type=assistant last_content_type=none",
  interrupted: "[ede_diagnostic] result_type=user last_content_type=n/a",
};

/** What Kubernetes writes into a pod. */
const cluster: readonly { readonly rule: string; readonly text: string; readonly meant: Evidence }[] = [
  {
    rule: "oom-killed",
    text: "OOMKilled",
    meant: evidence({ pod: found(pod({ agent: terminated(137, "OOMKilled") })) }),
  },
  {
    rule: "evicted",
    text: "Evicted",
    meant: evidence({ pod: found(pod({ reason: "Evicted", agent: terminated(137, "Error") })) }),
  },
  {
    rule: "timed-out",
    text: "DeadlineExceeded",
    meant: evidence({ pod: found(pod({ reason: "DeadlineExceeded", agent: terminated(143, "Error") })) }),
  },
  {
    rule: "image-invalid",
    text: "InvalidImageName",
    meant: evidence({ pod: found(pod({ phase: "Pending", agent: waiting("InvalidImageName") })) }),
  },
  { rule: "killed", text: "exit code 137 (SIGKILL)", meant: evidence({ run: exitCode(137) }) },
  {
    rule: "terminated",
    text: "Terminated by SIGTERM, exit code 143",
    meant: evidence({ run: exitCode(143) }),
  },
  {
    rule: "crashed",
    text: "Segmentation fault (core dumped), exit code 139",
    meant: evidence({ run: exitCode(139) }),
  },
  {
    rule: "running",
    text: "The agent container is running",
    meant: evidence({ pod: found(pod({ agent: running() })) }),
  },
];

export const triggers: readonly Trigger[] = [
  ...each(sentences, (text) => ({ text, meant: ended(1, oldFailure(text)) })),
  ...each(names, (name) => ({
    text: `"api_error":"${name}"`,
    meant: ended(1, apiFailure("x", { api_error: name })),
  })),
  ...each(lines, (line) => ({ text: json(line), meant: ended(1, line) })),
  ...plain.map(({ rule, text, code }) => ({
    rule,
    text,
    meant: evidence({ stream: stream([]), run: { ...exitCode(code), stderr: [{ line: 1, text }] } }),
  })),
  ...Object.entries(diagnoses).map(([rule, text]) => ({
    rule,
    text,
    meant: ended(1, errorResult("error_during_execution", [text])),
  })),
  ...cluster,
];

function each<T>(
  table: Readonly<Record<string, readonly T[]>>,
  trigger: (example: T) => Omit<Trigger, "rule">,
): readonly Trigger[] {
  return Object.entries(table).flatMap(([rule, examples]) =>
    examples.map((example) => ({ rule, ...trigger(example) })),
  );
}
