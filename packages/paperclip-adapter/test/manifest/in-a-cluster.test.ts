import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connect, runJob, type RunOutcome } from "@runverdict/k8s-runner";
import { createSimulator } from "@runverdict/k8s-runner/simulator";
import { buildManifest } from "../../src/manifest/build-manifest.ts";
import { aConfig, aContext, anInput, folderWith, outside } from "./support/a-manifest.ts";

/** Stands in for Claude Code: it tells what it was started with. */
const witness = `#!/bin/sh
for argument in "$@"; do echo "argument: $argument"; done
echo "stdin: $(cat)"
echo "token: $PAPERCLIP_API_KEY"
echo "database: $DATABASE"
previous=
for argument in "$@"; do
  if [ "$previous" = --append-system-prompt-file ]; then echo "instructions: $(cat "$argument")"; fi
  if [ "$previous" = --add-dir ]; then echo "skill: $(cat "$argument/.claude/skills/s/SKILL.md")"; fi
  if [ "$previous" = --mcp-config ]; then echo "mcp: $(cat "$argument")"; fi
  previous=$argument
done
`;

async function ranIn(command: string, disk: string): Promise<{ outcome: RunOutcome; output: string }> {
  const simulator = await createSimulator();
  onTestFinished(() => simulator.close());
  const { signal } = new AbortController();
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const connected = await connect({ source, namespace: "agents" }, signal);
  if (connected.kind !== "connected") throw new Error(`It is ${connected.kind}.`);
  const { cluster } = connected;
  onTestFinished(() => cluster.close());
  const config = {
    ...aConfig,
    claude: {
      ...aConfig.claude,
      command,
      promptTemplate: "Say `$(id)` $$; \"'$HOME",
      instructionsFilePath: join(disk, "AGENTS.md"),
      extraArgs: ["$(touch evil)", "$(PAPERCLIP_API_KEY)", "a b", "; exit 3"],
      env: [{ kind: "value", name: "DATABASE", value: "postgres-url" }] as const,
    },
    pod: { ...aConfig.pod, wrapper: false, data: { kind: "scratch", path: "/w", sizeLimit: "1Gi" } as const },
  };
  const context = {
    ...aContext,
    context: {},
    config: {
      paperclipRuntimeSkills: [{ key: "s", runtimeName: "s", source: join(disk, "s") }],
      paperclipSkillSync: { desiredSkills: ["s"] },
    },
    runtimeMcp: {
      getServers: () => [{ name: "git", url: "https://g", token: "mcp-token", connectionId: "c" }],
    },
  };
  const where = { server: cluster.server, namespace: cluster.namespace };
  const manifest = await buildManifest({ ...anInput, config, context, self: outside, cluster: where });
  if (manifest.kind !== "manifest") throw new Error(manifest.message);
  const pieces: Uint8Array[] = [];
  const run = runJob({
    spec: manifest.spec,
    cluster,
    limits: manifest.limits,
    onOutput: (bytes) => void pieces.push(bytes),
  });
  return { outcome: await run.outcome, output: Buffer.concat(pieces).toString() };
}

test("a pod starts the agent with its prompt, instructions, skills and tokens, and no shell reads any of it", async () => {
  const disk = await folderWith({ claude: witness, "AGENTS.md": "Be kind.", "s/SKILL.md": "A skill." });
  await chmod(join(disk, "claude"), 0o755);
  const { outcome, output } = await ranIn(join(disk, "claude"), disk);
  expect(outcome.problems).toEqual([]);
  for (const line of [
    "argument: --print",
    "argument: $(touch evil)",
    "argument: $(PAPERCLIP_API_KEY)",
    "argument: a b",
    "argument: ; exit 3",
    "stdin: Say `$(id)` $$; \"'$HOME",
    "token: run-token-0123456789",
    "database: postgres-url",
    "instructions: Be kind.",
    "skill: A skill.",
    'mcp: {"mcpServers":{"git":{"type":"http","url":"https://g","headers":{"Authorization":"Bearer mcp-token"}}}}',
  ])
    expect(output.split("\n")).toContain(line);
});
