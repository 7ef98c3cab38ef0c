import { describe, expect, test } from "vitest";
import { FEATURES_1_20 } from "../../src/simulator/features.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import type { Clients } from "./support/clients.ts";
import { compare, type Scenario } from "./support/recorded-scenario.ts";

const namespace = "agents";
const exits = (code: number, afterMs: number): Script => ({ steps: [{ kind: "exit", afterMs, code }] });
const until = (code: number, afterMs: number): Script => ({
  steps: [],
  onTerm: { kind: "exit", afterMs, code },
});

const removeJob = ({ batch }: Clients, name: string): Promise<unknown> =>
  batch.deleteNamespacedJob({ namespace, name, propagationPolicy: "Background" });
const removePod = async ({ core }: Clients): Promise<unknown> => {
  const name = (await core.listNamespacedPod({ namespace })).items[0]?.metadata?.name ?? "";
  return core.deleteNamespacedPod({ namespace, name });
};
const wantNone = ({ batch }: Clients, name: string): Promise<unknown> =>
  batch.patchNamespacedJob({
    namespace,
    name,
    body: [{ op: "replace", path: "/spec/parallelism", value: 0 }],
  });

/** That kubelet took its time to let go of pods. */
const slow = { removeMs: 8000 };

/** The recorded agent was over before anybody had heard that it ran. */
const tooShort = / agent:running /;

const scenarios: readonly Scenario[] = [
  { name: "complete", script: exits(0, 2200) },
  { name: "exit3", script: exits(3, 600), unseen: tooShort },
  { name: "oom", script: { steps: [{ kind: "oom", afterMs: 1200 }] } },
  { name: "pod-deadline", script: until(143, 300), pod: { activeDeadlineSeconds: 4 } },
  { name: "delete-midrun", script: until(143, 300), deeds: [{ atMs: 3000, act: removeJob }] },
  {
    name: "delete-pod",
    script: until(7, 3000),
    deeds: [{ atMs: 3000, act: removePod }],
    delays: slow,
    lastsMs: 30_000,
  },
  {
    name: "parallelism",
    script: until(7, 300),
    deeds: [{ atMs: 3000, act: wantNone }],
    delays: slow,
    lastsMs: 30_000,
  },
  { name: "ttl", script: exits(0, 250), spec: { ttlSecondsAfterFinished: 3 }, unseen: tooShort },
];

/** Jobs and pods had no generations then; nobody who watches them may need any. */
function plain(states: readonly string[]): readonly string[] {
  return states
    .map((state) => state.replace(/ generation=\w+/, ""))
    .filter((state, place, all) => state !== all[place - 1]);
}

describe("An old server shows the states that a real 1.20 showed, in the same order", () => {
  test.for(scenarios)("$name", async (scenario) => {
    const pairs = await compare("recorded-1.20", scenario, FEATURES_1_20);
    for (const { shown, recorded } of pairs) expect(shown.map(plain)).toEqual(recorded.map(plain));
  });
});
