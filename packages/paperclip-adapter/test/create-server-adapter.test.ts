import type { ServerAdapterModule } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, onTestFinished, test, vi } from "vitest";
import { createServerAdapter, type ServerAdapter } from "../src/create-server-adapter.ts";
import { hostDouble } from "./host-double/host-double.ts";

/* Each field that Paperclip reads (§0.11 and §1), as it calls it; what each can do is told in the tests of its folder. */

test("Paperclip takes it for an adapter of its own, by type", () => {
  expectTypeOf<ServerAdapter>().toExtend<ServerAdapterModule>();
});

test("it is there at once, with all that the host reads and nothing that it would misread", () => {
  const { agentConfigurationDoc, models, sessionCodec, ...others } = createServerAdapter();
  const asked = expect.any(Function);
  expect(others).toEqual({
    type: "claude_k8s",
    execute: asked,
    testEnvironment: asked,
    listModels: asked,
    refreshModels: asked,
    detectModel: asked,
    listSkills: asked,
    syncSkills: asked,
    getConfigSchema: asked,
    supportsLocalAgentJwt: true,
    supportsInstructionsBundle: true,
    instructionsPathKey: "instructionsFilePath",
    requiresMaterializedRuntimeSkills: false,
  });
  expect(agentConfigurationDoc).toContain("- `resources.limits.memory`: Memory limit. ");
  expect(models).toContainEqual({ id: "claude-opus-4-7", label: "Claude Opus 4.7" });
  const saved = { session_id: "s-1", workdir: "/w" };
  expect(sessionCodec.deserialize(saved)).toEqual({ sessionId: "s-1", cwd: "/w" });
  expect(sessionCodec.serialize({ sessionId: "s-1" })).toEqual({ sessionId: "s-1" });
  expect(sessionCodec.getDisplayId({ sessionId: "s-1" })).toBe("s-1");
});

test("a run with a wrong form comes back with the field, before a cluster is asked", async () => {
  const { execute } = createServerAdapter();
  const { result } = await hostDouble().begin(execute, { context: { config: { namespace: "My Agents" } } })
    .ended;
  expect(result).toMatchObject({
    errorCode: "configuration_incomplete",
    errorMessage: expect.stringContaining("Namespace (namespace): "),
    executionRecovery: { kind: "bootstrap", providerWorkStarted: false },
  });
});

test("the environment test tells of a wrong form too, under the adapter's type", async () => {
  const { testEnvironment } = createServerAdapter();
  expect(await testEnvironment({ companyId: "c-1", config: { namespace: "My Agents" } })).toMatchObject({
    adapterType: "claude_k8s",
    status: "fail",
    checks: [expect.objectContaining({ code: "k8s_config_invalid", level: "error" })],
  });
});

test("the form asks for what the documentation names, with the defaults that it names", () => {
  const { getConfigSchema, agentConfigurationDoc } = createServerAdapter();
  const { fields } = getConfigSchema();
  expect(fields.length).toBeGreaterThan(30);
  for (const { key, default: shown } of fields) {
    const line = agentConfigurationDoc.split("\n").find((one) => one.startsWith(`- \`${key}\``));
    expect(line).toContain(shown === undefined ? key : ` Default: \`${String(shown)}\`.`);
  }
  expect(fields.find(({ key }) => key === "kubeconfig")?.meta).toEqual({ secret: true });
});

test("the page of an agent's skills shows its wishes", async () => {
  const { listSkills, syncSkills } = createServerAdapter();
  const skills = [{ key: "acme/deploy", runtimeName: "deploy", source: "/skills/deploy" }];
  const asked = {
    agentId: "a",
    companyId: "c",
    adapterType: "claude_k8s",
    config: { paperclipRuntimeSkills: skills },
  };
  expect(await listSkills(asked)).toMatchObject({ supported: true, entries: [{ state: "available" }] });
  expect(await syncSkills(asked, ["deploy"])).toMatchObject({ desiredSkills: ["acme/deploy"] });
});

test("models are those of Bedrock where Paperclip's own pod is set to it", async () => {
  for (const [name, value] of Object.entries({ ANTHROPIC_API_KEY: "", CLAUDE_CODE_USE_BEDROCK: "1" }))
    vi.stubEnv(name, value);
  vi.stubEnv("ANTHROPIC_MODEL", "us.anthropic.claude-opus-4-6-v1");
  vi.stubEnv("KUBERNETES_SERVICE_HOST", "10.0.0.1");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { models, listModels, refreshModels, detectModel } = createServerAdapter();
  expect(models.map(({ id }) => id)).toContain("us.anthropic.claude-opus-4-6-v1");
  expect(await listModels()).toEqual(models);
  expect(await refreshModels()).toEqual(models);
  expect(await detectModel()).toMatchObject({ model: "us.anthropic.claude-opus-4-6-v1" });
});

test("two hosts in one process share nothing", () => {
  const [one, other] = [createServerAdapter(), createServerAdapter()];
  expect(one).not.toBe(other);
  expect(one.models).not.toBe(other.models);
  expect(one.getConfigSchema()).not.toBe(one.getConfigSchema());
});
