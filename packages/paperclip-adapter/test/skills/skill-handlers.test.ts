import type { ServerAdapterModule } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, test } from "vitest";
import { sessionCodec } from "../../src/session/session-codec.ts";
import { listSkills, syncSkills } from "../../src/skills/skill-handlers.ts";

const config = {
  paperclipRuntimeSkills: [
    { key: "acme/deploy", runtimeName: "deploy", source: "/skills/deploy", versionId: "v2" },
    { key: "acme/lost", runtimeName: "lost", source: "/skills/lost", sourceStatus: "missing" },
    { key: "paperclipai/paperclip/paperclip", runtimeName: "paperclip", source: "/skills/paperclip" },
    { key: "acme/idle", runtimeName: "idle", source: "/skills/idle" },
  ],
  paperclipSkillSync: { desiredSkills: ["deploy", "acme/lost", "acme/unheard-of"] },
};

const context = { agentId: "a", companyId: "c", adapterType: "claude_k8s", config };

test("the page of skills shows what each run gets, and what is missing", async () => {
  const snapshot = await listSkills(context);
  expect(snapshot).toMatchObject({ supported: true, mode: "ephemeral", adapterType: "claude_k8s" });
  expect(snapshot.entries.map(({ key, state, desired }) => [key, state, desired])).toEqual([
    ["acme/deploy", "configured", true],
    ["acme/idle", "available", false],
    ["acme/lost", "missing", true],
    ["acme/unheard-of", "missing", true],
    ["paperclipai/paperclip/paperclip", "configured", true],
  ]);
  expect(snapshot.desiredSkillEntries).toContainEqual({ key: "acme/deploy", versionId: "v2" });
  expect(snapshot.warnings).toEqual(['Paperclip has no skill "acme/unheard-of"; runs begin without it.']);
});

test("new wishes are shown as they will be", async () => {
  const snapshot = await syncSkills(context, ["idle"]);
  expect(snapshot.desiredSkills).toEqual(["paperclipai/paperclip/paperclip", "acme/idle"]);
});

test("an agent without any skills has an empty page", async () => {
  expect(await listSkills({ ...context, config: {} })).toMatchObject({
    entries: [],
    desiredSkills: [],
    warnings: [],
  });
});

test("the host takes these functions as its own", () => {
  expectTypeOf(listSkills).toExtend<NonNullable<ServerAdapterModule["listSkills"]>>();
  expectTypeOf(syncSkills).toExtend<NonNullable<ServerAdapterModule["syncSkills"]>>();
  expectTypeOf(sessionCodec).toExtend<NonNullable<ServerAdapterModule["sessionCodec"]>>();
});
