import { expect, test } from "vitest";
import type { HostRuntime } from "../../src/host/execution-context.ts";
import { decideSession, type SessionPlace } from "../../src/session/decide-session.ts";

const id = "0b6d3c1e-9d2f-4a70-8a55-3c1c2b7f0a11";

const here: SessionPlace = {
  cwd: "/paperclip/w",
  storage: "https://10.0.0.1 agents/data:/.claude",
  promptBundleKey: "b1",
  mcpServerIdentity: "",
  model: null,
};

function told(sessionParams: HostRuntime["sessionParams"], sessionId: string | null = null): HostRuntime {
  return { sessionId, sessionParams, sessionDisplayId: null, taskKey: null };
}

function why(sessionParams: object, place: Partial<SessionPlace> = {}): string {
  const decision = decideSession(told({ sessionId: id, ...here, ...sessionParams }), { ...here, ...place });
  return decision.kind === "resume" ? "resumed" : (decision.why ?? "there was none");
}

test("a session goes on where everything is as it was", () => {
  expect(decideSession(told({ sessionId: id, ...here }), here)).toEqual({ kind: "resume", sessionId: id });
  expect(why({ cwd: "/paperclip/w/" })).toBe("resumed");
});

test("a session begins anew, and the log says why, when something of it changed", () => {
  expect(why({ sessionId: "latest" })).toContain("no UUID");
  expect(why({ cwd: "/paperclip/other" })).toContain(
    "it ran in /paperclip/other, and this run starts in /paperclip/w",
  );
  expect(why({ promptBundleKey: "b0" })).toContain("instructions or skills have changed");
  expect(why({ mcpServerIdentity: "m" })).toContain("MCP servers");
  expect(why({}, { mcpServerIdentity: "m" })).toContain("MCP servers");
  expect(why({ model: "opus" })).toContain("it ran with opus, and this run is to use the default model");
  expect(why({}, { model: "opus" })).toContain("it ran with the default model");
  expect(why({ storage: "https://10.0.0.1 agents/data:/tenant/.claude" })).toContain("another volume");
});

test("a session whose files went with the pod is not resumed, and the log says which pod", () => {
  expect(why({ storage: null })).toContain("its files went with the pod that it ran in");
  expect(why({}, { storage: null })).toContain("its files are not kept");
});

test("of a run without a task the host keeps the id alone, and its session goes on", () => {
  expect(decideSession(told({ sessionId: id }, id), here)).toEqual({ kind: "resume", sessionId: id });
  expect(decideSession(told(null, id), here)).toEqual({ kind: "resume", sessionId: id });
});

test("such a session goes on with MCP servers too: that none were told is not that there were none", () => {
  const withServers = { ...here, mcpServerIdentity: "m" };
  expect(decideSession(told({ sessionId: id }, id), withServers)).toMatchObject({ kind: "resume" });
  expect(why({ mcpServerIdentity: "" }, withServers)).toContain("MCP servers");
});

test("a session of the adapter before this one goes on in the same folder", () => {
  const saved = { sessionId: id, cwd: here.cwd, workspaceId: "w", repoUrl: "r", repoRef: "main" };
  expect(decideSession(told(saved), here)).toMatchObject({ kind: "resume" });
});

test("where there was no session nothing is said of one", () => {
  expect(decideSession(told(null), here)).toEqual({ kind: "fresh", why: null });
});

test("a stranger's session id does not reach the log as it is", () => {
  const decision = decideSession(told({ sessionId: "x\n\u001b[31mforged line" }), here);
  expect(decision.kind === "fresh" ? decision.why : "").toMatch(/^Session x forged line is not resumed/);
});
