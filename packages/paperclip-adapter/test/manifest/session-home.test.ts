import { expect, test } from "vitest";
import { homeVariables, sessionHomeOf } from "../../src/manifest/session-home.ts";
import { aConfig, outside, storageFor } from "./support/a-manifest.ts";

const inherit = { kind: "inherit", path: "/paperclip", subPath: null } as const;
const server = "https://10.0.0.1";

function homeOf(value?: string, storage = storageFor(inherit)) {
  const env = value === undefined ? [] : [{ kind: "value", name: "CLAUDE_CONFIG_DIR", value } as const];
  return sessionHomeOf({ ...aConfig.claude, env }, storage, server);
}

test("sessions are kept where the adapter before this one kept them", () => {
  expect(homeOf()).toEqual({
    configFolder: "/paperclip/.claude",
    storage: "https://10.0.0.1 agents/paperclip-data:/.claude",
  });
  expect(homeVariables(homeOf())).toContainEqual(["CLAUDE_CONFIG_DIR", "/paperclip/.claude"]);
});

test("a folder of the configuration's is kept as long as it is on the claim", () => {
  expect(homeOf("/paperclip/agents/a").storage).toBe("https://10.0.0.1 agents/paperclip-data:/agents/a");
  expect(homeOf("/home/agent/.claude")).toEqual({ configFolder: "/home/agent/.claude", storage: null });
  expect(homeOf("/paperclip/../etc").storage).toBeNull();
  expect(homeOf("")).toEqual(homeOf());
});

test("a folder that only a Secret knows is not believed to be kept", () => {
  const env = [
    { kind: "secret-key", name: "CLAUDE_CONFIG_DIR", secret: "s", key: "k", optional: false },
  ] as const;
  const home = sessionHomeOf({ ...aConfig.claude, env }, storageFor(inherit), server);
  expect(home).toEqual({ configFolder: null, storage: null });
});

test("without a claim Claude Code keeps its sessions in the pod's own HOME", () => {
  expect(homeOf(undefined, storageFor(inherit, outside))).toEqual({ configFolder: null, storage: null });
});
