import type { EventKind } from "./event-kind.ts";
import type { Tokens, UsageFacts } from "./usage-facts.ts";

export type { EventKind } from "./event-kind.ts";
export type { CarriedOver, MessageUsage, Tokens, UsageFacts } from "./usage-facts.ts";

/**
 * The facts of a run, folded from its events. Only facts: nothing here says whether the run went well.
 *
 * Every fact names the `line` it was read from (1 is the first line of the captured output), so that whoever judges
 * can quote its source. Absence is `null`; an absent number is never zero. Texts are cut to `limits`, lists keep a
 * bounded number of entries beside a true count, and instants are epoch milliseconds.
 */
export interface ParsedStream {
  readonly counts: StreamCounts;
  readonly first: EventSighting | null;
  readonly last: EventSighting | null;
  /** Whether the capture ended inside a line: no newline at the end, and what stands there is not a whole event. */
  readonly lastLineCut: boolean;
  readonly session: SessionFacts;
  readonly results: ResultsFacts;
  readonly conversation: ConversationFacts;
  readonly usage: UsageFacts;
  readonly tools: ToolFacts;
  readonly retries: RetryFacts;
  readonly rateLimits: RateLimitFacts;
  readonly hooks: HookFacts;
  readonly compaction: CompactionFacts;
  readonly tasks: TaskFacts;
  readonly models: ModelFacts;
  readonly notices: NoticeFacts;
  readonly text: TextFacts;
}

/** Counts over the whole capture; they are exact however long it is. */
export interface StreamCounts {
  readonly bytes: number;
  readonly lines: number;
  /** Lines that were an object of the stream-json protocol, known or not. */
  readonly events: number;
  readonly byKind: Readonly<Record<EventKind, number>>;
  /** Lines that were longer than `limits.lineBytes` and were skipped: they are `broken` events too. */
  readonly oversized: number;
}

export interface EventSighting {
  readonly line: number;
  readonly kind: EventKind;
  /** Anthropic's `type`, and `subtype` behind a slash; null for a line that was not an event. */
  readonly name: string | null;
  /** From the kubelet's timestamp, else from the event's own; null when neither stood there. */
  readonly at: number | null;
}

export interface SessionFacts {
  /** The first session id seen on an init event, else on any event that is not a result. */
  readonly id: string | null;
  /** How many init events were seen (one a turn), and what the last one said. */
  readonly inits: number;
  readonly init: InitFacts | null;
}

export interface InitFacts {
  readonly line: number;
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly cwd: string | null;
  readonly permissionMode: string | null;
  /** `ANTHROPIC_API_KEY`, `apiKeyHelper`, `none`, …; `none` is normal for an OAuth login. */
  readonly apiKeySource: string | null;
  readonly tools: readonly string[];
  readonly mcpServers: readonly McpServerFact[];
}

export interface McpServerFact {
  readonly name: string;
  /** `connected`, `failed`, `needs-auth`, `pending`, … */
  readonly status: string;
}

export interface ResultsFacts {
  readonly count: number;
  readonly last: ResultFacts | null;
  /** The last few results in their order, `last` included (`limits.results` of them). */
  readonly kept: readonly ResultFacts[];
}

/** One `result` event. `isError` is Anthropic's own field, which old CLIs left false on errors. */
export interface ResultFacts {
  readonly line: number;
  readonly at: number | null;
  readonly subtype: string | null;
  readonly isError: boolean | null;
  /** The `result` text, cut to `limits.textLength`; null when the key was absent, as it is on error subtypes. */
  readonly text: string | null;
  /** Whether the whole text was empty or white space; null when there was none. */
  readonly blank: boolean | null;
  readonly structuredOutput: boolean;
  readonly localCommand: boolean;
  readonly stopReason: string | null;
  readonly terminalReason: string | null;
  readonly apiErrorStatus: number | null;
  readonly apiError: string | null;
  readonly apiErrorType: string | null;
  readonly numTurns: number | null;
  readonly durationMs: number | null;
  readonly durationApiMs: number | null;
  readonly costUsd: number | null;
  /** Tokens of this turn's main loop; `usage` of the stream is the figure for the run. */
  readonly tokens: Tokens | null;
  readonly permissionDenials: number;
  readonly errors: readonly string[];
  readonly startupFailureReason: string | null;
  readonly sessionId: string | null;
  readonly resultIndex: number | null;
  /** `origin.kind`, for example `task-notification`. */
  readonly origin: string | null;
}

