import { expect, test } from "vitest";
import { FIELDS } from "../../src/config/fields.ts";
import { SUPERSEDED } from "../../src/config/superseded.ts";
import { migrationPage } from "../support/promised.ts";
import { configOf, nested } from "./support/reading.ts";

/** Fields of the original's form, and those that it read of Paperclip's, with what they were when nobody set them. */
const original = {
  maxTurnsPerRun: 1000,
  serviceAccountName: null,
  namespace: null,
  image: null,
  imagePullPolicy: "IfNotPresent",
  kubeconfig: null,
  "resources.requests.cpu": "1000m",
  "resources.requests.memory": "2Gi",
  "resources.limits.cpu": "4000m",
  "resources.limits.memory": "8Gi",
  nodeSelector: {},
  tolerations: [],
  labels: {},
  ttlSecondsAfterFinished: 300,
  retainJobs: false,
  reattachOrphanedJobs: true,
  model: null,
  effort: null,
  instructionsFilePath: null,
  timeoutSec: 0,
  graceSec: 60,
  extraArgs: [],
  env: [],
  promptTemplate: null,
  bootstrapPromptTemplate: null,
  cwd: null,
  dangerouslySkipPermissions: true,
} as const;

/** Blockcast's limits, which the original had as one. */
const blockcast = { agentCommand: "claude", podScheduleTimeoutSec: 120, podStartTimeoutSec: 1800 } as const;

test.each(Object.entries({ ...original, ...blockcast }))(
  "%s is %j where nobody has set it",
  (key, absent) => {
    expect(new Map(Object.entries(FIELDS)).get(key)?.absent).toEqual(absent);
  },
);

/** What somebody may have chosen for each. */
const chosen = {
  maxTurnsPerRun: 7,
  serviceAccountName: "agent",
  namespace: "agents",
  image: "registry.example/agent:1",
  imagePullPolicy: "Always",
  kubeconfig: "/etc/kubeconfig",
  "resources.requests.cpu": "500m",
  "resources.requests.memory": "1Gi",
  "resources.limits.cpu": "2",
  "resources.limits.memory": "4Gi",
  nodeSelector: "pool=agents",
  tolerations: '[{"operator":"Exists"}]',
  labels: "team=blue",
  ttlSecondsAfterFinished: 600,
  retainJobs: true,
  reattachOrphanedJobs: false,
  model: "claude-opus-4-7",
  effort: "high",
  instructionsFilePath: "/paperclip/AGENTS.md",
  timeoutSec: 3600,
  graceSec: 30,
  extraArgs: ["--verbose"],
  env: { A: "1" },
  promptTemplate: "Work.",
  bootstrapPromptTemplate: "Hello.",
  cwd: "/paperclip/work",
  dangerouslySkipPermissions: false,
  agentCommand: "/opt/claude",
  podScheduleTimeoutSec: 60,
  podStartTimeoutSec: 900,
} as const satisfies Record<keyof typeof original | keyof typeof blockcast, unknown>;

test("what was chosen in a former form is read, each field by itself, flat or nested", () => {
  const untouched = configOf({});
  for (const [key, value] of Object.entries(chosen)) {
    const flat = configOf({ [key]: value });
    expect({ key, config: flat }).not.toEqual({ key, config: untouched });
    expect(configOf(nested({ [key]: value }))).toEqual(flat);
  }
  expect(configOf(nested(chosen))).toEqual(configOf(chosen));
});

test("a Secret that the environment test looked for by itself is looked for where it is named", () => {
  expect(FIELDS.secretRef.absent).toBeNull();
  expect(migrationPage).toContain("It had a default, `paperclip-secrets`");
});

/** Of the forks, and of the original before 0.2.0. */
const others = [
  "enableRtk",
  "rtkMaxOutputBytes",
  "rtkVersion",
  "rtkImage",
  "providers.anthropic.accounts",
  "mcpServers",
  "enableDocker",
  "dockerImage",
  "dockerCpuLimit",
  "dockerMemoryLimit",
  "workspaceVolumeClaim",
  "workspaceMountPath",
  "secretsNamespace",
  "ponytailPluginPath",
  "ponytailDefaultMode",
  "resources.limits.toolMemoryKb",
  "isolationMode",
  "isolationKey",
  "isolationRoot",
  "homeRoot",
  "sessionRoot",
  "workspaceRoot",
  "cacheRoot",
  "tmpRoot",
  "promptCacheRoot",
  "orphanSecretSweepAgeFloorSec",
  "orphanSecretSweepIntervalSec",
  "claudeCodeVersion",
] as const;

test.each(others)("the migration page says what became of %s", (key) => {
  expect(migrationPage.includes(`\`${key}\``)).toBe(true);
});

test("no field is said to do nothing that does something", () => {
  for (const key of Object.keys(SUPERSEDED)) expect(Object.keys(FIELDS)).not.toContain(key);
});
