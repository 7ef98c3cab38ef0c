import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AdapterConfig } from "../../src/config/adapter-config.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { sessionKey } from "../../src/manifest/assignment.ts";
import { buildManifest } from "../../src/manifest/build-manifest.ts";
import type { BuiltManifest, ManifestInput } from "../../src/manifest/manifest.ts";
import { sessionCodec } from "../../src/session/session-codec.ts";
import { aConfig, aContext, anInput, aSelfPod, folderWith, outside, SESSION } from "./support/a-manifest.ts";

type Changes = { readonly [Part in keyof AdapterConfig]?: Partial<AdapterConfig[Part]> };

function configured({ claude, pod, limits, afterwards }: Changes): AdapterConfig {
  return {
    ...aConfig,
    claude: { ...aConfig.claude, ...claude },
    pod: { ...aConfig.pod, ...pod },
    limits: { ...aConfig.limits, ...limits },
    afterwards: { ...aConfig.afterwards, ...afterwards },
  };
}

async function built(changes: Changes = {}, input: Partial<ManifestInput> = {}): Promise<BuiltManifest> {
  const manifest = await buildManifest({ ...anInput, config: configured(changes), ...input });
  if (manifest.kind !== "manifest") throw new Error(manifest.message);
  return manifest;
}

async function refused(changes: Changes, input: Partial<ManifestInput> = {}): Promise<string> {
  const manifest = await buildManifest({ ...anInput, config: configured(changes), ...input });
  return manifest.kind === "manifest" ? "It was built." : `${manifest.kind}: ${manifest.message}`;
}

const values = ({ spec }: BuiltManifest): Record<string, string> =>
  Object.fromEntries(spec.env.map((entry) => [entry.name, "value" in entry ? entry.value : entry.kind]));

test("a run of a task begins a session in its workspace, on the volume that Paperclip has", async () => {
  const { spec, assignment, notes } = await built();
  expect(spec).toMatchObject({
    runId: aContext.runId,
    namespace: "agents",
    namePrefix: "ac",
    agent: aContext.agent.id,
    session: null,
    image: "agent:1",
    command: ["claude"],
    workingDir: "/paperclip/work/fence",
    data: { kind: "claim", claimName: "paperclip-data", path: "/paperclip" },
    imagePullSecrets: ["registry"],
    rootFilesystem: "writable",
    deadline: null,
    ttlMs: 300_000,
  });
  expect(spec.args).toEqual([
    "--print",
    "--output-format",
    "stream-json",
    "--verbose",
    "--dangerously-skip-permissions",
  ]);
  expect(spec.prompt).toContain("# Mend the fence");
  expect(assignment).toMatchObject({ taskId: "issue-7", session: { kind: "fresh", why: null } });
  expect(notes).toEqual([]);
});

test("a form in which only the image was filled in makes a run, wherever Paperclip is", async () => {
  const read = readConfig({ image: "agent:1" });
  if (read.kind !== "config") throw new Error(read.message);
  for (const self of [anInput.self, outside]) {
    const manifest = await buildManifest({ ...anInput, config: read.config, self });
    expect(manifest).toMatchObject({ kind: "manifest", spec: { image: "agent:1", wrapper: null } });
  }
});

test("the labels are those of the adapter before this one", async () => {
  const { spec } = await built({ pod: { labels: { team: "fence", "paperclip.io/agent-id": "mine" } } });
  expect(spec.labels).toEqual({
    team: "fence",
    "app.kubernetes.io/component": "agent-job",
    "paperclip.io/adapter-type": "claude_k8s",
    "paperclip.io/agent-id": aContext.agent.id,
    "paperclip.io/run-id": aContext.runId,
    "paperclip.io/company-id": aContext.agent.companyId,
    "paperclip.io/task-id": "issue-7",
  });
  expect(spec.annotations["paperclip.io/agent-name"]).toBe("Ada");
});

test("a label with a prefix that is not a user's is left out, and the log says so", async () => {
  const { notes } = await built({ pod: { labels: { "app.kubernetes.io/name": "x" } } });
  expect(notes.join("")).toContain("The label app.kubernetes.io/name is left out");
});

