import type { CliTrait } from "./cli-version.ts";
import type { JsonObject } from "./json.ts";
import type { CONTROL_TYPES, ExtraPlan } from "./plan.ts";
import type { Scribe } from "./scribe.ts";
import type { Note } from "./notes.ts";
import { writeUser } from "./user-event.ts";

/** From which release on an extra is written; the others are left out, as that release would not write them. */
const KNOWN_SINCE: Readonly<Record<ExtraPlan["kind"], CliTrait>> = {
  retry: "api-retry",
  "rate-limit": "rate-limit-event",
  hook: "tasks",
  compaction: "stale-assistant",
  fallback: "tasks",
  "synthetic-user": "nudge",
  "replayed-user": "uuid",
  control: "uuid",
  notice: "stale-assistant",
  system: "uuid",
  unknown: "result-usage",
};

/** Writes an event beside the conversation, if the release knows it. */
export function writeExtra(run: Scribe, extra: ExtraPlan): void {
  if (run.has(KNOWN_SINCE[extra.kind])) write(run, extra);
}

function write(run: Scribe, extra: ExtraPlan): void {
  switch (extra.kind) {
    case "retry":
      return writeRetry(run, { ...extra, attempt: 1, maxRetries: 10, error: "unknown" });
    case "rate-limit":
      return writeRateLimit(run, extra.warning ? "allowed_warning" : "allowed", extra.resetsAt);
    case "hook":
      return writeHook(run, extra.name, extra.exitCode);
    case "compaction":
      return writeCompaction(run, extra.failed);
    case "fallback":
      return writeSystem(run, "model_fallback", fallbackWire(run, extra.to), [
        { kind: "fell-back", from: run.plan.model, to: extra.to },
      ]);
    case "synthetic-user":
      return writeUser(run, { content: [{ type: "text", text: extra.text }], more: { isSynthetic: true } });
    case "replayed-user":
      return writeUser(run, { content: extra.text, more: { isReplay: true } });
    case "control":
      return run.write("control", controlWire(run, extra.type));
    case "notice":
      return run.write("notice", { type: extra.type, ...run.envelope() });
    case "system":
      return writeSystem(run, extra.subtype, extra.subtype === "status" ? { status: "requesting" } : {});
    case "unknown":
      return run.write("unrecognised", { type: extra.type, anything: extra.field, ...run.envelope() });
  }
}

/** Only requests carry one; `keep_alive` is nothing but its type. */
function controlWire(run: Scribe, type: (typeof CONTROL_TYPES)[number]): JsonObject {
  if (type === "keep_alive") return { type };
  if (type === "control_request") return { type, request_id: run.uuid(), request: { subtype: "interrupt" } };
  if (type === "control_response") return { type, response: { subtype: "success", request_id: run.uuid() } };
  if (type === "command_lifecycle") return { type, command_uuid: run.uuid(), state: "started" };
  return { type, request_id: run.uuid() };
}

function fallbackWire(run: Scribe, to: string): JsonObject {
  return { trigger: "overloaded", original_model: run.plan.model, fallback_model: to, content: "Switched." };
}

/** Writes a `system` event of any subtype. */
export function writeSystem(
  run: Scribe,
  subtype: string,
  fields: JsonObject,
  notes: readonly Note[] = [],
): void {
  run.write("system", { type: "system", subtype, ...fields, ...run.envelope() }, notes);
}

export function writeRetry(
  run: Scribe,
  retry: { attempt: number; maxRetries: number; delayMs: number; status: number | null; error: string },
): void {
  const { attempt, maxRetries, delayMs, status, error } = retry;
  writeSystem(
    run,
    "api_retry",
    { attempt, max_retries: maxRetries, retry_delay_ms: delayMs, error_status: status, error },
    [{ kind: "retried", attempt, maxRetries, delayMs, status, error }],
  );
}

/** Writes a `rate_limit_event`; the instant is in seconds, as on the wire. */
export function writeRateLimit(
  run: Scribe,
  status: "allowed" | "allowed_warning" | "rejected",
  resetsAt: number,
): void {
  const utilization = status === "allowed" ? null : 0.92;
  const info: JsonObject = {
    status,
    resetsAt,
    rateLimitType: "five_hour",
    ...(utilization === null ? {} : { utilization }),
  };
  run.write("rate-limit", { type: "rate_limit_event", rate_limit_info: info, ...run.envelope() }, [
    { kind: "rate-limited", status, limitType: "five_hour", resetsAt: resetsAt * 1000, utilization },
  ]);
}

function writeHook(run: Scribe, name: string, exitCode: number): void {
  const about: JsonObject = { hook_id: run.uuid(), hook_name: name, hook_event: "SessionStart" };
  const failed = exitCode !== 0;
  writeSystem(run, "hook_started", about, [{ kind: "hook-started" }]);
  writeSystem(
    run,
    "hook_response",
    {
      ...about,
      output: "",
      stdout: "",
      stderr: "",
      exit_code: exitCode,
      outcome: failed ? "error" : "success",
    },
    [{ kind: "hook-finished", failed, name, exitCode }],
  );
}

function writeCompaction(run: Scribe, failed: boolean): void {
  if (failed) {
    const status = { status: null, compact_result: "failed", compact_error: "Prompt is too long" };
    return writeSystem(run, "status", status, [{ kind: "compacted", failed: true }]);
  }
  const metadata = { trigger: "auto", pre_tokens: 150_000, post_tokens: 12_000 };
  return writeSystem(run, "compact_boundary", { compact_metadata: metadata }, [
    { kind: "compacted", failed: false },
  ]);
}
