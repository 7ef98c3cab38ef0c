import { quotable } from "@runverdict/classifier/kubernetes";
import { plainRun } from "@runverdict/k8s-runner";
import { textIn } from "../host/host-field.ts";
import { decideSession, type SessionPlace } from "../session/decide-session.ts";
import { assignmentOf, type Assignment } from "./assignment.ts";
import { deliveryOf, type Delivery } from "./delivery.ts";
import type { ManifestInput, SessionKeeping } from "./manifest.ts";
import { isLoopback, mcpConfigOf, mcpIdentityOf, type McpConfig } from "./mcp-config.ts";
import { apiUrlOf } from "./paperclip-variables.ts";
import type { Bundle } from "./read-bundle.ts";
import { sessionHomeOf, type SessionHome } from "./session-home.ts";
import type { Storage } from "./storage.ts";
import { workspaceOf, type Workspace } from "./workspace.ts";

/** Where the agent finds itself, and by that which session it can go on with. */
export interface Surroundings {
  readonly storage: Storage;
  readonly workspace: Workspace;
  readonly home: SessionHome;
  readonly delivery: Delivery;
  readonly mcp: McpConfig | null;
  readonly apiUrl: string | null;
  readonly assignment: Assignment;
  readonly session: SessionKeeping;
  readonly notes: readonly string[];
}

export function surroundingsOf(input: ManifestInput, storage: Storage, bundle: Bundle): Surroundings {
  const { config, context, cluster, hostEnv } = input;
  const { claude } = config;
  const workspace = workspaceOf(context.context, storage, {
    configured: claude.cwd,
    home: plainRun.home.path,
  });
  const home = sessionHomeOf(claude, storage, cluster.server);
  const servers = context.runtimeMcp?.getServers() ?? [];
  const place: SessionPlace = {
    cwd: workspace.cwd,
    storage: home.storage,
    promptBundleKey: bundle.key,
    mcpServerIdentity: mcpIdentityOf(servers),
    model: claude.model,
  };
  const assignment = assignmentOf(context, decideSession(context.runtime, place));
  const delivery = deliveryOf(bundle, claude.delivery, storage, assignment.companyId);
  const apiUrl = apiUrlOf(claude.paperclipApiUrl, hostEnv);
  return {
    storage,
    workspace,
    home,
    delivery,
    mcp: mcpConfigOf(servers, apiUrl),
    apiUrl,
    assignment,
    session: keeping(place, workspace),
    notes: [
      ...sessionNotes(assignment, place),
      ...storage.notes,
      ...workspace.notes,
      ...skillNotes(bundle),
      ...bundle.notes,
      ...delivery.notes,
      ...reachNotes(apiUrl, textIn(context, "authToken")),
    ],
  };
}

function keeping(place: SessionPlace, { id, repoUrl, repoRef }: Workspace): SessionKeeping {
  return {
    durable: place.storage !== null,
    params: (sessionId) => ({
      sessionId,
      ...place,
      ...(id === null ? {} : { workspaceId: id }),
      ...(repoUrl === null ? {} : { repoUrl }),
      ...(repoRef === null ? {} : { repoRef }),
    }),
  };
}

function sessionNotes({ session }: Assignment, { storage }: SessionPlace): readonly string[] {
  if (session.kind === "resume") return [`Going on with session ${session.sessionId}.`];
  if (session.why !== null) return [session.why];
  if (storage !== null) return [];
  return ["The next run can't go on with this session: no persistent volume claim holds its files."];
}

/** Whether a skill is there is asked before anything else of an agent that does not use it. */
function skillNotes({ skills }: Bundle): readonly string[] {
  if (skills.length === 0) return [];
  const names = skills.map((key) => quotable(key, 100));
  return [`Skills bundled (${skills.length}): ${names.join(", ")}`];
}

function reachNotes(apiUrl: string | null, authToken: string | null): readonly string[] {
  const cure = "set `paperclipApiUrl` to an address that pods can reach.";
  const token =
    authToken === null ? ["Paperclip gave no token for this run, so the agent can't call it."] : [];
  if (apiUrl === null) return [...token, `The agent is not told where Paperclip is: ${cure}`];
  return isLoopback(apiUrl) ? [...token, `The agent can't reach Paperclip at ${apiUrl}: ${cure}`] : token;
}