test("the agent is told who it is, where Paperclip is, and where it works", async () => {
  expect(values(await built())).toMatchObject({
    PAPERCLIP_AGENT_ID: aContext.agent.id,
    PAPERCLIP_COMPANY_ID: aContext.agent.companyId,
    PAPERCLIP_RUN_ID: aContext.runId,
    PAPERCLIP_API_URL: "https://paperclip.example",
    PAPERCLIP_API_KEY: "run-token-0123456789",
    PAPERCLIP_TASK_ID: "issue-7",
    PAPERCLIP_WAKE_REASON: "issue_assigned",
    PAPERCLIP_WORKSPACE_CWD: "/paperclip/work/fence",
    PAPERCLIP_WORKSPACE_ID: "w-1",
    PAPERCLIP_SCRATCH_DIR: "/tmp",
    CLAUDE_CONFIG_DIR: "/paperclip/.claude",
    DISABLE_AUTOUPDATER: "1",
  });
});

test("the next run of the task goes on with the session, without its instructions, and is alone with it", async () => {
  const folder = await folderWith({ "AGENTS.md": "Be kind." });
  const claude = { instructionsFilePath: join(folder, "AGENTS.md"), delivery: "secret" } as const;
  const first = await built({ claude });
  expect(first.spec.args).toContain("--append-system-prompt-file");
  expect(first.session.durable).toBe(true);
  const sessionParams = sessionCodec.serialize({ ...first.session.params(SESSION) });
  const runtime = { ...aContext.runtime, sessionParams };
  const next = await built({ claude }, { context: { ...aContext, runId: "next", runtime } });
  expect(next.assignment.session).toEqual({ kind: "resume", sessionId: SESSION });
  expect(next.spec.args.join(" ")).toContain(`--resume ${SESSION}`);
  expect(next.spec.args).not.toContain("--append-system-prompt-file");
  expect(next.spec.session).toBe(SESSION);
  expect(next.spec.labels["paperclip.io/session-id"]).toBe(SESSION);
  expect(sessionKey(next.assignment)).toBe(sessionKey(first.assignment));
});

test("a session goes on where its file is, and one whose file is gone begins anew, and the log says so", async () => {
  const other = "11111111-2222-4333-8444-555555555555";
  const disk = await folderWith({
    [`.claude/projects/-w/${SESSION}.jsonl`]: "{}",
    ".claude/projects/stray": "",
  });
  const mounts = [{ path: disk, claimName: "paperclip-data", subPath: "" }];
  const data = { kind: "claim", path: "/paperclip", claimName: "paperclip-data", subPath: null } as const;
  const self = { kind: "found", pod: { ...aSelfPod, mounts } } as const;
  const resumed = (sessionId: string) =>
    built({ pod: { data } }, { self, context: { ...aContext, runtime: { ...aContext.runtime, sessionId } } });
  expect((await resumed(SESSION)).spec.session).toBe(SESSION);
  const anew = await resumed(other);
  expect(anew.spec.session).toBeNull();
  expect(anew.spec.args).not.toContain("--resume");
  expect(anew.notes[0]).toBe(`Session ${other} is not resumed: its file is gone from the volume.`);
  expect(anew.assignment.session).toEqual({ kind: "fresh", why: anew.notes[0] });
});

test("a volume on which no session was ever kept, or that Paperclip can't read, proves nothing", async () => {
  const context = { ...aContext, runtime: { ...aContext.runtime, sessionId: SESSION } };
  expect((await built({}, { context })).spec.session).toBe(SESSION);
});

test("without a claim no session is kept, and the log says so before anybody misses it", async () => {
  const run = await built({}, { self: outside });
  expect(run.session.durable).toBe(false);
  expect(run.session.params(SESSION)).toMatchObject({ sessionId: SESSION, storage: null });
  expect(run.notes[0]).toBe(
    "The next run can't go on with this session: no persistent volume claim holds its files.",
  );
  expect(values(run)).not.toHaveProperty("CLAUDE_CONFIG_DIR");
});

