import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createVirtualClock } from "../../src/simulator/clock/virtual-clock.ts";
import type { VirtualClock } from "../../src/simulator/clock/virtual-clock.ts";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import type { Simulator } from "../../src/simulator/create-simulator.ts";
import { REAL_DELAYS } from "../../src/simulator/delays.ts";
import type { Delays } from "../../src/simulator/delays.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { agentJob } from "./support/agent-job.ts";
import { clientsOf } from "./support/clients.ts";
import type { Clients } from "./support/clients.ts";
import { openStream } from "./support/open-stream.ts";
import { statesOf } from "./support/states.ts";

interface Scenario {
  readonly name: string;
  readonly script: Script;
  readonly spec?: object;
  readonly pod?: object;
  /** What somebody does, after so long, in a run of so many seconds. */
  readonly deeds?: readonly {
    readonly atMs: number;
    readonly act: (clients: Clients, name: string) => Promise<unknown>;
  }[];
  readonly lastsMs?: number;
  /** Where this run's machine was quicker than usual. */
  readonly delays?: Partial<Delays>;
  /** States that are left out of the comparison, because they may be over before they are written. */
  readonly unseen?: RegExp;
}

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
    const clock = createVirtualClock();
    const simulator = await createSimulator({
      clock,
      delays: { ...REAL_DELAYS, ...scenario.delays },
      script: () => scenario.script,
    });
    try {
      const shown = await play(simulator, clock, scenario);
      for (const kind of ["Job", "Pod"] as const) {
        const recorded = recording(scenario.name, kind);
        expect(without(scenario.unseen, statesOf(shown, kind))).toEqual(
          without(scenario.unseen, statesOf(recorded, kind)),
        );
      }
    } finally {
      await simulator.close();
    }
  });
});

function without(
  unseen: RegExp | undefined,
  objects: ReturnType<typeof statesOf>,
): ReturnType<typeof statesOf> {
  return objects.map((states) => states.filter((state) => unseen?.test(state) !== true));
}

async function play(
  simulator: Simulator,
  clock: VirtualClock,
  scenario: Scenario,
): Promise<readonly string[]> {
  const clients = clientsOf(simulator);
  const watches = await Promise.all(
    ["/apis/batch/v1/namespaces/agents/jobs", "/api/v1/namespaces/agents/pods"].map((path) =>
      openStream(simulator.url, `${path}?watch=true`),
    ),
  );
  const name = `run-${scenario.name}`;
  const { spec = {}, pod = {}, deeds = [], lastsMs = 15_000 } = scenario;
  await clients.batch.createNamespacedJob({ namespace, body: agentJob(name, {}, { spec, pod }) });
  let passedMs = 0;
  for (const { atMs, act } of deeds) {
    await clock.advance(atMs - passedMs);
    passedMs = atMs;
    await act(clients, name);
  }
  await clock.advance(lastsMs - passedMs);
  return watches.flatMap((watch) => watch.lines());
}

function recording(name: string, kind: "Job" | "Pod"): readonly string[] {
  const file = new URL(`recorded/${name}/watch-${kind === "Job" ? "jobs" : "pods"}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}
