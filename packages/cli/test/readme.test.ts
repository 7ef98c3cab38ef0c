import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTestimony } from "../src/explain/testimony.ts";
import { attachHelp, diagnoseHelp, explainHelp, runHelp } from "../src/help.ts";
import { exitStatuses } from "../src/run/exit-status.ts";
import { exampleAgent } from "./support/agents.ts";
import { folderWith } from "./support/case-folder.ts";
import { inProcess } from "./support/in-process.ts";
import { fixtures, linesOf, runverdict } from "./support/runverdict.ts";

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
  let shown = 0;
  for (const [command, help] of Object.entries({
    explain: explainHelp,
    run: runHelp,
    attach: attachHelp,
    diagnose: diagnoseHelp,
  })) {
    const lines = readme.match(new RegExp(`runverdict ${command} [^|#\n]*`, "g")) ?? [];
    // What stands behind -- is the agent's.
    const options = lines.flatMap(
      (line) => line.replace(/ -- .*/, "").match(/ (?:--[a-z][a-z-]+|-[a-z](?= ))/g) ?? [],
    );
    shown += options.length;
    const known = help.join("\n");
    expect(options.filter((option) => !new RegExp(`${option}[, ]`).test(known))).toEqual([]);
  }
  expect(shown).toBeGreaterThan(12);
});

test("the exit statuses of the README are those of the program", () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| (.+?) \|$/gm)].map(([, status, words]) => [
    Number(status),
    words,
  ]);
  expect(new Set(rows.map(([status]) => status))).toEqual(new Set([...Object.values(exitStatuses), 2]));
});

test("the run that the README shows is the example's", async () => {
  const { stdout } = await inProcess(["run", "--embedded", "--", ...exampleAgent]);
  const withoutTimes = (line: string): string => line.slice(11);
  const shown = linesOf(blockOf("text", 1)).map(withoutTimes);
  const live = linesOf(stdout).map(withoutTimes);
  expect(shown.slice(1)).toEqual(live.slice(1, shown.length));
  expect(shown[0]).toMatch(/^init +claude-opus-5-5 · Claude Code 2\.1\.329 · \/workspace$/);
});

/** A block of a language. */
function blockOf(language: string, index = 0): string {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))];
  return blocks[index]?.[1] ?? "";
}
