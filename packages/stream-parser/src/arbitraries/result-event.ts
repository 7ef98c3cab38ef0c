import type { CliTrait } from "./cli-version.ts";
import type { JsonObject } from "./json.ts";
import type { TokensPlan } from "./plan.ts";
import { minus, noTokens, plus, type Scribe, usageWire } from "./scribe.ts";
import type { ResultNote } from "./notes.ts";

/** How a turn ends. A release leaves out the fields that it does not know yet. */
export interface ResultPlan {
  readonly subtype: string;
  readonly isError: boolean;
  /** Null on the error subtypes: they have no `result` key. */
  readonly text: string | null;
  readonly stopReason?: string | null;
  readonly terminalReason?: string | null;
  readonly apiErrorStatus?: number | null;
  readonly apiError?: string | null;
  readonly apiErrorType?: string | null;
  readonly errors?: readonly string[];
  readonly structuredOutput?: JsonObject;
  readonly localCommand?: string;
  readonly startupFailureReason?: string | null;
  readonly origin?: string | null;
  /** Nothing happened: no turns, no time, no tokens. */
  readonly zeroed?: boolean;
  /** Another session's id, as a forged result has one. */
  readonly sessionId?: string;
}

/** Writes the result of a turn. */
export function writeResult(run: Scribe, plan: ResultPlan): void {
  const note = noteOf(run, plan);
  const wire = { ...wireOf(run, plan, note), ...run.envelope(), session_id: note.sessionId };
  run.write("result", run.has("scrambled-result") ? scrambled(wire) : { type: "result", ...wire }, [note]);
}

function noteOf(run: Scribe, plan: ResultPlan): ResultNote {
  const known = <T>(trait: CliTrait, value: T | undefined): T | null =>
    run.has(trait) ? (value ?? null) : null;
  const { usage } = run;
  const zeroed = plan.zeroed === true;
  const cumulative = zeroed ? noTokens : [...usage.models.values()].reduce(plus, noTokens);
  const isFirst = !zeroed && usage.results === 0;
  const counted = usage.turn.output + 1;
  return {
    kind: "result",
    sessionId: plan.sessionId ?? run.sessionId,
    subtype: plan.subtype,
    isError: plan.isError,
    text: plan.text,
    structuredOutput: plan.structuredOutput !== undefined,
    localCommand: plan.localCommand !== undefined,
    stopReason: known("result-stop-reason", plan.stopReason),
    terminalReason: known("terminal-reason", plan.terminalReason),
    apiErrorStatus: known("api-error-status", plan.apiErrorStatus),
    apiError: known("api-error-markers", plan.apiError),
    apiErrorType: known("api-error-markers", plan.apiErrorType),
    numTurns: zeroed ? 0 : 1 + (counted % 7),
    durationMs: zeroed ? 0 : counted * 3,
    durationApiMs: zeroed ? 0 : counted * 2,
    costUsd: priceOf(cumulative),
    tokens: known("result-usage", turnTokens(run, plan)),
    cumulative: known("result-usage", zeroed || usage.models.size === 0 ? null : cumulative),
    carriedOver: isFirst ? usage.carriedOver : null,
    deniedTools: deniedSoFar(run),
    errors: run.has("session-result") ? (plan.errors ?? []) : [],
    startupFailureReason: known("tasks", plan.startupFailureReason),
    resultIndex: known("result-index", usage.results),
    origin: known("tasks", plan.origin),
  };
}

function turnTokens(run: Scribe, plan: ResultPlan): TokensPlan {
  return plan.zeroed === true ? noTokens : run.usage.turn;
}

/** The tools of the denials in the run so far: every result repeats those of the turns before it. */
function deniedSoFar(run: Scribe): readonly string[] {
  return run.lines.flatMap((line) =>
    line.notes.flatMap((note) => (note.kind === "tool-denied" ? [note.tool] : [])),
  );
}

function wireOf(run: Scribe, plan: ResultPlan, note: ResultNote): JsonObject {
  return {
    subtype: note.subtype,
    ...moneyWire(run, plan, note),
    is_error: note.isError,
    duration_ms: note.durationMs,
    duration_api_ms: note.durationApiMs,
    num_turns: note.numTurns,
    ...(note.text === null ? {} : { result: note.text }),
    ...(run.has("result-stop-reason") ? { stop_reason: note.stopReason } : {}),
    ...(note.terminalReason === null ? {} : { terminal_reason: note.terminalReason }),
    ...(run.has("api-error-status") && note.text !== null ? { api_error_status: note.apiErrorStatus } : {}),
    ...(note.apiError === null ? {} : { api_error: note.apiError }),
    ...(note.apiErrorType === null ? {} : { api_error_type: note.apiErrorType }),
    ...(run.has("session-result") && note.text === null ? { errors: note.errors } : {}),
    ...(note.startupFailureReason === null ? {} : { startup_failure_reason: note.startupFailureReason }),
    ...(plan.structuredOutput === undefined ? {} : { structured_output: plan.structuredOutput }),
    ...(plan.localCommand === undefined ? {} : { local_command: plan.localCommand }),
    ...(note.resultIndex === null ? {} : { result_index: note.resultIndex }),
    ...(note.origin === null ? {} : { origin: { kind: note.origin } }),
  };
}

function moneyWire(run: Scribe, plan: ResultPlan, note: ResultNote): JsonObject {
  if (!run.has("result-usage")) return { cost_usd: note.costUsd, total_cost: note.costUsd };
  const denials = note.deniedTools.map((tool) => ({
    tool_name: tool,
    tool_use_id: run.id("toolu"),
    tool_input: {},
  }));
  const models = note.cumulative === null ? [] : [...run.usage.models];
  const since = models
    .map(([model, tokens]) => [model, minus(tokens, run.usage.modelsBefore.get(model) ?? noTokens)] as const)
    .filter(([, tokens]) => priceOf(tokens) > 0);
  return {
    total_cost_usd: note.costUsd,
    usage: usageWire(turnTokens(run, plan)),
    modelUsage: modelUsageWire(models),
    ...(run.has("usage-since-last-result") ? { model_usage_since_last_result: modelUsageWire(since) } : {}),
    permission_denials: denials,
  };
}

function modelUsageWire(models: readonly (readonly [string, TokensPlan])[]): JsonObject {
  const figures = models.map(([model, tokens]) => [
    model,
    {
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      cacheReadInputTokens: tokens.cacheRead,
      cacheCreationInputTokens: tokens.cacheCreation,
      webSearchRequests: 0,
      costUSD: priceOf(tokens),
      contextWindow: 200_000,
    },
  ]);
  return Object.fromEntries(figures);
}

function priceOf({ input, output }: TokensPlan): number {
  return output * 0.000025 + input * 0.000005;
}

/** From 2.1.260 on a result begins with `duration_api_ms`, or with `is_error`, and `type` comes late. */
function scrambled(wire: JsonObject): JsonObject {
  const { duration_api_ms = 0, ...rest } = wire;
  const { is_error = false, subtype = "", ...others } = rest;
  return wire["terminal_reason"] === undefined
    ? { is_error, duration_api_ms, ...others, subtype, type: "result" }
    : { duration_api_ms, ...others, is_error, subtype, type: "result" };
}
