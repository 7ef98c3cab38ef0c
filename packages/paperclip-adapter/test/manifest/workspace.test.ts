import { expect, test } from "vitest";
import { workspaceOf } from "../../src/manifest/workspace.ts";
import { storageFor } from "./support/a-manifest.ts";

const shared = storageFor({ kind: "inherit", path: "/paperclip", subPath: "t" });
const none = storageFor({ kind: "none" });
const usual = { configured: null, home: "/home/agent" };

const context = {
  paperclipWorkspace: {
    cwd: "/paperclip/t/work",
    worktreePath: "/var/worktrees/x",
    agentHome: "/paperclip/t/home",
    repoUrl: "git@forge:x",
    repoRef: "main",
    branchName: "fix",
  },
  paperclipWorkspaces: [
    { id: "a", cwd: "/paperclip/t/other" },
    { id: "b", cwd: "/var/b" },
    { id: "c" },
    "text",
  ],
};

test("the agent is told where the host's folders are in its pod, and of none that are not there", () => {
  expect(workspaceOf(context, shared, usual)).toMatchObject({
    cwd: "/paperclip/work",
    worktreePath: null,
    agentHome: "/paperclip/home",
    repoUrl: "git@forge:x",
    branch: "fix",
    hints: [{ id: "a", cwd: "/paperclip/other" }, { id: "b" }, { id: "c" }],
    notes: [],
  });
});

test("an agent whose workspace is not in the pod starts without it, and the log says so", () => {
  const workspace = workspaceOf(context, none, usual);
  expect(workspace.cwd).toBe("/home/agent");
  expect(workspace.notes.join("")).toMatch(/not share: the agent starts in \/home\/agent, without its files/);
});

test("a folder of the configuration is the one that was asked for", () => {
  expect(workspaceOf(context, none, { ...usual, configured: "/app" })).toMatchObject({
    cwd: "/app",
    notes: [],
  });
});

test("without a workspace the agent starts on its data volume", () => {
  expect(workspaceOf({}, shared, usual)).toMatchObject({ cwd: "/paperclip", notes: [] });
  expect(workspaceOf({ paperclipWorkspace: { cwd: "relative" } }, shared, usual).cwd).toBe("/paperclip");
});
