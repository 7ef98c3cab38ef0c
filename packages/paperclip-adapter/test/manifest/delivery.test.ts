import { expect, test } from "vitest";
import { deliveryOf } from "../../src/manifest/delivery.ts";
import type { Bundle } from "../../src/manifest/read-bundle.ts";
import { outside, storageFor } from "./support/a-manifest.ts";

const file = (path: string, content: string | Uint8Array) => ({
  path,
  bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
  executable: false,
});

const bundle: Bundle = {
  key: "abc123",
  instructions: "Be kind.",
  files: [
    file("instructions/TOOLS.md", "Hammer."),
    file(".claude/skills/s/logo.png", new Uint8Array([255, 0])),
  ],
  skills: ["s"],
  notes: [],
};

const inherit = { kind: "inherit", path: "/paperclip", subPath: "tenants/a" } as const;

test("on a shared volume the host writes where the pod will look, in a folder that is named by its content", () => {
  const delivery = deliveryOf(bundle, "shared-volume", storageFor(inherit), "co-1");
  expect(delivery.folder).toBe("/paperclip/.runverdict/bundles/co-1/abc123");
  expect(delivery.instructionsPath).toBe(`${delivery.folder}/agent-instructions.md`);
  expect(delivery.writing?.folder).toBe("/paperclip/tenants/a/.runverdict/bundles/co-1/abc123");
  expect(delivery.writing?.files.map(({ path }) => path)).toEqual([
    "agent-instructions.md",
    "instructions/TOOLS.md",
    ".claude/skills/s/logo.png",
  ]);
  expect(delivery.inputs).toEqual([]);
});

test("the instructions say where the files beside them are", () => {
  const [first] = deliveryOf(bundle, "shared-volume", storageFor(inherit), "co-1").writing?.files ?? [];
  expect(new TextDecoder().decode(first?.bytes)).toBe(
    "Be kind.\n\nRelative paths in the instructions above begin at /paperclip/.runverdict/bundles/co-1/abc123/instructions/.\n",
  );
});

test("no company's name leads out of its folder", () => {
  for (const company of ["../../etc", "a/b", "", ".."]) {
    const { folder } = deliveryOf(bundle, "shared-volume", storageFor(inherit), company);
    expect(folder).toMatch(/^\/paperclip\/\.runverdict\/bundles\/[0-9a-f]{32}\/abc123$/);
  }
});

test("by the Secret go texts alone, and what is left out is named", () => {
  const delivery = deliveryOf(bundle, "secret", storageFor(inherit), "co-1");
  expect(delivery.folder).toBe("/runverdict/inputs/bundle");
  expect(delivery.inputs.map(({ path }) => path)).toEqual([
    "bundle/agent-instructions.md",
    "bundle/instructions/TOOLS.md",
  ]);
  expect(delivery.writing).toBeNull();
  expect(delivery.notes).toEqual([
    "Left out, because a Secret takes texts alone: .claude/skills/s/logo.png.",
  ]);
});

test("where nothing is shared the Secret takes it, and the log says so", () => {
  for (const storage of [storageFor(inherit, outside), storageFor({ kind: "none" })]) {
    const delivery = deliveryOf(bundle, "shared-volume", storage, "co-1");
    expect(delivery.folder).toBe("/runverdict/inputs/bundle");
    expect(delivery.notes[0]).toContain("share no data volume");
  }
});

test("of an empty bundle nothing is delivered", () => {
  const empty = { ...bundle, key: "", instructions: null, files: [] };
  expect(deliveryOf(empty, "shared-volume", storageFor(inherit), "co-1")).toEqual({
    folder: null,
    instructionsPath: null,
    inputs: [],
    writing: null,
    notes: [],
  });
});
