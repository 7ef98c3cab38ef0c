import { describe, expect, test } from "vitest";
import { buildJob } from "../../src/job/build-job.ts";
import { aRun, aWrapper, build, building, jobOf, problemPaths } from "./support/a-run.ts";
import { toYaml } from "./support/to-yaml.ts";

describe("the Job of a run", () => {
  test("reads like this, with all that a run needs not to say", async () => {
    await expect(toYaml(jobOf(aRun()))).toMatchFileSnapshot("__snapshots__/plain-job.yaml");
  });

  test("reads like this, with all that a run may say", async () => {
    const job = jobOf(everything);
    await expect(toYaml(job)).toMatchFileSnapshot("__snapshots__/whole-job.yaml");
  });

  test("is suspended until its Secret is there", () => {
    expect(jobOf(aRun()).spec.suspend).toBe(true);
  });

  test("outlives its pod's deadline, because its own deadline deletes the evidence", () => {
    const { spec } = jobOf(aRun({ deadline: { podMs: 3_600_000, backstopMs: 7_200_000 }, graceMs: 60_000 }));
    expect(spec.template.spec.activeDeadlineSeconds).toBe(3600);
    expect(spec.activeDeadlineSeconds).toBe(3600 + 60 + 7200);
  });

  test("has no deadline when 0 or nothing was asked for", () => {
    for (const deadline of [null, { podMs: 0, backstopMs: 86_400_000 }]) {
      const { spec } = jobOf(aRun({ deadline }));
      expect([spec.activeDeadlineSeconds, spec.template.spec.activeDeadlineSeconds]).toEqual([
        undefined,
        undefined,
      ]);
    }
  });

  test("is never shorter of time than what was asked for", () => {
    const job = jobOf(aRun({ graceMs: 1001, ttlMs: 60_001 }));
    expect(job.spec.template.spec.terminationGracePeriodSeconds).toBe(2);
    expect(job.spec.ttlSecondsAfterFinished).toBe(61);
  });

  test("records how a pod ended in a place that outlives the pod", () => {
    const { rules } = jobOf(aRun()).spec.podFailurePolicy;
    expect(
      rules.map((rule) => ("onExitCodes" in rule ? rule.onExitCodes.containerName : "disruption")),
    ).toEqual(["disruption", "agent", undefined]);
    expect(new Set(rules.map(({ action }) => action))).toEqual(new Set(["FailJob"]));
  });
});

describe("what speaks against a Job", () => {
  test("is said all at once", () => {
    expect(
      problemPaths({
        attempt: 0,
        namespace: "No Namespace",
        graceMs: Number.NaN,
        image: "",
        env: [{ kind: "value", name: "HOME", value: "/" }],
        mounts: [{ volume: "nowhere", path: "relative", subPath: null, readOnly: true }],
      }),
    ).toEqual([
      "attempt",
      "graceMs",
      "env[0].name",
      "metadata.namespace",
      "spec.template.spec.containers[0].image",
      "spec.template.spec.containers[0].env[2].name",
      "spec.template.spec.containers[0].volumeMounts[3].name",
      "spec.template.spec.containers[0].volumeMounts[3].mountPath",
    ]);
  });

  test("comes with what to do about it", () => {
    const built = build({ attempt: 0 });
    expect(built).toEqual({
      kind: "refused",
      problems: [
        { path: "attempt", problem: "It is no whole number from 1 to 9999.", cure: "Count attempts from 1." },
      ],
    });
  });
});

test.each(["", "short", "UPPERCASE", "with-hyphen", "x".repeat(33)])(
  "a nonce that no name can hold (%j) is a mistake of ours",
  (nonce) => {
    expect(() => buildJob(aRun(), { ...building, nonce })).toThrow(/`nonce` must be 8 to 32/);
  },
);

test("a digest that is none is a mistake of ours", () => {
  expect(() => buildJob(aRun(), { ...building, sha256: () => "cafe" })).toThrow(/pass Node's createHash/);
});

const everything = aRun({
  runId: "0B6E7A1C/Überprüfung",
  attempt: 3,
  session: "6a1f0f2e-35a5-4a58-8ad5-2a6d9c7f0b11",
  agent: "Code Reviewer (EU)",
  image: "images.example/agent@sha256:" + "ab".repeat(32),
  imagePullSecrets: ["registry"],
  args: ["--model", "large", "--say", "costs $$ and $(PATH)"],
  env: [
    { kind: "value", name: "LANG", value: "C.UTF-8" },
    { kind: "secret", name: "AGENT_API_KEY", value: "only in the Secret" },
    { kind: "secret-key", name: "GIT_TOKEN", from: "git", key: "token", optional: true },
    { kind: "pod-field", name: "NODE", fieldPath: "spec.nodeName" },
  ],
  prompt: "Review the change.",
  files: [{ path: "config/tools.json", text: "{}", sensitive: false }],
  wrapper: aWrapper({ "w.cjs": "// starts the agent" }),
  data: { kind: "claim", path: "/data", claimName: "shared", subPath: "tenants/a" },
  initContainers: [
    {
      name: "checkout",
      image: "images.example/git:2",
      command: ["git", "clone", "https://git.example/x"],
      args: [],
      env: [],
      mounts: [{ volume: "runverdict-data", path: "/data", subPath: "src", readOnly: false }],
      resources: { limits: { memory: "256Mi" } },
      rootFilesystem: "read-only",
    },
  ],
  sidecars: [
    {
      kind: "native",
      name: "proxy",
      image: "images.example/proxy:1",
      command: [],
      args: ["--listen=3128"],
      env: [],
      mounts: [],
      resources: { limits: { memory: "64Mi" } },
      rootFilesystem: "read-only",
      startupProbe: { tcpSocket: { port: 3128 }, periodSeconds: 1, failureThreshold: 30 },
    },
  ],
  serviceAccountName: "agent",
  runtimeClassName: "gvisor",
  priorityClassName: "agents",
  nodeSelector: { pool: "agents" },
  tolerations: [{ key: "agents", operator: "Exists", effect: "NoSchedule" }],
  deadline: { podMs: 7_200_000, backstopMs: 86_400_000 },
  labels: { team: "review" },
  annotations: { "example.com/ticket": "https://tickets.example/1" },
  podTemplate: {
    metadata: { annotations: { "sidecar.istio.io/inject": "true" } },
    spec: { containers: [{ name: "agent", resources: { limits: { "ephemeral-storage": "20Gi" } } }] },
  },
});
