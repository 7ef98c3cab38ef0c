import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTestimony } from "../src/explain/testimony.ts";
import { folderWith } from "./support/case-folder.ts";
import { fixtures, runverdict } from "./support/runverdict.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("the README shows what the program prints", () => {
  const { stdout } = runverdict(["explain", join(fixtures, "k8s-oom-beside-sidecar")]);
  expect(blockOf("text")).toBe(stdout.replace("k8s-oom-beside-sidecar", "run"));
});

test("the run.json of the README is one", async () => {
  const path = join(folderWith({ "run.json": blockOf("json") }), "run.json");
  expect(await readTestimony(path)).toMatchObject({
    kind: "read",
    value: { pod: "absent", schemaRequested: true },
  });
});

test("every option that the README shows is one", () => {
  const { stdout: help } = runverdict(["explain", "--help"]);
  const shown = [...readme.matchAll(/runverdict explain [^#|\n]*?(--[a-z-]+)/g)].map(([, option]) => option);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((option) => !help.includes(`  ${option} `))).toEqual([]);
});

/** The first block of a language. */
function blockOf(language: string): string {
  const [, block = ""] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme) ?? [];
  return block;
}
