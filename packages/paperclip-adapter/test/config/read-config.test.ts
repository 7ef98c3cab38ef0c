import { expect, test } from "vitest";
import { readConfig } from "../../src/config/read-config.ts";
import { configOf, nested, problemsOf } from "./support/reading.ts";

test("What the original's form stored is read as it was meant, flat or nested.", () => {
  const stored = {
    maxTurnsPerRun: 1000,
    serviceAccountName: "",
    namespace: "paperclip",
    image: "",
    imagePullPolicy: "IfNotPresent",
    kubeconfig: "",
    "resources.requests.cpu": "1000m",
    "resources.requests.memory": "2Gi",
    "resources.limits.cpu": "4000m",
    "resources.limits.memory": "16Gi",
    nodeSelector: "pool=agents",
    tolerations: "",
    labels: "",
    ttlSecondsAfterFinished: 300,
    retainJobs: false,
    reattachOrphanedJobs: true,
    timeoutSec: 0,
    graceSec: 0,
  };
  const config = configOf(stored);
  expect(config.claude.maxTurns).toBe(1000);
  expect(config.cluster).toMatchObject({ namespace: "paperclip", kubeconfig: null });
  expect(config.pod).toMatchObject({
    image: null,
    serviceAccountName: null,
    limits: { cpu: "4000m", memory: "16Gi" },
    nodeSelector: { pool: "agents" },
  });
  expect(config.limits).toMatchObject({ runMs: 0, graceMs: 0 });
  expect(configOf(nested(stored))).toEqual(config);
});

test("A form's empty field does not hide what people have nested beside it.", () => {
  const config = { "resources.limits.memory": "", resources: { limits: { memory: "1Gi" } } };
  expect(configOf(config).pod.limits.memory).toBe("1Gi");
});

test("Between a form's field and a nested one the form's counts.", () => {
  const config = { "resources.limits.memory": "3Gi", resources: { limits: { memory: "1Gi" } } };
  expect(configOf(config).pod.limits.memory).toBe("3Gi");
});

test.each([
  [{ thinkingEffort: "high" }, { claude: { effort: "high" } }],
  [{ effort: "low", thinkingEffort: "high" }, { claude: { effort: "low" } }],
  [{ bootstrapPrompt: "Hello." }, { claude: { bootstrapPromptTemplate: "Hello." } }],
  [{ serviceAccount: "agent" }, { pod: { serviceAccountName: "agent" } }],
  [{ workspaceMountPath: "/data" }, { pod: { data: { kind: "inherit", path: "/data" } } }],
  [
    { workspaceVolumeClaim: "data", workspaceMountPath: "/data" },
    { pod: { data: { kind: "claim", claimName: "data", path: "/data" } } },
  ],
])("What %j says under another name is understood.", (raw, meant) => {
  expect(configOf(raw)).toMatchObject(meant);
});

test("A claim that was named before another volume was chosen is not used.", () => {
  const kept = { dataClaimName: "old" };
  expect(configOf({ ...kept, dataVolume: "inherit" }).pod.data.kind).toBe("inherit");
  expect(configOf({ ...kept, dataVolume: "scratch" }).pod.data.kind).toBe("scratch");
  expect(configOf({ ...kept, dataVolume: "claim" }).pod.data).toMatchObject({ claimName: "old" });
});

test("Variables keep their order, and those from Secrets come after those from the form.", () => {
  const config = { envFromSecrets: "A=one/a", env: { B: "2", A: "1" } };
  expect(configOf(config).claude.env.map(({ kind, name }) => [kind, name])).toEqual([
    ["value", "B"],
    ["value", "A"],
    ["secret-key", "A"],
  ]);
});

test("What the host adds to a configuration is left alone.", () => {
  const own = {
    paperclipRuntimeSkills: [{ key: "a", runtimeName: "a" }],
    paperclipSkillSync: { desiredSkills: ["a"] },
    instructionsRootPath: "/srv/agents",
    instructionsEntryFile: "AGENTS.md",
    instructionsBundleMode: "managed",
    managedAiConnection: { provider: "anthropic" },
  };
  expect(readConfig(own)).toEqual(readConfig({}));
});

test("One message names each field that is wrong, what of it, and the cure, once.", () => {
  const raw = { namespace: "My Agents", dataVolume: "disk", thinkingEffort: "Very", timeoutSec: "1h" };
  expect(readConfig(raw)).toEqual({
    kind: "wrong",
    message: [
      "Thinking effort (thinkingEffort): It is no level of effort: write low, medium or high.",
      'Namespace (namespace): It is no name of a namespace: lower-case letters, digits and "-", at most 63.',
      "Data volume (dataVolume): It is none of inherit, claim, scratch, none: choose one of them.",
      "Time limit of a run (seconds) (timeoutSec): It is no whole number from 0 to 31622400: write digits alone, without a unit.",
    ].join("\n"),
    problems: expect.any(Array),
  });
  expect(problemsOf(raw).map(({ key }) => key)).toEqual([
    "thinkingEffort",
    "namespace",
    "dataVolume",
    "timeoutSec",
  ]);
});

test("A claim that is wrong is not missing as well, whatever it is called.", () => {
  const raw = { dataVolume: "claim", workspaceVolumeClaim: "No Claim" };
  expect(problemsOf(raw).map(({ key }) => key)).toEqual(["workspaceVolumeClaim"]);
});

test("A field that is wrong all over is told of a few times.", () => {
  const labels = Object.fromEntries(Array.from({ length: 10_000 }, (_, place) => [`a b${place}`, "c"]));
  expect(problemsOf({ labels, namespace: "No" })).toHaveLength(6);
});

test.each([undefined, null, 7, "text", [], () => {}])("%o is a configuration with nothing set.", (raw) => {
  expect(configOf(raw)).toEqual(configOf({}));
});

test("What a prototype has is not set.", () => {
  const raw: object = Object.create({ namespace: "Wrong Name" });
  expect(configOf(raw)).toEqual(configOf({}));
  expect(configOf(JSON.parse('{"__proto__":{"namespace":"Wrong Name"},"constructor":7}'))).toEqual(
    configOf({}),
  );
});

test("A value that is wrong is never quoted where it may be a secret.", () => {
  const raw = {
    kubeconfig: "sk-secret-1",
    env: { OK: { type: "secret_ref", secretId: "sk-secret-2" }, "A B": "sk-secret-3" },
    envFromSecrets: "TOKEN=sk-secret-4\nsk-secret-5=",
    extraArgs: "--key 'sk-secret-6",
    sidecars: '[{"env":"sk-secret-7"',
    podTemplate: "sk-secret-8",
    paperclipApiUrl: "https://sk-secret-9@paperclip.svc",
  };
  const read = readConfig(raw);
  expect(problemsOf(raw)).toHaveLength(9);
  expect(JSON.stringify(read)).not.toContain("sk-secret");
});
