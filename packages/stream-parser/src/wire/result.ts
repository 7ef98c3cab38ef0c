import * as z from "zod";
import type { JsonObject } from "./fields.ts";
import { entries, flag, maybe, number, object, present, text, texts } from "./schemas.ts";

/**
 * `result`: the end of a turn. Error subtypes have `errors` and no `result`. The cost was `total_cost` and `cost_usd`
 * before 1.0.22; `usage` is the main loop of this turn alone, and `modelUsage` is cumulative.
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

export const wireResult: z.ZodType<WireResult> = z.object({
  subtype: text,
  is_error: flag,
  result: text,
  local_command: present,
  stop_reason: text,
  terminal_reason: text,
  api_error_status: number,
  api_error: text,
  api_error_type: text,
  num_turns: number,
  duration_ms: number,
  duration_api_ms: number,
  total_cost_usd: number,
  total_cost: number,
  cost_usd: number,
  usage: object,
  modelUsage: object,
  permission_denials: entries(z.object({ tool_name: text })),
  errors: texts,
  structured_output: present,
  startup_failure_reason: text,
  session_id: text,
  result_index: number,
  origin: maybe(z.object({ kind: text })),
});
