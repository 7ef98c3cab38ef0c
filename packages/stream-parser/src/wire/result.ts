import {
  flagOf,
  isObject,
  listOf,
  numberOf,
  objectOf,
  saysYes,
  textOf,
  textsOf,
  type JsonObject,
} from "./fields.ts";

/**
 * `result`: the end of a turn. Error subtypes have `errors` and no `result`. The cost was `total_cost` and `cost_usd`
 * before 1.0.22; `usage` is the main loop of this turn alone, and `modelUsage` and the cost are cumulative over the
 * process, and over all processes of a resumed session. `model_usage_since_last_result` came between 2.1.300 and 2.1.329.
 */
export interface WireResult {
  readonly subtype: string | null;
  readonly is_error: boolean | null;
  readonly result: string | null;
  /** Any value but null and false: the turn was a slash command that never went to the model. */
  readonly local_command: boolean;
  readonly stop_reason: string | null;
  readonly terminal_reason: string | null;
  readonly api_error_status: number | null;
  readonly api_error: string | null;
  readonly api_error_type: string | null;
  readonly num_turns: number | null;
  readonly duration_ms: number | null;
  readonly duration_api_ms: number | null;
  readonly total_cost_usd: number | null;
  readonly total_cost: number | null;
  readonly cost_usd: number | null;
  readonly usage: JsonObject | null;
  readonly modelUsage: JsonObject | null;
  readonly model_usage_since_last_result: JsonObject | null;
  readonly permission_denials: readonly WireDenial[];
  readonly errors: readonly string[];
  /** Whether there was one; it may be of any size, and facts don't need it. */
  readonly structured_output: boolean;
  readonly startup_failure_reason: string | null;
  readonly session_id: string | null;
  readonly result_index: number | null;
  readonly origin: WireOrigin | null;
}

export interface WireDenial {
  readonly tool_name: string | null;
}

export interface WireOrigin {
  readonly kind: string | null;
}

export function readResult(wire: JsonObject): WireResult {
  return {
    subtype: textOf(wire["subtype"]),
    is_error: flagOf(wire["is_error"]),
    result: textOf(wire["result"]),
    local_command: saysYes(wire["local_command"]),
    stop_reason: textOf(wire["stop_reason"]),
    terminal_reason: textOf(wire["terminal_reason"]),
    api_error_status: numberOf(wire["api_error_status"]),
    api_error: textOf(wire["api_error"]),
    api_error_type: textOf(wire["api_error_type"]),
    num_turns: numberOf(wire["num_turns"]),
    duration_ms: numberOf(wire["duration_ms"]),
    duration_api_ms: numberOf(wire["duration_api_ms"]),
    total_cost_usd: numberOf(wire["total_cost_usd"]),
    total_cost: numberOf(wire["total_cost"]),
    cost_usd: numberOf(wire["cost_usd"]),
    usage: objectOf(wire["usage"]),
    modelUsage: objectOf(wire["modelUsage"]),
    model_usage_since_last_result: objectOf(wire["model_usage_since_last_result"]),
    permission_denials: listOf(wire["permission_denials"])
      .filter(isObject)
      .map((denial) => ({ tool_name: textOf(denial["tool_name"]) })),
    errors: textsOf(wire["errors"]),
    structured_output: saysYes(wire["structured_output"]),
    startup_failure_reason: textOf(wire["startup_failure_reason"]),
    session_id: textOf(wire["session_id"]),
    result_index: numberOf(wire["result_index"]),
    origin: isObject(wire["origin"]) ? { kind: textOf(wire["origin"]["kind"]) } : null,
  };
}
