import type { ResultEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { ResultFacts } from "../parsed-stream.ts";
import type { WireResult } from "../wire/result.ts";
import { tokensOf } from "../wire/usage.ts";
import { addLast, shortOrNull, shortTexts } from "./bounded.ts";
import type { Draft } from "./draft.ts";

export function addResult({ results, limits }: Draft, event: ResultEvent, wire: WireResult): void {
  const last = resultFacts(event, wire, limits);
  results.count += 1;
  results.last = last;
  addLast(results.kept, last, limits.results);
}

function resultFacts(event: ResultEvent, wire: WireResult, limits: Limits): ResultFacts {
  return {
    line: event.line,
    at: event.at,
    subtype: shortOrNull(wire.subtype, limits),
    isError: wire.is_error,
    text: shortOrNull(wire.result, limits),
    blank: wire.result === null ? null : wire.result.trim() === "",
    structuredOutput: wire.structured_output,
    localCommand: wire.local_command,
    stopReason: shortOrNull(wire.stop_reason, limits),
    terminalReason: shortOrNull(wire.terminal_reason, limits),
    apiErrorStatus: wire.api_error_status,
    apiError: shortOrNull(wire.api_error, limits),
    apiErrorType: shortOrNull(wire.api_error_type, limits),
    numTurns: wire.num_turns,
    durationMs: wire.duration_ms,
    durationApiMs: wire.duration_api_ms,
    costUsd: costOf(wire),
    tokens: wire.usage === null ? null : tokensOf(wire.usage),
    permissionDenials: wire.permission_denials.length,
    errors: shortTexts(wire.errors, limits),
    startupFailureReason: shortOrNull(wire.startup_failure_reason, limits),
    sessionId: shortOrNull(wire.session_id, limits),
    resultIndex: wire.result_index,
    origin: shortOrNull(wire.origin?.kind ?? null, limits),
  };
}

/** CLIs before 1.0.22 wrote `total_cost`, and beside it `cost_usd` for the turn. */
export function costOf(wire: WireResult): number | null {
  return wire.total_cost_usd ?? wire.total_cost ?? wire.cost_usd;
}
