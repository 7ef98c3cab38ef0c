import {
  createSimulator,
  type Script,
  type Simulator,
  type SimulatorOptions,
  type ToStart,
} from "@runverdict/k8s-runner/simulator";
import { createConnections } from "../../src/run/connections.ts";
import { execute } from "../../src/run/execute.ts";
import { createSweeper } from "../../src/run/sweeper.ts";
import { createSessionMemory } from "../../src/session/session-memory.ts";
import { hostDouble, type Execute, type HostRun, type RunWishes } from "../host-double/host-double.ts";
import { answer } from "./agent-lines.ts";

/** A cluster, and a host whose runs are the adapter's own `execute()`. */
export interface Scene {
  readonly simulator: Simulator;
  /** What was started in the agent's container, in the order of the runs. */
  readonly started: readonly ToStart[];
  /** `config` is what differs from a form in which cluster and image were filled in; `by` is another `execute`. */
  readonly begin: (how?: RunWishes & { readonly by?: Execute }) => HostRun;
}

export interface ClusterWishes extends Omit<SimulatorOptions, "script"> {
  /** What each run's agent does, the last one for all that follow. */
  readonly scripts?: readonly Script[];
  /** Variables of the host's process. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function onCluster(
  { scripts = [happy], env = {}, ...options }: ClusterWishes,
  act: (scene: Scene) => Promise<void>,
): Promise<void> {
  const started: ToStart[] = [];
  const script = (toStart: ToStart): Script => {
    started.push(toStart);
    return scripts[started.length - 1] ?? scripts.at(-1) ?? happy;
  };
  const simulator = await createSimulator({ ...options, script });
  const ours = hostProcess(env);
  const host = hostDouble();
  try {
    await act({
      simulator,
      started,
      begin: ({ context: { config, ...context } = {}, by = ours, ...how } = {}) => {
        const filledIn = { kubeconfig: simulator.kubeconfig, image: "agent:1", dataVolume: "scratch" };
        const whole = { ...context, config: { ...filledIn, ...config } };
        return host.begin(by, { ...how, context: whole });
      },
    });
    // Nothing of a run is left in the host's process.
    while (simulator.counters.openSockets() > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  } finally {
    await simulator.close();
  }
}

/** The adapter as one process of the host's has it loaded; another one shares nothing with it but the cluster. */
export function hostProcess(env: Readonly<Record<string, string>>): Execute {
  const loaded = {
    env,
    connections: createConnections(),
    sweeper: createSweeper(),
    sessions: createSessionMemory(),
  };
  return (context) => execute(context, loaded);
}

export function writing(lines: readonly string[], afterMs = 5): Script["steps"] {
  return lines.map((text) => ({ kind: "write", afterMs, text }));
}

/** It answers and ends. */
export const happy: Script = { steps: [...writing(answer), { kind: "exit", afterMs: 5, code: 0 }] };

/** It says something and then nothing more; asked to end it does. */
export const endless: Script = {
  steps: writing(answer.slice(0, 2)),
  onTerm: { kind: "exit", afterMs: 10, code: 143 },
};

/** With it a session is kept. */
export const aClaim = { dataVolume: "claim", dataClaimName: "workspaces" } as const;

/** How many Jobs there are, and were. */
export function jobsOf({ truth }: Simulator): { readonly alive: number; readonly gone: number } {
  const alive = truth.runs().filter(({ goneAt }) => goneAt === null).length;
  return { alive, gone: truth.runs().length - alive };
}
