import { CONTINUE_CONVERSATION } from "../../src/host/continue-conversation.ts";
import { fieldIn, textIn } from "../../src/host/host-field.ts";
import { isAcknowledged, type RunRow } from "./run-row.ts";

/** What the host does by itself after a run, and what it waits for. */
export interface Aftermath {
  readonly next: Next;
  /** Whether a comment of a user on the issue wakes the agent; a hold swallows it. */
  readonly comment: "wakes" | "is-ignored";
  readonly agent: "idle" | "error";
}

export type Next =
  /** The agent is woken again as long as its issue is open (`finish_successful_run_handoff`, §2). */
  | { readonly kind: "hand-off" }
  /** `at` in epoch milliseconds. */
  | { readonly kind: "retry"; readonly reason: RetryReason; readonly at: number; readonly attempt: number }
  /** The generic recovery, at once and once. */
  | { readonly kind: "rerun" }
  /** `legacy_execution_requires_reconciliation`: a person says what became of the run before anything goes on. */
  | { readonly kind: "hold" }
  | { readonly kind: "blocked"; readonly cause: "configuration_validation" | "stranded_assigned_issue" }
  /** Nothing, until somebody wakes the agent. */
  | { readonly kind: "rest" };

export type RetryReason = "transient_failure" | "max_turns_continuation";

/** What the host knows of a run beside its row. */
export interface Incident {
  /** Epoch milliseconds of its end. */
  readonly now: number;
  /** What led to the run: how many tries of one incident were before it, by which reason. */
  readonly tries: number;
  readonly of: "issue" | "nothing";
}

/** What the next run's context says of how it came to be, if the host began it by itself. */
export function contextAfter({ next }: Aftermath): Readonly<Record<string, unknown>> {
  return next.kind === "retry" ? { retryReason: next.reason, scheduledRetryAttempt: next.attempt } : {};
}

export const first: Incident = { now: 0, tries: 0, of: "issue" };

const MOST_TRIES = 2;
const TRANSIENT_MS = 30_000;
const CONTINUATION_MS = 1000;

/** §5: the whole table of retries and holds, for adapters that are not the host's own. */
export function aftermath(row: RunRow, incident: Incident = first): Aftermath {
  const next = nextOf(row, incident);
  return { next, comment: next.kind === "hold" ? "is-ignored" : "wakes", agent: agentAfter(row) };
}

function nextOf(row: RunRow, incident: Incident): Next {
  if (row.status === "succeeded") return { kind: "hand-off" };
  const next = isHeld(row, incident) ? ({ kind: "hold" } as const) : unheld(row, incident);
  // There is no issue that could be held or blocked, or whose recovery could run.
  const isOfIssue = next.kind === "hold" || next.kind === "blocked" || next.kind === "rerun";
  return incident.of === "nothing" && isOfIssue ? { kind: "rest" } : next;
}

/** A failure of which nothing is proven; one that was tried often enough is one, whatever is proven. */
function isHeld(row: RunRow, { tries }: Incident): boolean {
  if (isConversation(row) || isOutOfTurns(row) || isStoppedSafely(row)) return false;
  return tries >= MOST_TRIES || !isBootstrap(row);
}

function unheld(row: RunRow, incident: Incident): Next {
  if (row.status !== "failed" && row.status !== "timed_out") return { kind: "rest" };
  if (row.status === "failed" && isOutOfTurns(row))
    return scheduled("max_turns_continuation", incident.now + CONTINUATION_MS, incident);
  const passes = row.status === "failed" && PASSING.has(familyOf(row) ?? "");
  if (passes || (isConversation(row) && incident.of === "issue" && !CONFIGURATION.has(row.errorCode ?? "")))
    return scheduled("transient_failure", Math.max(incident.now + TRANSIENT_MS, notBefore(row)), incident);
  if (CONFIGURATION.has(row.errorCode ?? "")) return { kind: "blocked", cause: "configuration_validation" };
  if (row.errorCode === "adapter_engine_unavailable" || incident.tries > 0)
    return { kind: "blocked", cause: "stranded_assigned_issue" };
  return { kind: "rerun" };
}

/** After the last try nothing follows by itself. What the host's periodic look for stranded work makes of it was not seen. */
function scheduled(reason: RetryReason, at: number, { tries }: Incident): Next {
  return tries < MOST_TRIES ? { kind: "retry", reason, at, attempt: tries + 1 } : { kind: "rest" };
}

const CONFIGURATION: ReadonlySet<string> = new Set(["configuration_incomplete", "model_not_found"]);
const PASSING: ReadonlySet<string> = new Set(["transient_upstream", "provider_quota"]);

/** What is not told is read from the codes that imply it. */
function familyOf({ errorCode, resultJson }: RunRow): string | null {
  return textIn(resultJson, "errorFamily") ?? IMPLIED[errorCode ?? ""] ?? null;
}

const IMPLIED: Readonly<Record<string, string>> = {
  provider_quota: "provider_quota",
  claude_transient_upstream: "transient_upstream",
  codex_transient_upstream: "transient_upstream",
  codex_harness_crash: "transient_upstream",
};

/** Postpones a retry, and never hastens it. */
function notBefore({ resultJson }: RunRow): number {
  const at = Date.parse(textIn(resultJson, "retryNotBefore") ?? "");
  return Number.isNaN(at) ? 0 : at;
}

function isConversation({ resultJson }: RunRow): boolean {
  return resultJson["conversationContinuation"] === CONTINUE_CONVERSATION;
}

const OUT_OF_TURNS: ReadonlySet<string> = new Set(["max_turns_exhausted", "turn_limit_exhausted"]);

function isOutOfTurns({ errorCode, resultJson }: RunRow): boolean {
  return OUT_OF_TURNS.has(errorCode ?? "") || OUT_OF_TURNS.has(textIn(resultJson, "stopReason") ?? "");
}

function isBootstrap({ resultJson }: RunRow): boolean {
  const evidence = resultJson["executionRecovery"];
  return textIn(evidence, "kind") === "bootstrap" && fieldIn(evidence, "providerWorkStarted") === false;
}

function isStoppedSafely(row: RunRow): boolean {
  if (row.status !== "cancelled" || !isAcknowledged(row)) return false;
  const evidence = row.resultJson["executionRecovery"];
  const isStopped =
    fieldIn(evidence, "providerStopped") === true && fieldIn(evidence, "sessionPreserved") === true;
  return (
    textIn(evidence, "kind") === "interrupted" &&
    isStopped &&
    textIn(evidence, "actionOutcomes") === "settled"
  );
}

/** An agent whose quota is used up is not broken. */
function agentAfter(row: RunRow): Aftermath["agent"] {
  if (row.status === "failed") return familyOf(row) === "provider_quota" ? "idle" : "error";
  return row.status === "timed_out" ? "error" : "idle";
}
