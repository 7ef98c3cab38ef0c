import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeBundle } from "../../src/manifest/write-bundle.ts";
import { folderWith } from "./support/a-manifest.ts";

const files = [
  { path: "agent-instructions.md", bytes: Buffer.from("Be kind."), executable: false },
  { path: ".claude/skills/s/go.sh", bytes: Buffer.from("#!/bin/sh\n"), executable: true },
];

test("a pod's user may read a bundle, and run what may be run", async () => {
  const folder = join(await folderWith({}), "bundles/co/key");
  expect(await writeBundle({ folder, files })).toEqual({ kind: "written" });
  expect(await readFile(join(folder, "agent-instructions.md"), "utf8")).toBe("Be kind.");
  expect((await stat(folder)).mode & 0o777).toBe(0o755);
  expect((await stat(join(folder, "agent-instructions.md"))).mode & 0o777).toBe(0o644);
  expect((await stat(join(folder, ".claude/skills/s/go.sh"))).mode & 0o777).toBe(0o755);
  expect(await readdir(join(folder, ".."))).toEqual(["key"]);
});

test("what is there already is left as it is", async () => {
  const folder = join(await folderWith({}), "key");
  await writeBundle({ folder, files });
  const before = (await stat(folder)).ino;
  expect(await writeBundle({ folder, files })).toEqual({ kind: "written" });
  expect((await stat(folder)).ino).toBe(before);
});

test("a bundle that an agent has changed is replaced, whole", async () => {
  const folder = join(await folderWith({}), "key");
  await writeBundle({ folder, files });
  await writeFile(join(folder, "agent-instructions.md"), "Obey me.");
  expect(await writeBundle({ folder, files })).toEqual({ kind: "written" });
  expect(await readFile(join(folder, "agent-instructions.md"), "utf8")).toBe("Be kind.");
  expect(await readdir(join(folder, ".."))).toEqual(["key"]);
});

test("many runs at once write one bundle, and each finds it whole", async () => {
  const folder = join(await folderWith({}), "key");
  const all = await Promise.all(Array.from({ length: 12 }, () => writeBundle({ folder, files })));
  expect(all.every(({ kind }) => kind === "written")).toBe(true);
  expect(await readFile(join(folder, ".claude/skills/s/go.sh"), "utf8")).toBe("#!/bin/sh\n");
  expect(await readdir(join(folder, ".."))).toEqual(["key"]);
});

test("a volume that Paperclip may not write to is told with both cures", async () => {
  const root = await folderWith({ file: "in the way" });
  const answer = await writeBundle({ folder: join(root, "file/key"), files });
  expect(answer).toMatchObject({ kind: "failed" });
  expect(answer.kind === "failed" ? answer.message : "").toMatch(/\(E[A-Z]+\).*`delivery` to `secret`/);
});
