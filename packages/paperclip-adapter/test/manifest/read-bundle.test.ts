import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBundle, type Bundle } from "../../src/manifest/read-bundle.ts";
import { folderWith } from "./support/a-manifest.ts";

async function bundled(path: string | null, hostConfig: object = {}): Promise<Bundle> {
  const read = await readBundle(path, hostConfig);
  if (read.kind !== "bundle") throw new Error(read.message);
  return read.bundle;
}

function skills(source: string, ...desiredSkills: readonly string[]): object {
  const skill = { key: "acme/tools/deploy", runtimeName: "deploy", source };
  return { paperclipRuntimeSkills: [skill], paperclipSkillSync: { desiredSkills } };
}

test("an agent without instructions and skills has an empty bundle", async () => {
  expect(await bundled(null)).toEqual({ key: "", instructions: null, files: [], skills: [], notes: [] });
});

test("the files that the instructions refer to come along, and the same content has the same key", async () => {
  const files = { "AGENTS.md": "Read ./TOOLS.md.", "TOOLS.md": "Hammer.", "more/x.md": "X" };
  const [one, other] = [await folderWith(files), await folderWith(files)];
  const bundle = await bundled(join(one, "AGENTS.md"), { instructionsRootPath: one });
  expect(bundle.instructions).toBe("Read ./TOOLS.md.");
  expect(bundle.files.map(({ path }) => path)).toEqual([
    "instructions/AGENTS.md",
    "instructions/TOOLS.md",
    "instructions/more/x.md",
  ]);
  expect((await bundled(join(other, "AGENTS.md"), { instructionsRootPath: other })).key).toBe(bundle.key);
  const changed = await folderWith({ ...files, "TOOLS.md": "Saw." });
  const anew = await bundled(join(changed, "AGENTS.md"), { instructionsRootPath: changed });
  expect(anew.key).not.toBe(bundle.key);
});

test("an agent is not started without the instructions that it is to have", async () => {
  const read = await readBundle("/nowhere/AGENTS.md", {});
  expect(read).toMatchObject({ kind: "wrong" });
  expect(read.kind === "wrong" ? read.message : "").toMatch(
    /can't be read.*\(ENOENT\).*`instructionsFilePath`/,
  );
});

test("a skill that is wished for comes along by its key, its folder's name, or the last part of its key", async () => {
  const source = await folderWith({ "SKILL.md": "Deploy.", "scripts/go.sh": "#!/bin/sh\n" });
  for (const wish of ["acme/tools/deploy", "DEPLOY", "deploy"]) {
    const bundle = await bundled(null, skills(source, wish));
    expect(bundle.skills).toEqual(["acme/tools/deploy"]);
    expect(bundle.files.map(({ path }) => path)).toEqual([
      ".claude/skills/deploy/SKILL.md",
      ".claude/skills/deploy/scripts/go.sh",
    ]);
  }
  expect((await bundled(null, skills(source))).key).toBe("");
});

test("the skill by which an agent speaks to Paperclip comes along without a wish", async () => {
  const source = await folderWith({ "SKILL.md": "Paperclip." });
  const skill = { key: "paperclipai/paperclip/paperclip", runtimeName: "paperclip", source };
  expect((await bundled(null, { paperclipRuntimeSkills: [skill] })).skills).toEqual([skill.key]);
});

test("a skill that is missing is left out, and the log names it", async () => {
  const missing = {
    key: "k",
    runtimeName: "k",
    source: "/nowhere",
    sourceStatus: "missing",
    missingDetail: "Lost.",
  };
  const gone = { key: "g", runtimeName: "g", source: "/nowhere" };
  const sync = { desiredSkills: ["k", "g", { key: "unheard-of", versionId: "v" }] };
  const bundle = await bundled(null, { paperclipRuntimeSkills: [missing, gone], paperclipSkillSync: sync });
  expect(bundle.notes).toEqual([
    "The skill k is left out: Lost.",
    "The skill g is left out: it can't be read (ENOENT).",
    "The skill unheard-of is left out: Paperclip has no skill of this name.",
  ]);
});

test("no link and no name leads out of a skill's folder", async () => {
  const secret = await folderWith({ id_rsa: "private" });
  const source = await folderWith({ "SKILL.md": "Deploy." });
  await symlink(join(secret, "id_rsa"), join(source, "key"));
  await symlink(join(source, "SKILL.md"), join(source, "alias.md"));
  await symlink(secret, join(source, "folder"));
  await symlink("/nowhere", join(source, "dangling"));
  const bundle = await bundled(null, skills(source, "deploy"));
  expect(bundle.files.map(({ path }) => path)).toEqual([
    ".claude/skills/deploy/SKILL.md",
    ".claude/skills/deploy/alias.md",
  ]);
  const evil = { key: "e", runtimeName: "../../etc", source };
  const named = await bundled(null, {
    paperclipRuntimeSkills: [evil],
    paperclipSkillSync: { desiredSkills: ["e"] },
  });
  expect(named.notes).toEqual(["The skill e is left out: its folder's name is no plain file name."]);
});

test("a skill that would fill the volume is left out", async () => {
  const source = await folderWith({ "model.bin": new Uint8Array(33 * 1024 * 1024) });
  const bundle = await bundled(null, skills(source, "deploy"));
  expect(bundle.files).toEqual([]);
  expect(bundle.notes.join("")).toContain("2,000 files, 32 MiB");
});
