import type { StreamEvent } from "../events.ts";

/** Fragments of messages, heartbeats and house-keeping come by the hundred and say nothing that the others do not. */
const quietKinds: ReadonlySet<string> = new Set(["partial", "tool-progress", "control", "notice"]);
const quietSubtypes: ReadonlySet<string> = new Set([
  "background_tasks_changed",
  "hook_progress",
  "hook_started",
  "status",
  "task_progress",
  "task_updated",
  "thinking_tokens",
  "ui_invalidate",
]);

/** Whether an event tells something to a person who follows the run. */
export function tells(event: StreamEvent): boolean {
  if (quietKinds.has(event.kind)) return false;
  if (event.kind === "text") return event.text.trim() !== "";
  return event.kind !== "system" || event.subtype === null || !quietSubtypes.has(event.subtype);
}
