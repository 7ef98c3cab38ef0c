import { expect, test } from "vitest";
import { assignmentOf } from "../../src/manifest/assignment.ts";
import { apiUrlOf, paperclipVariables } from "../../src/manifest/paperclip-variables.ts";
import { workspaceOf } from "../../src/manifest/workspace.ts";
import { aContext, storageFor } from "./support/a-manifest.ts";

function told(context: object): Record<string, string> {
  const run = { ...aContext, context: { ...context } };
  const workspace = workspaceOf(context, storageFor({ kind: "none" }), { configured: null, home: "/h" });
  const assignment = assignmentOf(run, { kind: "fresh", why: null });
  return Object.fromEntries(
    paperclipVariables(run, assignment, workspace, { apiUrl: "https://p", scratch: "/tmp" }),
  );
}

test("a run without a task is told who it is, and nothing that is not so", () => {
  expect(told({})).toEqual({
    PAPERCLIP_AGENT_ID: aContext.agent.id,
    PAPERCLIP_COMPANY_ID: aContext.agent.companyId,
    PAPERCLIP_RUN_ID: aContext.runId,
    PAPERCLIP_API_URL: "https://p",
    PAPERCLIP_API_KEY: aContext.authToken,
    PAPERCLIP_WORKSPACE_CWD: "/h",
    PAPERCLIP_SCRATCH_DIR: "/tmp",
    PAPERCLIP_RUN_SCRATCH_DIR: "/tmp",
  });
});

test("everything that the host says of a wake has the name that its skills know", () => {
  const wake = {
    reason: "issue_commented",
    issue: { workMode: "planning", title: "half \ud800 and \u0000" },
  };
  const found = told({
    issueId: "i-1",
    commentId: "c-1",
    approvalId: "ap-1",
    approvalStatus: "approved",
    issueIds: ["i-1", 7, "i-2"],
    paperclipWake: wake,
    paperclipRuntimeServices: [{ id: "s" }],
    paperclipRuntimeServiceIntents: [{ id: "in" }],
    paperclipRuntimePrimaryUrl: "http://s",
    paperclipWorkspaces: [{ id: "w", cwd: "/host" }],
    paperclipRuntimeTools: {
      bearerToken: "t",
      mcpEndpoint: "https://m",
      rest: { connectionsSearch: "https://s" },
      tools: ["a", "b"],
    },
  });
  expect(found).toMatchObject({
    PAPERCLIP_TASK_ID: "i-1",
    PAPERCLIP_ISSUE_WORK_MODE: "planning",
    PAPERCLIP_WAKE_REASON: "issue_commented",
    PAPERCLIP_WAKE_COMMENT_ID: "c-1",
    PAPERCLIP_APPROVAL_ID: "ap-1",
    PAPERCLIP_APPROVAL_STATUS: "approved",
    PAPERCLIP_LINKED_ISSUE_IDS: "i-1,i-2",
    PAPERCLIP_RUNTIME_SERVICES_JSON: '[{"id":"s"}]',
    PAPERCLIP_RUNTIME_SERVICE_INTENTS_JSON: '[{"id":"in"}]',
    PAPERCLIP_RUNTIME_PRIMARY_URL: "http://s",
    PAPERCLIP_WORKSPACES_JSON: '[{"id":"w"}]',
    PAPERCLIP_RUNTIME_TOOLS_TOKEN: "t",
    PAPERCLIP_RUNTIME_TOOLS_MCP_URL: "https://m",
    PAPERCLIP_RUNTIME_TOOLS_CONNECTIONS_SEARCH_URL: "https://s",
    PAPERCLIP_RUNTIME_TOOLS_AVAILABLE: "a,b",
  });
  expect(JSON.parse(found["PAPERCLIP_WAKE_PAYLOAD_JSON"] ?? "")).toEqual(wake);
  expect(Object.values(found).join("")).not.toMatch(/\0|\p{Surrogate}/u);
});

test("the configuration knows best where pods reach Paperclip, and then the host", () => {
  const hostEnv = { PAPERCLIP_API_URL: "https://a", PAPERCLIP_RUNTIME_API_URL: "https://r" };
  expect(apiUrlOf("https://c", hostEnv)).toBe("https://c");
  expect(apiUrlOf(null, hostEnv)).toBe("https://a");
  expect(apiUrlOf(null, { ...hostEnv, PAPERCLIP_API_URL: "" })).toBe("https://r");
  expect(apiUrlOf(null, {})).toBeNull();
});
