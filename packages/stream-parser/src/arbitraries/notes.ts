import type { Tokens } from "../parsed-stream.ts";
import type { TokensPlan } from "./plan.ts";

/** What a line tells a reader of the transcript, written down by whoever made the line. */
export type Note =
  | InitNote
  | ResultNote
  | SyntheticErrorNote
  | AssistantNote
  | { readonly kind: "said"; readonly text: string; readonly main: boolean }
  | { readonly kind: "local-answer"; readonly text: string }
  | { readonly kind: "aborted" }
  | UserNote
  | TokensNote
  | { readonly kind: "tokens-dropped"; readonly messageId: string }
  | {
      readonly kind: "tool-called";
      readonly id: string;
      readonly name: string;
      readonly parent: string | null;
    }
  | { readonly kind: "tool-answered"; readonly id: string; readonly failed: boolean }
  | { readonly kind: "tool-denied"; readonly tool: string }
  | RetryNote
  | RateLimitNote
  | { readonly kind: "hook-started" }
  | {
      readonly kind: "hook-finished";
      readonly failed: boolean;
      readonly name: string;
      readonly exitCode: number;
    }
  | { readonly kind: "compacted"; readonly failed: boolean }
  | {
      readonly kind: "task-started";
      readonly id: string;
      readonly description: string;
      readonly background: boolean;
    }
  | { readonly kind: "task-updated"; readonly id: string; readonly status: TaskEnd }
  | { readonly kind: "task-notified"; readonly id: string; readonly status: TaskEnd }
  | MessageEndNote
  | { readonly kind: "fell-back"; readonly from: string; readonly to: string }
  | { readonly kind: "refused"; readonly category: string }
  | { readonly kind: "prompt-blocked"; readonly content: string }
  | { readonly kind: "writes-lost"; readonly errorCode: string };

export interface UserNote {
  readonly kind: "user";
  readonly main: boolean;
  readonly synthetic: boolean;
  readonly replayed: boolean;
  /** The CLI notes in the user's name that the user interrupted the turn. */
  readonly interrupt: boolean;
}

export interface InitNote {
  readonly kind: "init";
  readonly sessionId: string;
  readonly model: string | null;
  readonly version: string | null;
  readonly cwd: string | null;
  readonly permissionMode: string | null;
  readonly apiKeySource: string | null;
  readonly tools: readonly string[];
  readonly mcpServers: readonly { readonly name: string; readonly status: string }[];
}

/** An assistant event of a real model: one block of a message. */
export interface AssistantNote {
  readonly kind: "assistant";
  readonly main: boolean;
  readonly messageId: string;
  readonly model: string;
  readonly block: string;
  readonly stopReason: string | null;
  readonly outputTokens: number;
}

/** What a message has used; `message_delta` does not name the model. */
export interface TokensNote {
  readonly kind: "tokens";
  readonly messageId: string;
  readonly model: string | null;
  readonly tokens: Tokens;
}

/** `message_delta`: what the assistant events of the message could not know yet. */
export interface MessageEndNote {
  readonly kind: "message-ended";
  readonly messageId: string;
  readonly stopReason: string;
  readonly outputTokens: number;
}

/** How a background task or a subagent ended. */
export type TaskEnd = "completed" | "failed" | "stopped";

/** A message that the CLI wrote in the assistant's name to say that something failed. */
export interface SyntheticErrorNote {
  readonly kind: "synthetic-error";
  readonly text: string;
  readonly error: string | null;
  readonly apiErrorStatus: number | null;
  readonly apiError: string | null;
  readonly apiErrorType: string | null;
  readonly cut: string | null;
  readonly stopReason: string;
}

/** A result as it stands on the line: a field is null where this release does not write its key. */
export interface ResultNote {
  readonly kind: "result";
  readonly sessionId: string;
  readonly subtype: string;
  readonly isError: boolean;
  readonly text: string | null;
  readonly structuredOutput: boolean;
  readonly localCommand: boolean;
  readonly stopReason: string | null;
  readonly terminalReason: string | null;
  readonly apiErrorStatus: number | null;
  readonly apiError: string | null;
  readonly apiErrorType: string | null;
  readonly numTurns: number;
  readonly durationMs: number;
  readonly durationApiMs: number;
  readonly costUsd: number;
  /** `usage`: this turn's main loop. */
  readonly tokens: TokensPlan | null;
  /** The sum over `modelUsage`: the whole session so far; null when no model answered yet. */
  readonly cumulative: TokensPlan | null;
  /** The part of it that earlier runs of the session used, on the first result of a run that resumed one. */
  readonly carriedOver: TokensPlan | null;
  readonly deniedTools: readonly string[];
  readonly errors: readonly string[];
  readonly startupFailureReason: string | null;
  readonly resultIndex: number | null;
  readonly origin: string | null;
}

export interface RetryNote {
  readonly kind: "retried";
  readonly attempt: number;
  readonly maxRetries: number;
  readonly delayMs: number;
  readonly status: number | null;
  readonly error: string;
}

export interface RateLimitNote {
  readonly kind: "rate-limited";
  readonly status: "allowed" | "allowed_warning" | "rejected";
  readonly limitType: string;
  /** Epoch milliseconds; the wire has seconds. */
  readonly resetsAt: number;
  readonly utilization: number | null;
}
