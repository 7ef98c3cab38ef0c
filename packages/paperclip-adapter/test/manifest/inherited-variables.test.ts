import { expect, test } from "vitest";
import { inheritedVariables } from "../../src/manifest/inherited-variables.ts";
import { aSelfPod, found, outside } from "./support/a-manifest.ts";

const hostEnv = {
  ANTHROPIC_API_KEY: "key-of-the-agents",
  HTTPS_PROXY: "http://proxy:3128",
  NO_PROXY: "",
  BETTER_AUTH_SECRET: "signing",
  DATABASE_URL: "postgres://u:p@db/x",
  GITHUB_TOKEN: "forge",
  PAPERCLIP_SECRETS_MASTER_KEY: "master",
  PATH: "/usr/bin",
};

test("agents inherit how to reach the model and the network, and nothing else of the server's", () => {
  expect(inheritedVariables(found, hostEnv, "agents")).toEqual([
    { kind: "secret", name: "ANTHROPIC_API_KEY", value: "key-of-the-agents" },
    { kind: "value", name: "HTTPS_PROXY", value: "http://proxy:3128" },
  ]);
});

test("a reference of the host's own pod stays one, where its Secret can be referred to", () => {
  const reference = {
    kind: "secret-key",
    name: "ANTHROPIC_API_KEY",
    from: "claude",
    key: "key",
    optional: true,
  } as const;
  const other = { ...reference, name: "BETTER_AUTH_SECRET" };
  const self = { kind: "found", pod: { ...aSelfPod, references: [reference, other] } } as const;
  expect(inheritedVariables(self, hostEnv, "agents")).toContainEqual(reference);
  expect(JSON.stringify(inheritedVariables(self, hostEnv, "agents"))).not.toMatch(/key-of-the-agents|BETTER/);
  expect(inheritedVariables(self, hostEnv, "elsewhere")[0]).toMatchObject({ kind: "secret" });
});

test("a host outside of the cluster passes nothing on", () => {
  expect(inheritedVariables(outside, hostEnv, "agents")).toEqual([]);
});
