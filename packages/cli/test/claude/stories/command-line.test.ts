import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderWith } from "../../support/case-folder.ts";
import { outputOf, type Output } from "../../support/output-of.ts";
import { jsonLines, linesOf, runverdict, startRunverdict } from "../../support/runverdict.ts";
import { API_KEY, claude, claudeEnvironment } from "../claude-environment.ts";
import { inTurn, openMessagesApi, type MessagesApi, type Script } from "../messages-api/messages-api.ts";
import { beginsToSay, runs, says } from "../messages-api/reply.ts";
import { storyProcesses, tag } from "../processes.ts";

/** A person's folder with a prompt in it, and a model that says what the story wants. */
async function desk(script: Script): Promise<{ readonly api: MessagesApi; readonly folder: string }> {
  const api = await openMessagesApi(script);
  onTestFinished(() => api.close());
  return { api, folder: folderWith({ "task.md": "Do the task.", "notes.txt": "alpha\n" }) };
}

/** `runverdict run`, with the key taken from the person's own environment. */
function run(
  { api, folder }: { readonly api: MessagesApi; readonly folder: string },
  options: readonly string[],
  command: readonly string[],
) {
  const plain = Object.entries(claudeEnvironment(api)).flatMap(([name, value]) => [
    "--env",
    `${name}=${value}`,
  ]);
  const args = [
    "run",
    ...plain,
    "--env",
    "ANTHROPIC_API_KEY",
    "--prompt",
    "task.md",
    ...options,
    "--",
    ...command,
  ];
  const child = startRunverdict(args, { cwd: folder, env: { ANTHROPIC_API_KEY: API_KEY } });
  return { child, output: outputOf(child) };
}

/** What stands behind each time of day in what was shown live: who says something. */
function told(output: Output): readonly (string | undefined)[] {
  const [live = ""] = output.stdout().split("\n\n");
  return linesOf(live).map((line) => line.trim().split(/\s+/)[1]);
}

function savedIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

const ours = ["--session-id", tag];

test("as the README says it: the prompt by a file, Claude's work line by line, the verdict, and a case to keep", async () => {
  const at = await desk(inTurn(runs("cat notes.txt"), says("It says alpha.")));
  const script = `${claude.join(" ")} ${ours.join(" ")} <"$RUNVERDICT_PROMPT_FILE"`;
  const { output } = run(at, ["--embedded", "--save", "case"], ["sh", "-c", script]);
  expect(await output.status).toBe(0);
  expect(told(output)).toEqual(["init", "agent", "tool", "agent", "result"]);
  expect(output.stdout()).toMatch(/ tool +alpha[^]*\n\n✓ Succeeded · succeeded · confirmed\n/);
  expect(at.api.asked.map(({ credential }) => credential)).toEqual([API_KEY, API_KEY]);
  expect(at.api.strange).toEqual([]);
  expect(storyProcesses()).toEqual([]);

  const folder = join(at.folder, "case");
  const [again] = jsonLines(runverdict(["explain", "--json", folder]).stdout);
  expect(again).toMatchObject({ code: "succeeded", confidence: "confirmed", usage: { inputTokens: 2400 } });
  for (const text of [savedIn(folder), output.stdout(), output.stderr()]) expect(text).not.toContain(API_KEY);
});

test("Ctrl-C while the model speaks: Claude is stopped, what it said is shown, and nothing is left", async () => {
  const at = await desk(inTurn(beginsToSay("I was about to")));
  const { child, output } = run(at, ["--embedded", "--save", "case"], [...claude, ...ours, "Do the task."]);
  await output.until("I was about to");
  child.kill("SIGINT");
  expect(await output.status).toBe(130);
  expect(told(output)).toEqual(["init", "agent"]);
  expect(output.stdout()).toContain("⊘ Cancelled · cancelled · confirmed");
  expect(storyProcesses()).toEqual([]);
  const [again] = jsonLines(runverdict(["explain", "--json", join(at.folder, "case")]).stdout);
  expect(again).toMatchObject({
    outcome: "cancelled",
    attribution: "user",
    usage: { provenance: "partial" },
  });
});