test("instructions and skills are on the shared volume before the Job is made", async () => {
  const disk = await folderWith({
    "home/AGENTS.md": "Be kind.",
    "skill/SKILL.md": "Deploy.",
    "data/.keep": "",
  });
  const mounts = [{ path: join(disk, "data"), claimName: "paperclip-data", subPath: "" }];
  const run = await built(
    {
      claude: { instructionsFilePath: join(disk, "home/AGENTS.md") },
      pod: { data: { kind: "claim", path: "/paperclip", claimName: "paperclip-data", subPath: null } },
    },
    {
      self: { kind: "found", pod: { ...aSelfPod, mounts } },
      context: {
        ...aContext,
        config: {
          paperclipRuntimeSkills: [{ key: "deploy", runtimeName: "deploy", source: join(disk, "skill") }],
          paperclipSkillSync: { desiredSkills: ["deploy"] },
        },
      },
    },
  );
  const folder = run.spec.args[run.spec.args.indexOf("--add-dir") + 1] ?? "";
  const onHost = folder.replace("/paperclip", join(disk, "data"));
  expect(await readFile(join(onHost, ".claude/skills/deploy/SKILL.md"), "utf8")).toBe("Deploy.");
  expect(run.spec.args).toContain(`${folder}/agent-instructions.md`);
  expect(run.spec.files).toEqual([]);
  // The original's words, by which people see whether their skill is there.
  expect(run.notes).toContain("Skills bundled (1): deploy");
  expect(run.meta.commandNotes).toContain("Skills bundled (1): deploy");
});

test("what is wrong is told with its cure, before anything is written", async () => {
  expect(await refused({ pod: { image: null } }, { self: outside })).toBe(
    "wrong: There is no image to run the agent with: Paperclip does not run in a pod. Set `image` to an image that has Claude Code in it.",
  );
  expect(await refused({ pod: { sidecars: [{ name: "x" }] } })).toContain("`sidecars` is wrong at 0.image");
  expect(await refused({ pod: { podTemplate: { spec: { hostNetwork: true } } } })).toContain(
    "podTemplate.spec.hostNetwork: This field can't be patched. The agent must not reach its node.",
  );
  expect(await refused({ claude: { extraArgs: ["--api-key", "sk-ant-0123456789abcdefghij"] } })).toMatch(
    /args\[\d\].*kind "secret"/,
  );
  const many = Array.from({ length: 12 }, (_, place) => ({ name: `s${place}`, image: "s:1" }));
  expect(await refused({ pod: { sidecars: many } })).toContain("use fewer containers, or no wrapper");
  expect(await refused({ claude: { env: [{ kind: "value", name: "A B", value: "x" }] } })).toContain(
    "It is no name of a variable",
  );
});

test("a Secret that can't hold the instructions is told with the way around it", async () => {
  const folder = await folderWith({ "AGENTS.md": "x".repeat(1_100_000) });
  const claude = { instructionsFilePath: join(folder, "AGENTS.md"), delivery: "secret" } as const;
  expect(await refused({ claude })).toMatch(/a Secret holds 1048576.*`delivery` set to `shared-volume`/);
});

test("a look-up that failed stops a run that needs its answer, and no other", async () => {
  const self = { kind: "unavailable", why: "The API server did not answer in time." } as const;
  expect(await refused({}, { self })).toMatch(/^unavailable: Which volume .* did not answer in time/);
  expect(await refused({ pod: { image: null } }, { self })).toMatch(/^unavailable: Which image/);
  const data = { kind: "claim", path: "/d", claimName: "c", subPath: null } as const;
  expect(await refused({ pod: { data } }, { self })).toBe("It was built.");
});

test("an agent that can't call Paperclip is started with a warning", async () => {
  expect((await built({ claude: { paperclipApiUrl: null } })).notes.join("")).toContain(
    "set `paperclipApiUrl`",
  );
  const loopback = await built(
    { claude: { paperclipApiUrl: null } },
    { hostEnv: { PAPERCLIP_API_URL: "http://127.0.0.1:3100" } },
  );
  expect(loopback.notes.join("")).toContain("The agent can't reach Paperclip at http://127.0.0.1:3100");
});

