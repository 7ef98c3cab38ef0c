/**
 * What Paperclip is told of a run's end. It reads: `exitCode` 0 or null without `errorMessage` and `signal` is a
 * success; a failure without `executionRecovery` or the marker of a continued conversation is never retried and holds
 * the issue until a person has looked at it.
 */
export interface ExecutionResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly errorMessage?: string | null;
  readonly errorCode?: string | null;
  readonly errorFamily?: ErrorFamily | null;
  /** ISO 8601 instant. */
  readonly retryNotBefore?: string | null;
  readonly errorMeta?: Record<string, unknown>;
  readonly executionRecovery?: ExecutionRecovery;
  readonly usage?: { inputTokens: number; outputTokens: number; cachedInputTokens?: number };
  /** Without it the server takes the figures of a resumed session for running totals. */
  readonly usageBasis?: "per_run";
  readonly sessionId?: string | null;
  /** Undefined keeps the session of the last run, null forgets it. */
  readonly sessionParams?: Record<string, unknown> | null;
  readonly sessionDisplayId?: string | null;
  readonly clearSession?: boolean;
  readonly provider?: string | null;
  readonly biller?: string | null;
  readonly model?: string | null;
  readonly billingType?: "api" | "metered_api" | "subscription" | "unknown" | null;
  /** US dollars. */
  readonly costUsd?: number | null;
  /** At most 64 KiB are shown. */
  readonly resultJson?: Record<string, unknown> | null;
  /** Becomes the comment on the issue. */
  readonly summary?: string | null;
}

/** The host retries the first two by itself: at most two times, or at `retryNotBefore`. */
export type ErrorFamily = "transient_upstream" | "provider_quota" | "model_refusal";

/** Positive evidence; its absence never lets anything be done again. */
export type ExecutionRecovery =
  | { readonly kind: "bootstrap"; readonly providerWorkStarted: false }
  | {
      readonly kind: "interrupted";
      readonly providerStopped: true;
      readonly sessionPreserved: true;
      readonly actionOutcomes: "settled";
    };
