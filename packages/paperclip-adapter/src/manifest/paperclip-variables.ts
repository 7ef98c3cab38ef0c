import type { ExecutionContext } from "../host/execution-context.ts";
import { fieldIn, recordsIn, textIn, textsIn } from "../host/host-field.ts";
import type { Assignment } from "./assignment.ts";
import type { Workspace } from "./workspace.ts";

/** A name and its value; the caller decides where it stands. */
export type Variable = readonly [name: string, value: string];

/** The host's own addresses, in the order in which they are believed. */
const ADDRESSES = ["PAPERCLIP_API_URL", "PAPERCLIP_RUNTIME_API_URL"] as const;

/** Where the agent reaches Paperclip; null where nobody has said so, because the host listens on loopback then. */
export function apiUrlOf(
  configured: string | null,
  hostEnv: Readonly<Record<string, string | undefined>>,
): string | null {
  return configured ?? ADDRESSES.map((name) => textIn(hostEnv, name)).find((url) => url !== null) ?? null;
}

/** All that Paperclip tells its agents, by the names that its skills and its own adapters use. */
export function paperclipVariables(
  { context, authToken }: ExecutionContext,
  assignment: Assignment,
  workspace: Workspace,
  { apiUrl, scratch }: { readonly apiUrl: string | null; readonly scratch: string },
): readonly Variable[] {
  const wake = fieldIn(context, "paperclipWake");
  const issue = fieldIn(wake, "issue");
  return [
    ...told("PAPERCLIP_AGENT_ID", assignment.agentId),
    ...told("PAPERCLIP_COMPANY_ID", assignment.companyId),
    ...told("PAPERCLIP_RUN_ID", assignment.runId),
    ...told("PAPERCLIP_API_URL", apiUrl),
    ...told("PAPERCLIP_API_KEY", authToken ?? null),
    ...told("PAPERCLIP_TASK_ID", assignment.taskId),
    ...told("PAPERCLIP_ISSUE_WORK_MODE", textIn(context, "issueWorkMode") ?? textIn(issue, "workMode")),
    ...told("PAPERCLIP_WAKE_REASON", assignment.wakeReason),
    ...told("PAPERCLIP_WAKE_COMMENT_ID", textIn(context, "wakeCommentId") ?? textIn(context, "commentId")),
    ...told("PAPERCLIP_WAKE_PAYLOAD_JSON", jsonOf(wake)),
    ...told("PAPERCLIP_APPROVAL_ID", textIn(context, "approvalId")),
    ...told("PAPERCLIP_APPROVAL_STATUS", textIn(context, "approvalStatus")),
    ...told("PAPERCLIP_LINKED_ISSUE_IDS", textsIn(context, "issueIds").join(",")),
    ...workspaceVariables(workspace),
    ...told("PAPERCLIP_RUNTIME_SERVICES_JSON", listOf(context, "paperclipRuntimeServices")),
    ...told("PAPERCLIP_RUNTIME_SERVICE_INTENTS_JSON", listOf(context, "paperclipRuntimeServiceIntents")),
    ...told("PAPERCLIP_RUNTIME_PRIMARY_URL", textIn(context, "paperclipRuntimePrimaryUrl")),
    ...toolVariables(fieldIn(context, "paperclipRuntimeTools")),
    // The host's own folders for this are on its disk; the pod's is gone with it just the same.
    ...told("PAPERCLIP_SCRATCH_DIR", scratch),
    ...told("PAPERCLIP_RUN_SCRATCH_DIR", scratch),
  ];
}

function workspaceVariables(workspace: Workspace): readonly Variable[] {
  const hints = workspace.hints.length === 0 ? null : JSON.stringify(workspace.hints);
  return [
    ...told("PAPERCLIP_WORKSPACE_CWD", workspace.cwd),
    ...told("PAPERCLIP_WORKSPACE_SOURCE", workspace.source),
    ...told("PAPERCLIP_WORKSPACE_STRATEGY", workspace.strategy),
    ...told("PAPERCLIP_WORKSPACE_ID", workspace.id),
    ...told("PAPERCLIP_WORKSPACE_REPO_URL", workspace.repoUrl),
    ...told("PAPERCLIP_WORKSPACE_REPO_REF", workspace.repoRef),
    ...told("PAPERCLIP_WORKSPACE_BRANCH", workspace.branch),
    ...told("PAPERCLIP_WORKSPACE_WORKTREE_PATH", workspace.worktreePath),
    ...told("PAPERCLIP_WORKSPACES_JSON", hints),
    ...told("AGENT_HOME", workspace.agentHome),
  ];
}

/** How an agent finds and asks for connections to other services; there is a token in it. */
function toolVariables(tools: unknown): readonly Variable[] {
  const rest = fieldIn(tools, "rest");
  const prefix = "PAPERCLIP_RUNTIME_TOOLS";
  return [
    ...told(`${prefix}_MCP_URL`, textIn(tools, "mcpEndpoint")),
    ...told(`${prefix}_TOKEN`, textIn(tools, "bearerToken")),
    ...told(`${prefix}_EXPIRES_AT`, textIn(tools, "expiresAt")),
    ...told(`${prefix}_CONNECTIONS_SEARCH_URL`, textIn(rest, "connectionsSearch")),
    ...told(`${prefix}_CONNECTION_REQUEST_URL`, textIn(rest, "connectionRequest")),
    ...told(`${prefix}_AVAILABLE`, textsIn(tools, "tools").join(",")),
    ...told(`${prefix}_GUIDANCE`, textIn(tools, "guidance")),
  ];
}

function told(name: string, value: string | null): readonly Variable[] {
  return value === null || value === "" ? [] : [[name, value]];
}

function listOf(context: unknown, key: string): string | null {
  const records = recordsIn(context, key);
  return records.length === 0 ? null : JSON.stringify(records);
}

/** JSON escapes what a variable can't hold: NUL, and halves of characters. */
function jsonOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return null;
  return JSON.stringify(value);
}
