import type { ServerAdapterModule } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, test } from "vitest";
import { createServerAdapter, type ServerAdapter } from "../src/create-server-adapter.ts";

test("Paperclip takes it for an adapter of its own, by type", () => {
  expectTypeOf<ServerAdapter>().toExtend<ServerAdapterModule>();
});

test("it is there at once, with all that the host reads", () => {
  const adapter = createServerAdapter();
  expect(adapter).toMatchObject({
    type: "claude_k8s",
    supportsLocalAgentJwt: true,
    supportsInstructionsBundle: true,
    instructionsPathKey: "instructionsFilePath",
    requiresMaterializedRuntimeSkills: false,
  });
  expect(adapter.models.length).toBeGreaterThan(3);
  expect(adapter.getConfigSchema().fields.length).toBeGreaterThan(30);
  expect(adapter.agentConfigurationDoc).toContain("`resources.limits.memory`");
  expect(adapter.sessionCodec.deserialize({ session_id: "s-1" })).toEqual({ sessionId: "s-1" });
});

test("two hosts in one process share nothing", () => {
  expect(createServerAdapter()).not.toBe(createServerAdapter());
});
