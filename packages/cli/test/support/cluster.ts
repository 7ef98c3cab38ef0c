import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "@runverdict/k8s-runner/simulator";
import { folderWith } from "./case-folder.ts";

/** A cluster that outlives the programs that talk to it, gone when the test is over. */
export interface TestCluster {
  readonly simulator: Simulator;
  /** Path of a kubeconfig that leads to it. */
  readonly kubeconfig: string;
  readonly post: (path: string, body: object) => Promise<void>;
  readonly get: (path: string) => Promise<Record<string, unknown>>;
  /** Resolves as soon as what `get` gives fits. */
  readonly until: (path: string, fits: (object: Record<string, unknown>) => boolean) => Promise<void>;
}

export async function testCluster(options: SimulatorOptions = {}): Promise<TestCluster> {
  const simulator = await createSimulator(options);
  onTestFinished(() => simulator.close());
  const kubeconfig = join(folderWith({ kubeconfig: simulator.kubeconfig }), "kubeconfig");
  const token = options.access?.token;
  const headers = {
    "content-type": "application/json",
    ...(typeof token === "string" ? { authorization: `Bearer ${token}` } : {}),
  };
  const get = async (path: string): Promise<Record<string, unknown>> =>
    JSON.parse(await (await fetch(`${simulator.url}${path}`, { headers })).text());
  return {
    simulator,
    kubeconfig,
    get,
    post: async (path, body) => {
      const answer = await fetch(`${simulator.url}${path}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    until: async (path, fits) => {
      while (!fits(await get(path))) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

export const jobs = "/apis/batch/v1/namespaces/agents/jobs";
export const pods = "/api/v1/namespaces/agents/pods";

/** A Job as somebody else wrote it, without any of our labels. */
export function foreignJob(name: string, containers: readonly object[] = [{}], spec: object = {}): object {
  const named = containers.map((container, index) => ({
    name: `c${index}`,
    image: "theirs:1",
    command: ["true"],
    ...container,
  }));
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, ...spec, template: { spec: { restartPolicy: "Never", containers: named } } },
  };
}

/** Whether the Job is over. */
export function isOver(job: Record<string, unknown>): boolean {
  return /"(?:Complete|Failed)"/.test(JSON.stringify(job["status"] ?? {}));
}
