import type { Code } from "./codes.ts";
import type { Attribution, Family, Outcome, SessionAction } from "./kinds-of-ending.ts";

export type { Attribution, Family, Outcome, SessionAction } from "./kinds-of-ending.ts";

/** What a run's ending is called, what proves it, and what to do next. The shape is public API (`schemaVersion`). */
export interface Verdict {
  readonly schemaVersion: 1;
  readonly classifierVersion: string;
  readonly outcome: Outcome;
  /** One of `CODES`. New codes may come with a minor version: fall back on `family` for one you do not know. */
  readonly code: Code;
  readonly family: Family;
  readonly title: string;
  /** Whose doing it was. */
  readonly attribution: Attribution;
  /** Whether the session of the run can be gone on with. */
  readonly session: SessionAction;
  readonly progress: { readonly atLeast: Progress; readonly atMost: Progress };
  readonly confidence: Confidence;
  /** One line: what, who, proof. */
  readonly summary: string;
  /** One line: what to do next. */
  readonly resolution: string;
  readonly evidence: readonly Claim[];
  readonly competing: readonly Competing[];
  /** What could not be looked at. */
  readonly missing: readonly string[];
  /** Every rule asked before the deciding one, with the reason it abstained. */
  readonly passedOver: readonly PassedOver[];
  /** The rule that decided. */
  readonly rule: string;
  readonly flags: readonly Flag[];
  readonly usage: Usage;
  readonly retry: RetryAdvice;
}

/** How far a run got, in this order. */
export type Progress = "not_created" | "not_started" | "started" | "initialised" | "content" | "result";

/**
 * `confirmed`: a cluster fact says so, or the agent's own result and the exit agree. `likely`: one of them alone, or
 * they disagree. `guess`: inferred from less.
 */
export type Confidence = "confirmed" | "likely" | "guess";

/** One thing that was read: `quote` is found at `path` in the evidence, control characters and secrets taken out. */
export interface Claim {
  readonly claim: string;
  readonly quote: string;
  readonly path: string;
  readonly source: Source;
}

export type Source = "cluster" | "agent" | "runner";

export interface Competing {
  readonly code: Code;
  readonly because: string;
  /** The fact that would decide between the two. */
  readonly decidedBy: string;
}

export interface PassedOver {
  readonly rule: string;
  readonly because: string;
}

export type Flag =
  | "killed_after_result"
  | "unclean_exit"
  | "cancel_raced"
  | "tools_denied"
  | "mcp_failed"
  | "retried"
  | "fell_back"
  | "usage_warning"
  | "session_writes_lost"
  | "background_work_lost"
  | "child_oom"
  | "sidecar_oom"
  | "disrupted"
  | "log_head_lost"
  | "log_gap"
  | "sidecar_still_running"
  | "forged_result"
  | "cancel_unconfirmed";

/** Tokens and cost. Absent is null and never zero; `partial` figures are lower bounds. */
export interface Usage {
  readonly provenance: "reported" | "partial" | "unknown";
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheCreationTokens: number | null;
  readonly costUsd: number | null;
}

export interface RetryAdvice {
  readonly action: RetryAction;
  /** ISO 8601 instant; null when the time is left to the caller's back-off. */
  readonly notBefore: string | null;
  readonly hint: string | null;
}

export type RetryAction =
  | "none"
  | "retry"
  | "retry_after"
  | "resume"
  | "fresh_session"
  | "more_memory"
  | "more_disk"
  | "fix_config"
  | "wait";
