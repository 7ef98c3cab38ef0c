import * as z from "zod";
import type { JsonObject } from "../src/wire/fields.ts";
import { readInit } from "../src/wire/init.ts";
import { readRateLimitEvent } from "../src/wire/rate-limit.ts";
import { readResult } from "../src/wire/result.ts";
import { readApiRetry, readHookResponse, readModelChange, readSystem, readTask } from "../src/wire/system.ts";

/*
 * The shapes of wire/ as one would write them who minds neither time nor memory: the dumb reference beside the readers
 * that are written by hand. Nothing here looks at how fields.ts reads a field.
 */

const text = z.string().nullable().catch(null);
const number = z.number().nullable().catch(null);
const flag = z.boolean().nullable().catch(null);
const anyObject = z
  .custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value))
  .nullable()
  .catch(null);
const isThere = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null && value !== false);

function maybe<Shape extends z.ZodObject>(shape: Shape) {
  return shape.nullable().catch(null);
}

/** The entries of a list that have the shape; what is no list has none. */
function listOf<Entry>(entry: z.ZodType<Entry>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((entries) => entries.map((one) => entry.safeParse(one)))
    .transform((parsed) => parsed.flatMap(({ success, data }) => (success ? [data] : [])));
}

// The objects that stand inside of events.
const rateLimitInfo = z.object({ status: text, rateLimitType: text, resetsAt: number, utilization: number });
const taskPatch = z.object({ status: text, is_backgrounded: flag });
const mcpServer = z.object({ name: text, status: text });
const denial = z.object({ tool_name: text });
const origin = z.object({ kind: text });

/** A reader of wire/, and the schema that must say the same. */
export interface Reading {
  readonly name: string;
  readonly read: (wire: JsonObject) => unknown;
  readonly schema: z.ZodObject;
}

/** What the schema gives is of the reader's type, so that a field it has forgotten is an error of the compiler. */
function reading<Wire>(
  read: (wire: JsonObject) => Wire,
  schema: z.ZodObject & z.ZodType<NoInfer<Wire>>,
): Reading {
  return { name: read.name, read, schema };
}

export const READINGS: readonly Reading[] = [
  reading(readRateLimitEvent, z.object({ rate_limit_info: maybe(rateLimitInfo) })),
  reading(
    readApiRetry,
    z.object({
      attempt: number,
      max_retries: number,
      retry_delay_ms: number,
      error_status: number,
      error: text,
    }),
  ),
  reading(readHookResponse, z.object({ hook_name: text, outcome: text, exit_code: number })),
  reading(
    readTask,
    z.object({
      task_id: text,
      description: text,
      is_backgrounded: flag,
      status: text,
      patch: maybe(taskPatch),
    }),
  ),
  reading(
    readModelChange,
    z.object({ original_model: text, fallback_model: text, api_refusal_category: text }),
  ),
  reading(
    readSystem,
    z.object({
      compact_result: text,
      tool_name: text,
      content: text,
      prevent_continuation: flag,
      error_code: text,
    }),
  ),
  reading(
    readInit,
    z.object({
      session_id: text,
      model: text,
      claude_code_version: text,
      cwd: text,
      permissionMode: text,
      apiKeySource: text,
      tools: listOf(z.string()),
      mcp_servers: listOf(mcpServer),
    }),
  ),
  reading(
    readResult,
    z.object({
      subtype: text,
      is_error: flag,
      result: text,
      local_command: isThere,
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
      usage: anyObject,
      modelUsage: anyObject,
      model_usage_since_last_result: anyObject,
      permission_denials: listOf(denial),
      errors: listOf(z.string()),
      structured_output: isThere,
      startup_failure_reason: text,
      session_id: text,
      result_index: number,
      origin: maybe(origin),
    }),
  ),
];

/** The names that the schemas read in an event, and those that they read in an object inside of one. */
export const OUTER: readonly string[] = namesOf(READINGS.map(({ schema }) => schema));
export const INNER: readonly string[] = namesOf([rateLimitInfo, taskPatch, mcpServer, denial, origin]);

function namesOf(schemas: readonly z.ZodObject[]): readonly string[] {
  return [...new Set(schemas.flatMap(({ shape }) => Object.keys(shape)))];
}
