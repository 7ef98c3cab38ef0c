import type { ExecutionResult } from "../host/execution-result.ts";
import { soundText } from "../host/host-field.ts";
import { storableObject } from "./host-text.ts";
import type { RunEnd } from "./run-end.ts";
import { sessionTotals } from "./run-usage.ts";

type SessionFields = Pick<
  ExecutionResult,
  "sessionId" | "sessionParams" | "sessionDisplayId" | "clearSession"
>;

const forget: SessionFields = {
  sessionId: null,
  sessionParams: null,
  sessionDisplayId: null,
  clearSession: true,
};

/**
 * What the next run of the task resumes, after a failure and a time-out too. To say nothing keeps what the host has: so
 * it is with a run that got to no session of its own. One whose files went with the pod must not be resumed.
 */
export function sessionFields(end: RunEnd): SessionFields {
  const { verdict, session } = end;
  if (verdict.session === "drop") return forget;
  const { sessionId, params } = session;
  if (verdict.session === "none" || sessionId === null) return {};
  if (!session.durable) return forget;
  const totals = sessionTotals(end);
  return {
    sessionId: soundText(sessionId),
    sessionParams: storableObject({ sessionId, ...params, ...(totals === null ? {} : { totals }) }),
    sessionDisplayId: soundText(sessionId),
  };
}
