import type { Scribe } from "./scribe.ts";
import type { TaskEnd } from "./notes.ts";

/** A background command or a subagent has begun. */
export function writeTaskStarted(
  run: Scribe,
  {
    task,
    call,
    description,
    background,
  }: { task: string; call: string; description: string; background: boolean },
): void {
  run.write(
    "system",
    {
      type: "system",
      subtype: "task_started",
      task_id: task,
      tool_use_id: call,
      description,
      is_backgrounded: background,
      task_type: background ? "local_bash" : "local_agent",
      ...run.envelope(),
    },
    [{ kind: "task-started", id: task, description, background }],
  );
}

/** A task has ended: the CLI says it twice, as an update of the task and as a notification. */
export function writeTaskEnded(
  run: Scribe,
  { task, call, status }: { task: string; call: string; status: TaskEnd },
): void {
  const about = { type: "system", task_id: task };
  const update = { ...about, subtype: "task_updated", patch: { status, end_time: 1_795_206_394_138 } };
  const notice = { ...about, subtype: "task_notification", tool_use_id: call, status, summary: "…" };
  run.write("system", { ...update, ...run.envelope() }, [{ kind: "task-updated", id: task, status }]);
  run.write("system", { ...notice, ...run.envelope() }, [{ kind: "task-notified", id: task, status }]);
}
