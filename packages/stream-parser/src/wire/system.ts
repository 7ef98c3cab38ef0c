import { flagOf, isObject, numberOf, textOf, type JsonObject } from "./fields.ts";

/** `system/api_retry`: `error_status` is null when there was no HTTP answer at all. */
export interface WireApiRetry {
  readonly attempt: number | null;
  readonly max_retries: number | null;
  readonly retry_delay_ms: number | null;
  readonly error_status: number | null;
  readonly error: string | null;
}

export function readApiRetry(wire: JsonObject): WireApiRetry {
  return {
    attempt: numberOf(wire["attempt"]),
    max_retries: numberOf(wire["max_retries"]),
    retry_delay_ms: numberOf(wire["retry_delay_ms"]),
    error_status: numberOf(wire["error_status"]),
    error: textOf(wire["error"]),
  };
}

/** `system/hook_response`: `outcome` is `success`, `error` or `cancelled`. */
export interface WireHookResponse {
  readonly hook_name: string | null;
  readonly outcome: string | null;
  readonly exit_code: number | null;
}

export function readHookResponse(wire: JsonObject): WireHookResponse {
  return {
    hook_name: textOf(wire["hook_name"]),
    outcome: textOf(wire["outcome"]),
    exit_code: numberOf(wire["exit_code"]),
  };
}

/** `system/task_started`, `task_updated` (with a patch) and `task_notification` (with a final status). */
export interface WireTask {
  readonly task_id: string | null;
  readonly description: string | null;
  readonly is_backgrounded: boolean | null;
  readonly status: string | null;
  readonly patch: WireTaskPatch | null;
}

export interface WireTaskPatch {
  readonly status: string | null;
  readonly is_backgrounded: boolean | null;
}

export function readTask(wire: JsonObject): WireTask {
  return {
    task_id: textOf(wire["task_id"]),
    description: textOf(wire["description"]),
    is_backgrounded: flagOf(wire["is_backgrounded"]),
    status: textOf(wire["status"]),
    patch: isObject(wire["patch"]) ? readPatch(wire["patch"]) : null,
  };
}

function readPatch(patch: JsonObject): WireTaskPatch {
  return { status: textOf(patch["status"]), is_backgrounded: flagOf(patch["is_backgrounded"]) };
}

/** `system/model_fallback`, `model_refusal_fallback` and `model_refusal_no_fallback`. */
export interface WireModelChange {
  readonly original_model: string | null;
  readonly fallback_model: string | null;
  readonly api_refusal_category: string | null;
}

export function readModelChange(wire: JsonObject): WireModelChange {
  return {
    original_model: textOf(wire["original_model"]),
    fallback_model: textOf(wire["fallback_model"]),
    api_refusal_category: textOf(wire["api_refusal_category"]),
  };
}

/** The fields of the remaining `system` events that facts are made of. */
export interface WireSystem {
  /** `status`: how a compaction ended. */
  readonly compact_result: string | null;
  /** `permission_denied`. */
  readonly tool_name: string | null;
  /** `informational`. */
  readonly content: string | null;
  readonly prevent_continuation: boolean | null;
  /** `session_writes_lost`. */
  readonly error_code: string | null;
}

export function readSystem(wire: JsonObject): WireSystem {
  return {
    compact_result: textOf(wire["compact_result"]),
    tool_name: textOf(wire["tool_name"]),
    content: textOf(wire["content"]),
    prevent_continuation: flagOf(wire["prevent_continuation"]),
    error_code: textOf(wire["error_code"]),
  };
}
