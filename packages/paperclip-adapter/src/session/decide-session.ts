import { posix } from "node:path";
import { quotable } from "@runverdict/classifier/kubernetes";
import type { HostRuntime } from "../host/execution-context.ts";
import { readSessionParams, type SessionParams } from "./session-params.ts";

/** What must be as it was for a session to go on. */
export interface SessionPlace {
  readonly cwd: string;
  readonly storage: string | null;
  readonly promptBundleKey: string;
  readonly mcpServerIdentity: string;
  readonly model: string | null;
}

export type SessionDecision =
  | { readonly kind: "resume"; readonly sessionId: string }
  /** `why` is for the live log: what of the former session does not fit; null where there was none. */
  | { readonly kind: "fresh"; readonly why: string | null };

/**
 * Whether the run goes on with the host's last session. What was told and does not match forbids it: the session's
 * files are elsewhere, or it knows other instructions, tools or another model. What was not told is no obstacle,
 * because of a run without a task the host keeps nothing but the session's id: a session that is gone then costs a
 * start that fails at once and is cleared, while never resuming would cost such an agent its memory each time. The
 * host's own adapter takes servers that were not told for none, and so begins anew whenever the host asks its agent
 * what is to follow.
 */
export function decideSession(runtime: HostRuntime, here: SessionPlace): SessionDecision {
  const saved = savedSession(runtime);
  if (saved === null) return { kind: "fresh", why: null };
  const why = obstacle(saved, here);
  if (why === null) return { kind: "resume", sessionId: saved.sessionId };
  return { kind: "fresh", why: `Session ${quotable(saved.sessionId, 64)} is not resumed: ${why}` };
}

function savedSession({ sessionId, sessionParams }: HostRuntime): SessionParams | null {
  return readSessionParams(sessionParams) ?? readSessionParams({ sessionId });
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function obstacle(saved: SessionParams, here: SessionPlace): string | null {
  if (!uuid.test(saved.sessionId)) return "its id is no UUID, which is what Claude Code resumes by.";
  if (here.storage === null)
    return "its files are not kept: they go with the pod unless a persistent volume claim holds them.";
  if (saved.storage === null) return "its files went with the pod that it ran in.";
  if (isOther(saved.storage, here.storage)) return "its files are on another volume, or elsewhere on it.";
  if (typeof saved.cwd === "string" && folder(saved.cwd) !== folder(here.cwd))
    return `it ran in ${quotable(saved.cwd, 120)}, and this run starts in ${quotable(here.cwd, 120)}.`;
  if (isOther(saved.promptBundleKey, here.promptBundleKey))
    return "the agent's instructions or skills have changed since.";
  if (isOther(saved.mcpServerIdentity, here.mcpServerIdentity))
    return "the MCP servers are not those that it had.";
  if (isOther(saved.model, here.model))
    return `it ran with ${named(saved.model)}, and this run is to use ${named(here.model)}.`;
  return null;
}

function isOther(saved: string | null | undefined, here: string | null): boolean {
  return saved !== undefined && saved !== here;
}

function named(model: string | null | undefined): string {
  return typeof model === "string" ? quotable(model, 80) : "the default model";
}

function folder(path: string): string {
  return posix.join(path, "/");
}
