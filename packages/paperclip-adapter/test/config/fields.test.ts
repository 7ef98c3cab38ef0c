import { describe, expect, test } from "vitest";
import type { AdapterConfig } from "../../src/config/adapter-config.ts";
import type { FieldKey } from "../../src/config/field-values.ts";
import { FIELDS } from "../../src/config/fields.ts";
import { configOf, problemsOf } from "./support/reading.ts";

interface Examples {
  /** Where the field ends up. */
  readonly at: (config: AdapterConfig) => unknown;
  /** What it is when nobody has set it. */
  readonly absent: unknown;
  /** What is written, and what it means. */
  readonly means: readonly (readonly [unknown, unknown])[];
  /** What is written, and words of the answer. */
  readonly wrong: readonly (readonly [unknown, string])[];
  /** What else must be set for the field to count. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

const aText = {
  means: [
    ["  Do it.\n", "Do it."],
    [42, "42"],
  ],
  wrong: [
    [{ text: "Do it." }, "no text"],
    ["a\0b", "NUL"],
    ["x".repeat(300_000), "shorten"],
  ],
} as const;

const aToggle = {
  means: [
    [true, true],
    [false, false],
    ["true", true],
    [" Off ", false],
  ],
  wrong: [
    ["maybe", "neither true nor false"],
    [1, "neither true nor false"],
  ],
} as const;

const aName = {
  means: [["low-1.example", "low-1.example"]],
  wrong: [
    ["Low", "no name of an object"],
    ["a/b", "no name of an object"],
    ["x".repeat(254), "no name of an object"],
  ],
} as const;

const aPath = {
  means: [["/work/here", "/work/here"]],
  wrong: [
    ["work", "no absolute path"],
    ["/work\nhere", "no absolute path"],
  ],
} as const;

const seconds = {
  means: [
    [90, 90_000],
    [" 90 ", 90_000],
    ["90", 90_000],
  ],
  wrong: [
    [-1, "whole number from"],
    [1.5, "whole number from"],
    ["90s", "without a unit"],
    ["1e3", "without a unit"],
    [Number.NaN, "whole number from"],
    [Number.POSITIVE_INFINITY, "whole number from"],
    [true, "whole number from"],
  ],
} as const;

const anAmount = {
  means: [
    ["1536Mi", "1536Mi"],
    ["750m", "750m"],
    [3, "3"],
  ],
  wrong: [
    ["1.5 Gi", "no quantity"],
    ["2gb", "no quantity"],
    ["0", "no quantity"],
    ["-1", "no quantity"],
  ],
} as const;

const examples: { readonly [Key in FieldKey]: Examples } = {
  model: {
    at: ({ claude }) => claude.model,
    absent: null,
    means: [
      ["claude-opus-4-8[1m]", "claude-opus-4-8[1m]"],
      ["us.anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-haiku-4-5-20251001-v1:0"],
    ],
    wrong: [["opus --dangerous", "no model id"]],
  },
  effort: {
    at: ({ claude }) => claude.effort,
    absent: null,
    means: [["xhigh", "xhigh"]],
    wrong: [["very high", "low, medium or high"]],
  },
  maxTurnsPerRun: {
    at: ({ claude }) => claude.maxTurns,
    absent: 1000,
    means: [
      [1000, 1000],
      ["7", 7],
    ],
    wrong: [["many", "whole number"]],
  },
  dangerouslySkipPermissions: { at: ({ claude }) => claude.skipPermissions, absent: true, ...aToggle },
  agentCommand: {
    at: ({ claude }) => claude.command,
    absent: "claude",
    means: [["/opt/claude/bin/claude", "/opt/claude/bin/claude"]],
    wrong: [["claude --model x", "no arguments"]],
  },
  extraArgs: {
    at: ({ claude }) => claude.extraArgs,
    absent: [],
    means: [
      [
        ["--add-dir", "/a b", 5],
        ["--add-dir", "/a b", "5"],
      ],
      ['["--betas","x"]', ["--betas", "x"]],
      [`--system-prompt="be \\"brief\\"" 'a b'  c`, ['--system-prompt=be "brief"', "a b", "c"]],
      ['--tools ""', ["--tools", ""]],
      ["$HOME `id` ; rm", ["$HOME", "`id`", ";", "rm"]],
    ],
    wrong: [
      ['--say "hello', "no list of arguments"],
      [[{}], "no list of arguments"],
      [["a\0b"], "no list of arguments"],
      [{ a: 1 }, "no list of arguments"],
      ["a ".repeat(501), "no list of arguments"],
    ],
  },
  promptTemplate: { at: ({ claude }) => claude.promptTemplate, absent: null, ...aText },
  bootstrapPromptTemplate: { at: ({ claude }) => claude.bootstrapPromptTemplate, absent: null, ...aText },
  instructionsFilePath: { at: ({ claude }) => claude.instructionsFilePath, absent: null, ...aPath },
  cwd: { at: ({ claude }) => claude.cwd, absent: null, ...aPath },
  env: {
    at: ({ claude }) => claude.env,
    absent: [],
    means: [
      [
        { B: "2", A: { type: "plain", value: "1" }, N: 3, EMPTY: "" },
        [
          { kind: "value", name: "B", value: "2" },
          { kind: "value", name: "A", value: "1" },
          { kind: "value", name: "N", value: "3" },
          { kind: "value", name: "EMPTY", value: "" },
        ],
      ],
      ["A=1=2", [{ kind: "value", name: "A", value: "1=2" }]],
      [{ A: "x".repeat(131_069) }, [{ kind: "value", name: "A", value: "x".repeat(131_069) }]],
      [JSON.parse('{"__proto__":"1"}'), [{ kind: "value", name: "__proto__", value: "1" }]],
    ],
    wrong: [
      [{ KEY: { type: "secret_ref", secretId: "s-1" } }, 'The variable "KEY" has no text'],
      [{ "A B": "secret" }, '"A B" is no name of a variable'],
      [["A=1"], "no object of variables"],
      [
        { A: "é".repeat(65_535) },
        'The variable "A" takes 131073 bytes, and Linux starts no program with one of more than 131072: keep the text in a Secret, mount that with `podTemplate`',
      ],
    ],
  },
  envFromSecrets: {
    at: ({ claude }) => claude.env,
    absent: [],
    means: [
      [
        "# for git\nGH_TOKEN=git/token\r\n\nDSN=sentry/dsn?",
        [
          { kind: "secret-key", name: "GH_TOKEN", secret: "git", key: "token", optional: false },
          { kind: "secret-key", name: "DSN", secret: "sentry", key: "dsn", optional: true },
        ],
      ],
      [
        { GH_TOKEN: "git/token" },
        [{ kind: "secret-key", name: "GH_TOKEN", secret: "git", key: "token", optional: false }],
      ],
    ],
    wrong: [
      ["GH_TOKEN=ghp_0123456789", '"GH_TOKEN" is no reference'],
      ["A=a/b\n1X=a/b", "Number 2 is no reference"],
      ["A=a/b/c", "no reference"],
      [{ A: 7 }, "no reference"],
      ["just words", "NAME=secret/key"],
      ["A=a/b\n".repeat(600), "NAME=secret/key"],
    ],
  },
  paperclipApiUrl: {
    at: ({ claude }) => claude.paperclipApiUrl,
    absent: null,
    means: [["http://paperclip.svc:3100/", "http://paperclip.svc:3100"]],
    wrong: [
      ["paperclip.svc:3100", "http or https"],
      ["https://user:word@paperclip.svc", "without user"],
      ["https://paperclip.svc/?a=b", "without user, query"],
    ],
  },
  delivery: {
    at: ({ claude }) => claude.delivery,
    absent: "shared-volume",
    means: [["secret", "secret"]],
    wrong: [["mail", "none of shared-volume, secret"]],
  },
  kubeconfig: {
    at: ({ cluster }) => cluster.kubeconfig,
    absent: null,
    means: [
      ["/etc/kube/config", { kind: "path", value: "/etc/kube/config" }],
      ["apiVersion: v1\nkind: Config\n", { kind: "text", value: "apiVersion: v1\nkind: Config" }],
      ['{"kind":"Config"}', { kind: "text", value: '{"kind":"Config"}' }],
    ],
    wrong: [
      ["~/.kube/config", "neither an absolute path nor the text"],
      [{ kind: "Config" }, "no text"],
    ],
  },
  namespace: {
    at: ({ cluster }) => cluster.namespace,
    absent: null,
    means: [["agents", "agents"]],
    wrong: [
      ["my.agents", "no name of a namespace"],
      ["x".repeat(64), "no name of a namespace"],
    ],
  },
  concurrency: {
    at: ({ cluster }) => cluster.concurrency,
    absent: "session",
    means: [["agent", "agent"]],
    wrong: [["none", "none of session, agent"]],
  },
  reattachOrphanedJobs: { at: ({ cluster }) => cluster.reattachOrphanedJobs, absent: true, ...aToggle },
  secretRef: {
    at: ({ cluster }) => cluster.secretRef,
    absent: null,
    means: [["paperclip-secrets", "paperclip-secrets"]],
    wrong: [["Paperclip Secrets", "no name of a Secret"]],
  },
  image: {
    at: ({ pod }) => pod.image,
    absent: null,
    means: [["registry.example:5000/agent:1.2", "registry.example:5000/agent:1.2"]],
    wrong: [
      ["https://registry.example/agent", "no reference to an image"],
      ["agent :1", "no reference to an image"],
    ],
  },
  imagePullPolicy: {
    at: ({ pod }) => pod.imagePullPolicy,
    absent: "IfNotPresent",
    means: [["Always", "Always"]],
    wrong: [["always", "none of IfNotPresent, Always, Never"]],
  },
  imagePullSecrets: {
    at: ({ pod }) => pod.imagePullSecrets,
    absent: [],
    means: [
      ["one, two\nthree", ["one", "two", "three"]],
      [["one"], ["one"]],
      ['["one"]', ["one"]],
    ],
    wrong: [
      ["One", '"One" is no name'],
      [[{ name: "one" }], "no list of names"],
    ],
  },
  serviceAccountName: { at: ({ pod }) => pod.serviceAccountName, absent: null, ...aName },
  "resources.requests.cpu": { at: ({ pod }) => pod.requests.cpu, absent: "1000m", ...anAmount },
  "resources.requests.memory": {
    at: ({ pod }) => pod.requests.memory,
    absent: "2Gi",
    ...anAmount,
  },
  "resources.limits.cpu": { at: ({ pod }) => pod.limits.cpu, absent: "4000m", ...anAmount },
  "resources.limits.memory": { at: ({ pod }) => pod.limits.memory, absent: "8Gi", ...anAmount },
  nodeSelector: {
    at: ({ pod }) => pod.nodeSelector,
    absent: {},
    means: [
      ["pool=agents\nkubernetes.io/os=linux", { pool: "agents", "kubernetes.io/os": "linux" }],
      ['{"zone":3,"gpu":true}', { zone: "3", gpu: "true" }],
      [{ pool: "" }, { pool: "" }],
    ],
    wrong: [
      ["pool agents", "key=value"],
      ["a b=c", "no key of a label"],
      ["a=b c", 'The value of "a"'],
      [JSON.parse('{"__proto__":"x"}'), "no key of a label"],
      [{ a: { b: "c" } }, 'The value of "a"'],
      [["a=b"], "key=value"],
    ],
  },
  tolerations: {
    at: ({ pod }) => pod.tolerations,
    absent: [],
    means: [
      [
        '[{"key":"gpu","operator":"Exists","effect":"NoSchedule"}]',
        [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }],
      ],
      [[{ operator: "Exists" }], [{ operator: "Exists" }]],
    ],
    wrong: [
      ["gpu", "no JSON list"],
      ['[{"key":"a"},{"kee":"gpu"}]', "Number 2 is no toleration"],
      [[{ key: "gpu", effect: "noschedule" }], "Number 1 is no toleration"],
      [[7], "no JSON list"],
    ],
  },
  labels: {
    at: ({ pod }) => pod.labels,
    absent: {},
    means: [["team=blue", { team: "blue" }]],
    wrong: [[`team=${"b".repeat(64)}`, 'The value of "team"']],
  },
  runtimeClassName: { at: ({ pod }) => pod.runtimeClassName, absent: null, ...aName },
  priorityClassName: { at: ({ pod }) => pod.priorityClassName, absent: null, ...aName },
  dataVolume: {
    at: ({ pod }) => pod.data.kind,
    absent: "inherit",
    means: [
      ["scratch", "scratch"],
      ["none", "none"],
      ["inherit", "inherit"],
    ],
    wrong: [
      ["disk", "none of inherit, claim, scratch, none"],
      ["claim", "name the claim"],
    ],
  },
  dataClaimName: {
    at: ({ pod }) => (pod.data.kind === "claim" ? pod.data.claimName : null),
    absent: null,
    ...aName,
  },
  dataSubPath: {
    at: ({ pod }) => ("subPath" in pod.data ? pod.data.subPath : "no claim"),
    absent: null,
    means: [["teams/blue", "teams/blue"]],
    wrong: [
      ["/teams", "no path inside of a volume"],
      ["../teams", "no path inside of a volume"],
    ],
  },
  dataPath: {
    at: ({ pod }) => ("path" in pod.data ? pod.data.path : "no volume"),
    absent: "/paperclip",
    means: [["/data", "/data"]],
    wrong: [
      ["data", "no absolute path"],
      ["/a:b", "no absolute path"],
    ],
  },
  dataSizeLimit: {
    at: ({ pod }) => (pod.data.kind === "scratch" ? pod.data.sizeLimit : "no limit"),
    absent: "10Gi",
    beside: { dataVolume: "scratch" },
    ...anAmount,
  },
  sidecars: {
    at: ({ pod }) => pod.sidecars,
    absent: [],
    means: [[[{ name: "proxy", image: "proxy:1" }], [{ name: "proxy", image: "proxy:1" }]]],
    wrong: [
      ["proxy:1", "no JSON list"],
      [Array.from({ length: 101 }, () => ({})), "at most 100"],
    ],
  },
  podTemplate: {
    at: ({ pod }) => pod.podTemplate,
    absent: null,
    means: [['{"spec":{"hostname":"x"}}', { spec: { hostname: "x" } }]],
    wrong: [
      ["spec: {}", "no JSON object"],
      [[], "no JSON object"],
    ],
  },
  wrapper: { at: ({ pod }) => pod.wrapper, absent: false, ...aToggle },
  timeoutSec: { at: ({ limits }) => limits.runMs, absent: 0, ...seconds },
  graceSec: { at: ({ limits }) => limits.graceMs, absent: 60_000, ...seconds },
  podScheduleTimeoutSec: { at: ({ limits }) => limits.scheduleMs, absent: 120_000, ...seconds },
  podStartTimeoutSec: { at: ({ limits }) => limits.startMs, absent: 1_800_000, ...seconds },
  firstOutputTimeoutSec: { at: ({ limits }) => limits.firstOutputMs, absent: 0, ...seconds },
  idleTimeoutSec: { at: ({ limits }) => limits.idleMs, absent: 0, ...seconds },
  lingerSec: { at: ({ limits }) => limits.lingerMs, absent: 30_000, ...seconds },
  ttlSecondsAfterFinished: { at: ({ afterwards }) => afterwards.ttlMs, absent: 300_000, ...seconds },
  retainJobs: { at: ({ afterwards }) => afterwards.retainJobs, absent: false, ...aToggle },
  logFormat: {
    at: ({ log }) => log.format,
    absent: "readable",
    means: [["stream-json", "stream-json"]],
    wrong: [["json", "none of readable, stream-json"]],
  },
};

describe.each(Object.entries(examples))("%s", (key, { at, absent, means, wrong, beside = {} }) => {
  test("has its default when it is not set, or empty", () => {
    for (const unset of [{}, { [key]: "" }, { [key]: "  " }, { [key]: null }, { [key]: undefined }])
      expect(at(configOf({ ...beside, ...unset }))).toEqual(absent);
  });

  test.each(means)("%j means %j", (written, meant) => {
    expect(at(configOf({ ...beside, [key]: written }))).toEqual(meant);
  });

  test.each(wrong.map(([written, words]) => ({ written, words })))(
    "is told to be wrong, with the cure: $words",
    ({ written, words }) => {
      const problems = problemsOf({ ...beside, [key]: written });
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.every(({ problem }) => /: |\. \S/.test(problem))).toBe(true);
      expect(problems.map(({ problem }) => problem).join("\n")).toContain(words);
    },
  );

  test("can be known by its label and hint", () => {
    const field = new Map(Object.entries(FIELDS)).get(key);
    expect(field?.label).toMatch(/^[A-Z]/);
    expect(field?.hint).toMatch(/^[A-Z0].*\.$/s);
  });
});
