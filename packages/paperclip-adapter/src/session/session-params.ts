import { fieldIn } from "../host/host-field.ts";
import { readTotals, type SessionTotals } from "./session-totals.ts";

/**
 * What the host keeps of a session between two runs. This table is the only place that names its fields: who writes
 * them and who reads them use it, because an allow-list that stood elsewhere once dropped a field that was new. The
 * first name of each is the one that is written; the others are those of older adapters.
 */
const names = {
  sessionId: ["sessionId", "session_id"],
  /** The agent's folder in the pod, by which Claude Code files its sessions. */
  cwd: ["cwd", "workdir", "folder"],
  /** Which place of which claim holds the session's files; null where they went with the pod. */
  storage: ["storage"],
  /** Of the instructions and skills that the session began with. */
  promptBundleKey: ["promptBundleKey", "prompt_bundle_key"],
  /** Of the MCP servers that it has tools of; empty for none. */
  mcpServerIdentity: ["mcpServerIdentity", "mcp_server_identity"],
  /** As configured; null is Claude Code's default. */
  model: ["model"],
  workspaceId: ["workspaceId", "workspace_id"],
  repoUrl: ["repoUrl", "repo_url"],
  repoRef: ["repoRef", "repo_ref"],
} as const;

type Field = keyof typeof names;

/** Absent is "not told", which is what an older adapter, or the host for a run without a task, leaves. */
export type SessionParams = { readonly sessionId: string } & {
  readonly [Name in Exclude<Field, "sessionId">]?: string | null;
} & {
  /** What the session had used by the end of its last run. */
  readonly totals?: SessionTotals;
};

/** Null where there is no session in it. Anybody's database may have held it. */
export function readSessionParams(raw: unknown): SessionParams | null {
  const told = Object.keys(names).flatMap((name) => {
    const value = isField(name) ? valueOf(raw, names[name]) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  const { sessionId, ...others } = Object.fromEntries<string | null>(told);
  if (typeof sessionId !== "string" || sessionId === "") return null;
  const totals = readTotals(fieldIn(raw, "totals"));
  return { sessionId, ...others, ...(totals === null ? {} : { totals }) };
}

export function writeSessionParams(params: SessionParams): Record<string, unknown> {
  return { ...readSessionParams(params) };
}

/** What the names say first; a null is an answer, another type is none. */
function valueOf(raw: unknown, aliases: readonly string[]): string | null | undefined {
  for (const alias of aliases) {
    const value = fieldIn(raw, alias);
    if (value === null) return null;
    if (typeof value === "string") return value.trim();
  }
  return undefined;
}

function isField(name: string): name is Field {
  return Object.hasOwn(names, name);
}
