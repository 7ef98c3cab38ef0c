import { readFileSync } from "node:fs";
import { createVirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import type { VirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import { createSimulator } from "../../../src/simulator/create-simulator.ts";
import type { Simulator } from "../../../src/simulator/create-simulator.ts";
import { REAL_DELAYS } from "../../../src/simulator/delays.ts";
import type { Delays } from "../../../src/simulator/delays.ts";
import { FEATURES_1_36, type Features } from "../../../src/simulator/features.ts";
import type { Script } from "../../../src/simulator/kubelet/script.ts";
import { agentJob } from "./agent-job.ts";
import { clientsOf } from "./clients.ts";
import type { Clients } from "./clients.ts";
import { openStream } from "./open-stream.ts";
import { statesOf } from "./states.ts";

/** What was played on a real cluster while its watches were recorded. */
export interface Scenario {
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

type States = ReturnType<typeof statesOf>;

/** Plays a scenario in the simulator; the states of its Jobs, and of its pods, beside those of the recording. */
export async function compare(
  folder: string,
  scenario: Scenario,
  features: Features = FEATURES_1_36,
): Promise<readonly { readonly shown: States; readonly recorded: States }[]> {
  const clock = createVirtualClock();
  const simulator = await createSimulator({
    clock,
    features,
    delays: { ...REAL_DELAYS, ...scenario.delays },
    script: () => scenario.script,
  });
  try {
    const lines = await play(simulator, clock, scenario);
    return (["Job", "Pod"] as const).map((kind) => ({
      shown: without(scenario.unseen, statesOf(lines, kind)),
      recorded: without(scenario.unseen, statesOf(recording(folder, scenario.name, kind), kind)),
    }));
  } finally {
    await simulator.close();
  }
}

function without(unseen: RegExp | undefined, objects: States): States {
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

function recording(folder: string, name: string, kind: "Job" | "Pod"): readonly string[] {
  const file = new URL(
    `../${folder}/${name}/watch-${kind === "Job" ? "jobs" : "pods"}.jsonl`,
    import.meta.url,
  );
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}
