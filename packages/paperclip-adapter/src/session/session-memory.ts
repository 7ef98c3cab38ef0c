import type { HostRuntime } from "../host/execution-context.ts";
import { readSessionParams, writeSessionParams, type SessionParams } from "./session-params.ts";

/**
 * What this process told the host of its sessions lately. The host passes on no more than the id of a session to a run
 * without a task, and to the run by which it asks an agent what is to follow: that one is queued before the session's
 * params are stored (2026.916.1). Without the rest nobody knows which servers and folder the session had, and what it
 * used before would be billed once more.
 */
export interface SessionMemory {
  /** The host's own word, or what is remembered where it has none beyond the id. */
  readonly complete: (runtime: HostRuntime) => HostRuntime;
  readonly remember: (params: unknown) => void;
}

/** Some megabytes, in a host that never restarts. */
const MOST_SESSIONS = 2000;

export function createSessionMemory(most: number = MOST_SESSIONS): SessionMemory {
  const sessions = new Map<string, SessionParams>();
  return {
    complete(runtime) {
      const told = readSessionParams(runtime.sessionParams) ?? readSessionParams(runtime);
      const known = told !== null && isIdAlone(told) ? sessions.get(told.sessionId) : undefined;
      return known === undefined ? runtime : { ...runtime, sessionParams: writeSessionParams(known) };
    },
    remember(raw) {
      const params = readSessionParams(raw);
      if (params === null) return;
      // A map keeps the order in which its keys came.
      sessions.delete(params.sessionId);
      sessions.set(params.sessionId, params);
      const [oldest] = sessions.keys();
      if (sessions.size > most && oldest !== undefined) sessions.delete(oldest);
    },
  };
}

function isIdAlone(params: SessionParams): boolean {
  return Object.keys(params).length === 1;
}
