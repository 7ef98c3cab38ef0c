import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPathRewriter } from "../../src/simulator/kubelet/rewrite-paths.ts";

const root = "/nowhere/root";
const container = (...mountPaths: readonly string[]) => ({
  name: "agent",
  volumeMounts: mountPaths.map((mountPath) => ({ name: "v", mountPath })),
});

test.for([
  ["the mount itself", "/data", `${root}/data`],
  ["what lies below it", "/data/a/b.txt", `${root}/data/a/b.txt`],
  ["a path behind an option", "--dir=/data/a", `--dir=${root}/data/a`],
  ["a path in quotes, in JSON", '{"file":"/data/a"}', `{"file":"${root}/data/a"}`],
  ["several in a list", "/data/a:/data/b", `${root}/data/a:${root}/data/b`],
  ["the deeper of two mounts", "/data/deep/a", `${root}/data/deep/a`],
  ["the termination message", ">/dev/termination-log", `>${root}/dev/termination-log`],
  ["a way out of the root, which leads nowhere", "/data/../../etc", `${root}/etc`],
] as const)("It rewrites %s.", ([, text, expected]) => {
  expect(createPathRewriter(container("/data/", "/data/deep"), root)(text)).toBe(expected);
});

test.for(["/database", "a/data", "./data", "/other/data", "data", "x-/data"])(
  "It leaves alone %s.",
  (text) => {
    expect(createPathRewriter(container("/data"), root)(text)).toBe(text);
  },
);

test("A path that the machine has and the volume has not stays the machine's.", () => {
  const folder = mkdtempSync(join(tmpdir(), "rewrite-"));
  try {
    const program = join(folder, "agent.mjs");
    writeFileSync(program, "");
    const rewrite = createPathRewriter(container(tmpdir()), root);
    expect(rewrite(`${program} ${tmpdir()}/other ${tmpdir()}`)).toBe(
      `${program} ${root}${tmpdir()}/other ${root}${tmpdir()}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