test("the limits of the form are kept by the runner, and by the cluster when nobody is left to keep them", async () => {
  const { spec, limits } = await built({ limits: { runMs: 3_600_000, graceMs: 0 } });
  expect(limits).toMatchObject({ runMs: 3_600_000, scheduleMs: 120_000, stopGraceMs: 1000 });
  expect(spec.deadline).toEqual({ podMs: 3_600_000 + 600_000 + 60_000, backstopMs: 600_000 });
  expect((await built({ afterwards: { retainJobs: true } })).spec.ttlMs).toBeNull();
  expect((await built({ afterwards: { ttlMs: 0 } })).spec.ttlMs).toBe(60_000);
});

test("the name resolution of Paperclip's own pod is the agents' too, unless a pod template says otherwise", async () => {
  const dns = { dnsPolicy: "None", dnsConfig: { nameservers: ["10.9.9.9"] } };
  const self = { kind: "found", pod: { ...aSelfPod, dns } } as const;
  expect((await built({}, { self })).spec.podTemplate).toEqual({ spec: dns });
  const podTemplate = { spec: { dnsPolicy: "Default", nodeSelector: { pool: "a" } } };
  expect((await built({ pod: { podTemplate } }, { self })).spec.podTemplate).toEqual({
    spec: { ...dns, dnsPolicy: "Default", nodeSelector: { pool: "a" } },
  });
});

test("who is paid is told by what the agent is given to log in with", async () => {
  const of = async (name: string, value: string) =>
    (await built({ claude: { env: [{ kind: "value", name, value }] } })).billing;
  expect(await of("ANTHROPIC_API_KEY", "key-0123456789")).toEqual({
    biller: "anthropic",
    billingType: "api",
  });
  expect(await of("CLAUDE_CODE_USE_BEDROCK", "1")).toEqual({
    biller: "aws_bedrock",
    billingType: "metered_api",
  });
  expect(await of("CLAUDE_CODE_USE_BEDROCK", "0")).toEqual({
    biller: "anthropic",
    billingType: "subscription",
  });
});

test("Bedrock is asked for models by its own names alone", async () => {
  const env = [{ kind: "value", name: "CLAUDE_CODE_USE_BEDROCK", value: "1" }] as const;
  expect((await built({ claude: { env, model: "claude-opus-4-7" } })).spec.args).not.toContain("--model");
  for (const model of ["us.anthropic.claude-opus-4-7", "anthropic.claude-opus-4-7", "arn:aws:bedrock:x"])
    expect((await built({ claude: { env, model } })).spec.args).toContain(model);
});

test("everything that was asked for stands in the arguments, and extra ones come last", async () => {
  const claude = {
    model: "opus",
    effort: "high",
    maxTurns: 7,
    skipPermissions: false,
    extraArgs: ["--settings", "a b; rm"],
  };
  expect((await built({ claude })).spec.args.slice(4)).toEqual([
    "--model",
    "opus",
    "--effort",
    "high",
    "--max-turns",
    "7",
    "--settings",
    "a b; rm",
  ]);
});

test("what is shown of the start has no secret in it", async () => {
  const env = [{ kind: "value", name: "DATABASE", value: "postgres-secret-url" }] as const;
  const { meta } = await built({ claude: { env, promptTemplate: "Use postgres-secret-url." } });
  expect(meta.env).toMatchObject({ DATABASE: "(in the run's Secret)", PAPERCLIP_RUN_ID: aContext.runId });
  expect(meta.prompt).toContain("Use [redacted].");
  expect(JSON.stringify(meta)).not.toMatch(/postgres-secret-url|run-token/);
});

test("runs of one task, of one session, and of neither are told apart", async () => {
  const run = (await built()).assignment;
  const session = { kind: "resume", sessionId: SESSION } as const;
  const keys = [
    sessionKey(run),
    sessionKey({ ...run, taskKey: null, session }),
    sessionKey({ ...run, taskKey: SESSION }),
    sessionKey({ ...run, taskKey: null }),
    sessionKey({ ...run, agentId: "other" }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(sessionKey({ ...run, runId: "another" })).toBe(sessionKey(run));
});
