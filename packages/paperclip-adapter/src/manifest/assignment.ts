import type { ExecutionContext } from "../host/execution-context.ts";
import { fieldIn, soundText, textIn } from "../host/host-field.ts";
import type { SessionDecision } from "../session/decide-session.ts";

/** Who is to do what, and which session goes on with it. */
export interface Assignment {
  readonly agentId: string;
  readonly agentName: string;
  readonly companyId: string;
  readonly runId: string;
  /** The host's key of the task; null for a run without one. */
  readonly taskKey: string | null;
  readonly taskId: string | null;
  readonly wakeReason: string | null;
  readonly session: SessionDecision;
}

export function assignmentOf(
  { agent, runId, runtime, context }: ExecutionContext,
  session: SessionDecision,
): Assignment {
  return {
    agentId: soundText(agent.id).trim(),
    agentName: soundText(agent.name).trim(),
    companyId: soundText(agent.companyId).trim(),
    runId,
    taskKey: textIn(runtime, "taskKey"),
    taskId: textIn(context, "taskId") ?? textIn(context, "issueId"),
    wakeReason: textIn(context, "wakeReason") ?? textIn(fieldIn(context, "paperclipWake"), "reason"),
    session,
  };
}

/**
 * Runs of the same key must not run at once, since both would write the same session: those of one task, else those
 * that go on with one session. A run of neither is alone with its own id. The texts tell the kinds apart, so that no
 * task can be named like somebody's session.
 */
export function sessionKey({ agentId, taskKey, session, runId }: Assignment): string {
  if (taskKey !== null) return JSON.stringify([agentId, "task", taskKey]);
  if (session.kind === "resume") return JSON.stringify([agentId, "session", session.sessionId]);
  return JSON.stringify([agentId, "run", runId]);
}
