import type { SystemEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { HookFacts, ModelFacts, RetryFacts } from "../parsed-stream.ts";
import { wireApiRetry, wireHookResponse, wireModelChange, wireSystem } from "../wire/system.ts";
import { shortOrNull, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";
import { tasksAfterNotification, tasksAfterStart, tasksAfterUpdate } from "./tasks.ts";
import { toolsAfterDenial } from "./tools.ts";

/** Facts of the `system` events other than init; most subtypes have none. */
export function addSystemFacts(next: Draft, event: SystemEvent, limits: Limits): void {
  switch (event.subtype) {
    case "api_retry":
      next.retries = retriesAfter(next.retries, event, limits);
      return;
    case "hook_started":
      next.hooks = { ...next.hooks, started: next.hooks.started + 1 };
      return;
    case "hook_response":
      next.hooks = hooksAfter(next.hooks, event, limits);
      return;
    case "task_started":
      next.tasks = tasksAfterStart(next.tasks, event, limits);
      return;
    case "task_updated":
      next.tasks = tasksAfterUpdate(next.tasks, event, limits);
      return;
    case "task_notification":
      next.tasks = tasksAfterNotification(next.tasks, event, limits);
      return;
    case "model_fallback":
    case "model_refusal_fallback":
    case "model_refusal_no_fallback":
      next.models = modelsAfter(next.models, event, limits);
      return;
    case "compact_boundary":
      next.compaction = { ...next.compaction, count: next.compaction.count + 1, lastLine: event.line };
      return;
    case "status":
    case "permission_denied":
    case "informational":
    case "session_writes_lost":
      addNotice(next, event, limits);
      return;
    default:
  }
}

function addNotice(next: Draft, event: SystemEvent, limits: Limits): void {
  const wire = wireSystem.parse(event.body.wire);
  const { line } = event;
  if (event.subtype === "permission_denied")
    next.tools = toolsAfterDenial(next.tools, wire.tool_name, limits);
  if (event.subtype === "session_writes_lost") {
    const sessionWritesLost = { line, errorCode: shortOrNull(wire.error_code, limits) };
    next.notices = { ...next.notices, sessionWritesLost };
  }
  if (event.subtype === "informational" && wire.prevent_continuation === true) {
    const promptBlocked = { line, content: shortText(wire.content ?? "", limits) };
    next.notices = { ...next.notices, promptBlocked };
  }
  if (event.subtype === "status" && wire.compact_result === "failed") {
    next.compaction = { ...next.compaction, failed: next.compaction.failed + 1, lastLine: line };
  }
}

function retriesAfter(retries: RetryFacts, event: SystemEvent, limits: Limits): RetryFacts {
  const wire = wireApiRetry.parse(event.body.wire);
  const last = {
    line: event.line,
    attempt: wire.attempt,
    maxRetries: wire.max_retries,
    delayMs: wire.retry_delay_ms,
    status: wire.error_status,
    error: shortOrNull(wire.error, limits),
  };
  return { count: retries.count + 1, last };
}

function hooksAfter(hooks: HookFacts, event: SystemEvent, limits: Limits): HookFacts {
  const wire = wireHookResponse.parse(event.body.wire);
  const finished = hooks.finished + 1;
  if (wire.outcome !== "error") return { ...hooks, finished };
  const lastFailed = {
    line: event.line,
    name: shortText(wire.hook_name ?? "", limits),
    exitCode: wire.exit_code,
  };
  return { ...hooks, finished, failed: hooks.failed + 1, lastFailed };
}

function modelsAfter(models: ModelFacts, event: SystemEvent, limits: Limits): ModelFacts {
  const wire = wireModelChange.parse(event.body.wire);
  if (event.subtype === "model_refusal_no_fallback") {
    return {
      ...models,
      refusal: { line: event.line, category: shortOrNull(wire.api_refusal_category, limits) },
    };
  }
  const lastFallback = {
    line: event.line,
    from: shortOrNull(wire.original_model, limits),
    to: shortOrNull(wire.fallback_model, limits),
  };
  return { ...models, fallbacks: models.fallbacks + 1, lastFallback };
}