export interface ConversationFacts {
  /** Assistant events of a real model, in the main conversation and in subagents. */
  readonly assistantEvents: number;
  /** Blocks by their type (`text`, `tool_use`, `thinking`, …) over those events. */
  readonly blocks: Readonly<Record<string, number>>;
  /** Last assistant event of the main conversation that was not synthetic. */
  readonly lastAssistant: AssistantFacts | null;
  readonly lastUserLine: number | null;
  /** The last message by which the CLI notes, in the user's name, that the user interrupted the turn. */
  readonly lastInterruptLine: number | null;
  /** The last init, assistant or user event of the main conversation: what opens a turn after a result. */
  readonly lastTurnLine: number | null;
  /** The last message that the harness wrote in the assistant's name to say that something failed. */
  readonly lastSyntheticError: SyntheticErrorFacts | null;
  /** Assistant events that an interrupt cut (`aborted: true`). */
  readonly aborted: number;
  /** The last few texts of the model, cut to `limits.textLength`. */
  readonly texts: readonly TextLine[];
}

export interface AssistantFacts {
  readonly line: number;
  readonly messageId: string | null;
  readonly model: string | null;
  readonly stopReason: string | null;
  readonly outputTokens: number | null;
}

export interface SyntheticErrorFacts {
  readonly line: number;
  readonly text: string;
  /** `error` of the event: `authentication_failed`, `rate_limit`, … */
  readonly error: string | null;
  readonly apiErrorStatus: number | null;
  readonly apiError: string | null;
  readonly apiErrorType: string | null;
  /** `api_error_params.cut`, for example `context_window`. */
  readonly cut: string | null;
  readonly stopReason: string | null;
}

export interface ToolFacts {
  readonly started: number;
  readonly finished: number;
  readonly failed: number;
  /** Calls without a result yet, oldest first (`limits.openTools` of them). */
  readonly open: readonly ToolCall[];
  /** Denied by permissions: `system/permission_denied` events, or the longest list that a result reported. */
  readonly denied: number;
  readonly deniedTools: readonly string[];
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  readonly parentToolUseId: string | null;
}

export interface RetryFacts {
  readonly count: number;
  readonly last: RetryFact | null;
}

export interface RetryFact {
  readonly line: number;
  readonly attempt: number | null;
  readonly maxRetries: number | null;
  readonly delayMs: number | null;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly error: string | null;
}

export interface RateLimitFacts {
  readonly count: number;
  readonly last: RateLimitFact | null;
  readonly lastRejected: RateLimitFact | null;
  readonly lastWarning: RateLimitFact | null;
}

export interface RateLimitFact {
  readonly line: number;
  /** `allowed`, `allowed_warning`, `rejected`. */
  readonly status: string;
  readonly limitType: string | null;
  readonly resetsAt: number | null;
  readonly utilization: number | null;
}

export interface HookFacts {
  readonly started: number;
  readonly finished: number;
  readonly failed: number;
  readonly lastFailed: {
    readonly line: number;
    readonly name: string;
    readonly exitCode: number | null;
  } | null;
}

export interface CompactionFacts {
  readonly count: number;
  readonly failed: number;
  readonly lastLine: number | null;
}

export interface TaskFacts {
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  readonly stopped: number;
  /** Those of the stopped ones that ran in the background, so that nobody waited for them. */
  readonly stoppedInBackground: number;
  /** Background tasks that have not ended (`limits.tasks` of them). */
  readonly open: readonly { readonly id: string; readonly line: number; readonly description: string }[];
}

export interface ModelFacts {
  /** `system/model_fallback` or `model_refusal_fallback`: the run went on with another model. */
  readonly fallbacks: number;
  readonly lastFallback: {
    readonly line: number;
    readonly from: string | null;
    readonly to: string | null;
  } | null;
  /** `system/model_refusal_no_fallback`: the model refused, and nothing took its place. */
  readonly refusal: { readonly line: number; readonly category: string | null } | null;
}

export interface NoticeFacts {
  /** A hook refused the prompt: `system/informational` with `prevent_continuation`. */
  readonly promptBlocked: { readonly line: number; readonly content: string } | null;
  /** `system/session_writes_lost`: the session could not be saved, a resume may lose history. */
  readonly sessionWritesLost: { readonly line: number; readonly errorCode: string | null } | null;
}

/** Lines that were not JSON: the harness's plain text, and whatever else wrote to the same pipe. */
export interface TextFacts {
  readonly count: number;
  /** The first `limits.textLines` lines that were not blank, then the last ones; the middle is dropped. */
  readonly head: readonly TextLine[];
  readonly tail: readonly TextLine[];
}

export interface TextLine {
  readonly line: number;
  readonly text: string;
}
