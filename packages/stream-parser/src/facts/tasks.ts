import type { SystemEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { TaskFacts } from "../parsed-stream.ts";
import { readTask, type WireTask } from "../wire/system.ts";
import { addLast, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";

type OpenTask = TaskFacts["open"][number];

export function addTask({ tasks, limits }: Draft, event: SystemEvent): void {
  const wire = readTask(event.body.wire);
  tasks.started += 1;
  // A task in the foreground is a tool call like any other, and open as such.
  if (wire.is_backgrounded !== false) openTask(tasks.open, event, wire, limits);
}

/** An update may send a task to the background, and tells its end before the notification does. */
export function addTaskUpdate(draft: Draft, event: SystemEvent): void {
  const wire = readTask(event.body.wire);
  const status = wire.patch?.status ?? null;
  if (isFinal(status)) return closeTask(draft, wire, status);
  if (wire.patch?.is_backgrounded !== true) return;
  openTask(draft.tasks.open, event, wire, draft.limits);
}

/** Only the notification is counted: every task that ended has one, and some have an update too. */
export function addTaskNotification(draft: Draft, event: SystemEvent): void {
  const wire = readTask(event.body.wire);
  if (!isFinal(wire.status)) return;
  closeTask(draft, wire, wire.status);
  draft.tasks[wire.status] += 1;
}

/** Only a task in the background is open, so whichever of update and notification comes first finds it there. */
function closeTask({ tasks, limits }: Draft, wire: WireTask, status: FinalStatus): void {
  const wasOpen = removeTask(tasks.open, wire, limits);
  if (status === "stopped" && wasOpen) tasks.stoppedInBackground += 1;
}

type FinalStatus = "completed" | "failed" | "stopped";

function isFinal(status: string | null): status is FinalStatus {
  return status === "completed" || status === "failed" || status === "stopped";
}

function openTask(open: OpenTask[], event: SystemEvent, wire: WireTask, limits: Limits): void {
  removeTask(open, wire, limits);
  const task = {
    id: shortText(wire.task_id ?? "", limits),
    line: event.line,
    description: shortText(wire.description ?? "", limits),
  };
  addLast(open, task, limits.tasks);
}

/** Whether it was open. */
function removeTask(open: OpenTask[], wire: WireTask, limits: Limits): boolean {
  const id = shortText(wire.task_id ?? "", limits);
  const index = open.findIndex((task) => task.id === id);
  if (index !== -1) open.splice(index, 1);
  return index !== -1;
}
