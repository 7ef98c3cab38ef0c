import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { snippetsOf } from "./support/snippets.ts";
import type { Snippet } from "./support/snippets.ts";

// What a README shows is what a newcomer tries first. Every `ts` block is a whole program that is compiled and run here;
// one that cannot stand alone is marked "```ts fragment".

const root = fileURLToPath(new URL("..", import.meta.url));
// Inside the repository, so that the packages resolve; outside of node_modules, where Node strips no types.
const scratch = join(root, ".tools", "snippets");

const npmStart = /^npm start( --silent)? -- /;

const pages = [
  "README.md",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
];
const snippets = pages
  .filter((page) => existsSync(join(root, page)))
  .flatMap((page) => snippetsOf(page, readFileSync(join(root, page), "utf8")));
const programs = snippets
  .filter(({ language, note }) => language === "ts" && note !== "fragment")
  .map((snippet) => ({ ...snippet, file: `${snippet.page.replaceAll(/\W+/g, "-")}-${snippet.line}.ts` }));
const commands = snippets
  .filter(({ page, language }) => page === "README.md" && language === "sh")
  .flatMap(commandsOf);

test.each(programs)("the program in $page at line $line runs", ({ file }) => {
  const ended = run("node", ["--conditions=@runverdict/source", file], scratch);
  expect(ended).toMatchObject({ status: 0, stderr: "" });
});

test("the programs of the READMEs compile as strictly as our own code", () => {
  expect(run("tsc", ["-p", scratch], root)).toMatchObject({ status: 0, stdout: "" });
});

test.each(commands)("`$command` in README.md prints something and does not complain", ({ command }) => {
  // npm would set up the workspace and announce itself first; what it then starts is this.
  const ended = run("sh", ["-c", command.replace(npmStart, "node scripts/start.mjs ")], root);
  expect(ended.stdout).not.toBe("");
  // What a run waits for stands there too, and is no complaint.
  expect(
    ended.stderr.replaceAll(
      /^(?:Asking|Creating|Waiting|Starting|Running|Stopping|Gathering|Cleaning) .*\n/gm,
      "",
    ),
  ).toBe("");
});

test("the ending that README.md shows is told so", () => {
  const shown = snippets.find(({ page, text }) => page === "README.md" && text.startsWith("✗"))?.text ?? "";
  const name = /^ {2}(\S+) ·/m.exec(shown)?.[1] ?? "";
  const told = run("node", ["scripts/start.mjs", "explain", `fixtures/transcripts/${name}`], root);
  expect(shown.split("\n").length).toBeGreaterThan(10);
  expect(told.stdout.startsWith(shown)).toBe(true);
});

test("the READMEs show programs and commands", () => {
  expect(programs.length).toBeGreaterThan(2);
  expect(commands.length).toBeGreaterThan(0);
});

rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
for (const { file, text } of programs) writeFileSync(join(scratch, file), text);
writeFileSync(
  join(scratch, "tsconfig.json"),
  JSON.stringify({
    extends: "../../tsconfig.test.base.json",
    compilerOptions: { incremental: false, skipLibCheck: true },
    include: ["*.ts"],
  }),
);

function run(command: string, args: readonly string[], cwd: string) {
  return spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    // A reader's terminal knows the characters that the page shows, which the machine of a CI may not.
    env: { ...process.env, INIT_CWD: cwd, NO_COLOR: "1", LC_ALL: "C.UTF-8" },
  });
}

/**
 * The `npm start` of each line of a shell block that a reader could type as it stands. Whatever is called `my-…` is the
 * reader's own and not here; what the output is piped into (`jq`) may not be installed.
 */
function commandsOf({ text }: Snippet): readonly { readonly command: string }[] {
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => npmStart.test(line) && !line.includes("my-"))
    .map((line) => ({
      command: line
        .replace(/ #.*$/, "")
        .replace(/ \|.*$/, "")
        .trim(),
    }));
}
