import { describe, expect, test } from "vitest";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import type { Clients } from "./support/clients.ts";
import { compare, type Scenario } from "./support/recorded-scenario.ts";

const namespace = "agents";
const exits = (code: number, afterMs: number): Script => ({ steps: [{ kind: "exit", afterMs, code }] });
const forEver: Script = { steps: [], onTerm: { kind: "exit", afterMs: 300, code: 143 } };
const suspend =
  (value: boolean) =>
  ({ batch }: Clients, name: string) =>
    batch.patchNamespacedJob({ namespace, name, body: [{ op: "replace", path: "/spec/suspend", value }] });

const remove =
  (propagationPolicy: string) =>
  ({ batch }: Clients, name: string) =>
    batch.deleteNamespacedJob({ namespace, name, propagationPolicy });
const evict = async ({ core }: Clients): Promise<unknown> => {
  const pod = (await core.listNamespacedPod({ namespace })).items[0]?.metadata?.name ?? "";
  return core.createNamespacedPodEviction({
    namespace,
    name: pod,
    body: { metadata: { name: pod, namespace } },
  });
};

const scenarios: readonly Scenario[] = [
  { name: "complete", script: exits(0, 2200) },
  { name: "exit3", script: exits(3, 600) },
  { name: "oom", script: { steps: [{ kind: "oom", afterMs: 1200 }] } },
  {
    name: "delete-midrun",
    script: forEver,
    deeds: [{ atMs: 3000, act: remove("Background") }],
  },
  { name: "deadline", script: forEver, spec: { activeDeadlineSeconds: 5 } },
  { name: "pod-deadline", script: forEver, pod: { activeDeadlineSeconds: 4 } },
  {
    name: "delete-foreground",
    script: forEver,
    deeds: [{ atMs: 1020, act: remove("Foreground") }],
  },
  {
    name: "delete-orphan",
    script: forEver,
    deeds: [{ atMs: 1020, act: remove("Orphan") }],
  },
  {
    name: "evict-api",
    script: forEver,
    spec: { backoffLimit: 6 },
    deeds: [{ atMs: 6000, act: evict }],
    lastsMs: 30_000,
    // The pod was gone before the Job controller had looked.
    delays: { jobSyncMs: 2000, jobBatchMs: 2000, removeMs: 100 },
  },
  {
    name: "oom-child",
    script: {
      steps: [
        { kind: "oom", afterMs: 600, victim: "child" },
        { kind: "exit", afterMs: 900, code: 0 },
      ],
    },
  },
  {
    name: "retry",
    script: exits(1, 600),
    spec: { backoffLimit: 2 },
    lastsMs: 60_000,
    unseen: /"active":1,"ready":[01]/,
  },
  {
    name: "suspend",
    // The recorded agent took its time to go, and the Job was resumed as soon as it was gone.
    script: { steps: [], onTerm: { kind: "exit", afterMs: 1500, code: 143 } },
    deeds: [
      { atMs: 1020, act: suspend(true) },
      { atMs: 2860, act: suspend(false) },
    ],
    lastsMs: 6000,
    // One of the two recorded pods got its sandbox before its first status was written.
    unseen: /PodReadyToStartContainers=False .*agent:ContainerCreating/,
  },
  {
    name: "ttl",
    script: exits(0, 250),
    spec: { ttlSecondsAfterFinished: 3 },
    delays: { admitMs: 50, sandboxMs: 200, startMs: 120, statusMs: 100 },
  },
];

describe("A run shows its watchers the states that a real cluster showed, in the same order", () => {
  test.for(scenarios)("$name", async (scenario) => {
    for (const { shown, recorded } of await compare("recorded", scenario)) expect(shown).toEqual(recorded);
  });
});
