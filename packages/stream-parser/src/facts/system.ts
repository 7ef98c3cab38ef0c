import type { SystemEvent } from "../events.ts";
import { readApiRetry, readHookResponse, readModelChange, readSystem } from "../wire/system.ts";
import { shortOrNull, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";
import { addTask, addTaskNotification, addTaskUpdate } from "./tasks.ts";
import { addDenial } from "./tools.ts";

/** Facts of the `system` events other than init; most subtypes have none. */
export function addSystemEvent(draft: Draft, event: SystemEvent): void {
  switch (event.subtype) {
    case "api_retry":
      return addRetry(draft, event);
    case "hook_started":
      draft.hooks.started += 1;
      return;
    case "hook_response":
      return addHookResponse(draft, event);
    case "task_started":
      return addTask(draft, event);
    case "task_updated":
      return addTaskUpdate(draft, event);
    case "task_notification":
      return addTaskNotification(draft, event);
    case "model_fallback":
    case "model_refusal_fallback":
    case "model_refusal_no_fallback":
      return addModelChange(draft, event);
    case "compact_boundary":
      return addCompaction(draft, event);
    case "status":
    case "permission_denied":
    case "informational":
    case "session_writes_lost":
      return addNotice(draft, event);
    default:
  }
}

function addCompaction({ compaction }: Draft, { line }: SystemEvent): void {
  compaction.count += 1;
  compaction.lastLine = line;
}

function addNotice(draft: Draft, { subtype, line, body }: SystemEvent): void {
  const { compaction, notices, limits } = draft;
  const wire = readSystem(body.wire);
  if (subtype === "permission_denied") addDenial(draft, wire.tool_name);
  if (subtype === "session_writes_lost")
    notices.sessionWritesLost = { line, errorCode: shortOrNull(wire.error_code, limits) };
  if (subtype === "informational" && wire.prevent_continuation === true)
    notices.promptBlocked = { line, content: shortText(wire.content ?? "", limits) };
  if (subtype === "status" && wire.compact_result === "failed") {
    compaction.failed += 1;
    compaction.lastLine = line;
  }
}

function addRetry({ retries, limits }: Draft, event: SystemEvent): void {
  const wire = readApiRetry(event.body.wire);
  retries.count += 1;
  retries.last = {
    line: event.line,
    attempt: wire.attempt,
    maxRetries: wire.max_retries,
    delayMs: wire.retry_delay_ms,
    status: wire.error_status,
    error: shortOrNull(wire.error, limits),
  };
}

function addHookResponse({ hooks, limits }: Draft, event: SystemEvent): void {
  const wire = readHookResponse(event.body.wire);
  hooks.finished += 1;
  if (wire.outcome !== "error") return;
  hooks.failed += 1;
  hooks.lastFailed = {
    line: event.line,
    name: shortText(wire.hook_name ?? "", limits),
    exitCode: wire.exit_code,
  };
}

function addModelChange({ models, limits }: Draft, { subtype, line, body }: SystemEvent): void {
  const wire = readModelChange(body.wire);
  if (subtype === "model_refusal_no_fallback") {
    models.refusal = { line, category: shortOrNull(wire.api_refusal_category, limits) };
    return;
  }
  models.fallbacks += 1;
  models.lastFallback = {
    line,
    from: shortOrNull(wire.original_model, limits),
    to: shortOrNull(wire.fallback_model, limits),
  };
}
