import type { HostRuntime } from "../../src/host/execution-context.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { sessionCodec } from "../../src/session/session-codec.ts";

/** What the host keeps of sessions between the runs of one agent (§2), through the adapter's own codec. */
export interface Sessions {
  /** What a run is given of the last one. */
  readonly runtimeFor: (taskKey: string | null) => HostRuntime;
  /** `result` is null for a run that threw: then all stays as it was. */
  readonly settle: (taskKey: string | null, result: ExecutionResult | null) => void;
}

interface Kept {
  readonly params: Record<string, unknown> | null;
  readonly displayId: string | null;
  readonly sessionId: string | null;
}

const nothing: Kept = { params: null, displayId: null, sessionId: null };

export function createSessions(): Sessions {
  const byTask = new Map<string, Kept>();
  let ofAgent: string | null = null;

  /** Of a run without a task the id alone is kept, and the next one gets it as the least of params, too. */
  function taskless(): Kept {
    return ofAgent === null
      ? nothing
      : { params: { sessionId: ofAgent }, displayId: ofAgent, sessionId: ofAgent };
  }

  const before = (taskKey: string | null): Kept =>
    taskKey === null ? taskless() : (byTask.get(taskKey) ?? nothing);

  return {
    runtimeFor(taskKey) {
      const { params, displayId, sessionId } = before(taskKey);
      const sessionParams = params === null ? null : sessionCodec.deserialize(structuredClone(params));
      return { sessionId, sessionParams, sessionDisplayId: displayId, taskKey };
    },
    settle(taskKey, result) {
      if (result === null) return;
      const next = stateAfter(result, before(taskKey));
      if (taskKey === null) ofAgent = next.sessionId;
      else if (next.params === null && next.displayId === null) byTask.delete(taskKey);
      else byTask.set(taskKey, next);
    },
  };
}

/** On failure too. To say nothing keeps, null forgets, and `clearSession` forgets whatever else is said. */
function stateAfter(result: ExecutionResult, previous: Kept): Kept {
  if (result.clearSession === true) return nothing;
  const { sessionParams, sessionId, sessionDisplayId } = result;
  const isSilent = sessionParams === undefined && sessionId === undefined && sessionDisplayId === undefined;
  if (isSilent) return previous;
  const told = sessionParams === undefined ? (sessionId ? { sessionId } : null) : sessionParams;
  const params = sessionCodec.serialize(told === null ? null : structuredClone(told));
  const kept = params === null ? null : sessionCodec.getDisplayId(params);
  const displayId = (sessionDisplayId ?? kept ?? sessionId ?? null)?.slice(0, 128) ?? null;
  return { params, displayId, sessionId: sessionId ?? kept ?? displayId };
}
