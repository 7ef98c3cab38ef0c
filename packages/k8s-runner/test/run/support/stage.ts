import { expect } from "vitest";
import { connect } from "../../../src/cluster/connect.ts";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import type { Clock } from "../../../src/cluster/clock.ts";
import { runJob } from "../../../src/run/run-job.ts";
import type { RunHandle } from "../../../src/run/run-handle.ts";
import type { RunOptions } from "../../../src/run/run-options.ts";
import { aSpec } from "./a-spec.ts";
import { clientClock, passageOf, type Passage, type Sleepers } from "./passage.ts";
import { createVirtualClock, type VirtualClock } from "../../../src/simulator/clock/virtual-clock.ts";
import { createSimulator, type Simulator } from "../../../src/simulator/create-simulator.ts";
import type { SimulatorOptions } from "../../../src/simulator/options.ts";
import type { Script } from "../../../src/simulator/kubelet/script.ts";

/** A simulated cluster and a connection to it, over real HTTP, in a time that the test moves. */
export interface Stage extends Passage {
  readonly simulator: Simulator;
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly run: (options?: Partial<RunOptions>) => FollowedRun;
}

export interface FollowedRun extends RunHandle {
  /** What the caller was handed so far. */
  readonly output: () => string;
}

/** Writes some lines, and ends. */
export function lines(count: number, code = 0, everyMs = 10): Script {
  const writes = Array.from({ length: count }, (_, place) => ({
    kind: "write" as const,
    afterMs: everyMs,
    text: `line ${place} of the agent\n`,
  }));
  return { steps: [...writes, { kind: "exit", afterMs: 10, code }] };
}

export interface StageOptions extends Omit<SimulatorOptions, "clock" | "script"> {
  readonly script?: Script | SimulatorOptions["script"];
}

export async function onStage(
  { script = lines(3), ...options }: StageOptions,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  const clock = createVirtualClock();
  const play = typeof script === "function" ? script : () => script;
  const simulator = await createSimulator({ ...options, script: play, clock });
  const sleepers: Sleepers = new Set();
  const cluster = await connected(simulator, clientClock(clock, sleepers));
  const stage = stageOf(simulator, cluster, clock);
  try {
    await act(stage);
    await assertNothingIsLeft(stage, sleepers);
  } finally {
    await cluster.close();
    await simulator.close();
  }
}

/** When all runs have settled no watch, log, timer or socket of theirs is left, as the server sees it. */
async function assertNothingIsLeft({ simulator, cluster, when }: Stage, sleepers: Sleepers): Promise<void> {
  const { openStreams, openSockets } = simulator.counters;
  await when(() => openStreams() === 0, 1000);
  expect(sleepers.size).toBe(0);
  await cluster.close();
  await when(() => openSockets() === 0, 1000);
}

async function connected(simulator: Simulator, clock: Clock): Promise<Cluster> {
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const answer = await connect({ source, clock }, new AbortController().signal);
  if (answer.kind !== "connected") throw new Error(`not connected: ${answer.kind}`);
  return answer.cluster;
}

function stageOf(simulator: Simulator, cluster: Cluster, clock: VirtualClock): Stage {
  return {
    simulator,
    cluster,
    clock,
    ...passageOf(simulator, clock),
    run: (differs) => {
      const pieces: Uint8Array[] = [];
      const handle = runJob({
        cluster,
        spec: aSpec(),
        onOutput: (bytes) => void pieces.push(bytes),
        ...differs,
      });
      return { ...handle, output: () => Buffer.concat(pieces).toString() };
    },
  };
}

/** What the agent wrote in truth. */
export function written(simulator: Simulator, run = 0): string {
  const [pod] = simulator.truth.runs()[run]?.pods.slice(-1) ?? [];
  return pod?.containers.find(({ name }) => name === "agent")?.stdout.text ?? "";
}
