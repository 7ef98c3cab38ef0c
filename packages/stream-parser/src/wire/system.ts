import * as z from "zod";
import { flag, maybe, number, text } from "./schemas.ts";

/** `system/api_retry`: `error_status` is null when there was no HTTP answer at all. */
export interface WireApiRetry {
  readonly attempt: number | null;
  readonly max_retries: number | null;
  readonly retry_delay_ms: number | null;
  readonly error_status: number | null;
  readonly error: string | null;
}

export const wireApiRetry: z.ZodType<WireApiRetry> = z.object({
  attempt: number,
  max_retries: number,
  retry_delay_ms: number,
  error_status: number,
  error: text,
});

/** `system/hook_response`: `outcome` is `success`, `error` or `cancelled`. */
export interface WireHookResponse {
  readonly hook_name: string | null;
  readonly outcome: string | null;
  readonly exit_code: number | null;
}

export const wireHookResponse: z.ZodType<WireHookResponse> = z.object({
  hook_name: text,
  outcome: text,
  exit_code: number,
});

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

export const wireTask: z.ZodType<WireTask> = z.object({
  task_id: text,
  description: text,
  is_backgrounded: flag,
  status: text,
  patch: maybe(z.object({ status: text, is_backgrounded: flag })),
});

/** `system/model_fallback`, `model_refusal_fallback` and `model_refusal_no_fallback`. */
export interface WireModelChange {
  readonly original_model: string | null;
  readonly fallback_model: string | null;
  readonly api_refusal_category: string | null;
}

export const wireModelChange: z.ZodType<WireModelChange> = z.object({
  original_model: text,
  fallback_model: text,
  api_refusal_category: text,
});

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

export const wireSystem: z.ZodType<WireSystem> = z.object({
  compact_result: text,
  tool_name: text,
  content: text,
  prevent_continuation: flag,
  error_code: text,
});
