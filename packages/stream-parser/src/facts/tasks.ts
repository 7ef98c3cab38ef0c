import type { SystemEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { TaskFacts } from "../parsed-stream.ts";
import { wireTask, type WireTask } from "../wire/system.ts";
import { shortText, withLast } from "./bounded.ts";

type OpenTask = TaskFacts["open"][number];

export function tasksAfterStart(tasks: TaskFacts, event: SystemEvent, limits: Limits): TaskFacts {
  const wire = wireTask.parse(event.body.wire);
  const started = tasks.started + 1;
  // A task in the foreground is a tool call like any other, and open as such.
  if (wire.is_backgrounded === false) return { ...tasks, started };
  return { ...tasks, started, open: withTask(tasks.open, event, wire, limits) };
}

/** An update may send a task to the background, and tells its end before the notification does. */
export function tasksAfterUpdate(tasks: TaskFacts, event: SystemEvent, limits: Limits): TaskFacts {
  const wire = wireTask.parse(event.body.wire);
  const status = wire.patch?.status ?? null;
  if (isFinal(status)) return closed(tasks, wire, status, limits);
  if (wire.patch?.is_backgrounded !== true) return tasks;
  return { ...tasks, open: withTask(tasks.open, event, wire, limits) };
}

/** Only the notification is counted: every task that ended has one, and some have an update too. */
export function tasksAfterNotification(tasks: TaskFacts, event: SystemEvent, limits: Limits): TaskFacts {
  const wire = wireTask.parse(event.body.wire);
  if (!isFinal(wire.status)) return tasks;
  return { ...closed(tasks, wire, wire.status, limits), [wire.status]: tasks[wire.status] + 1 };
}

/** Only a task in the background is open, so whichever of update and notification comes first finds it there. */
function closed(tasks: TaskFacts, wire: WireTask, status: FinalStatus, limits: Limits): TaskFacts {
  const open = withoutTask(tasks.open, wire, limits);
  const stopped = status === "stopped" && open.length < tasks.open.length ? 1 : 0;
  return { ...tasks, open, stoppedInBackground: tasks.stoppedInBackground + stopped };
}

type FinalStatus = "completed" | "failed" | "stopped";

function isFinal(status: string | null): status is FinalStatus {
  return status === "completed" || status === "failed" || status === "stopped";
}

function withTask(
  open: readonly OpenTask[],
  event: SystemEvent,
  wire: WireTask,
  limits: Limits,
): readonly OpenTask[] {
  const task = {
    id: shortText(wire.task_id ?? "", limits),
    line: event.line,
    description: shortText(wire.description ?? "", limits),
  };
  return withLast(withoutTask(open, wire, limits), task, limits.tasks);
}

function withoutTask(open: readonly OpenTask[], wire: WireTask, limits: Limits): readonly OpenTask[] {
  const id = shortText(wire.task_id ?? "", limits);
  return open.filter((task) => task.id !== id);
}
