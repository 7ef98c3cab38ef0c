import { connect, type Cluster } from "@runverdict/k8s-runner";
import { createSimulator, type Simulator } from "@runverdict/k8s-runner/simulator";
import { onTestFinished } from "vitest";
import { openMessagesApi, type MessagesApi, type Script } from "./messages-api/messages-api.ts";

/** A cluster whose containers are local processes, and a model that says what a story wants. */
export interface Stage {
  readonly simulator: Simulator;
  readonly cluster: Cluster;
  readonly api: MessagesApi;
}

/** All of it is gone when the test is over. */
export async function stageFor(script: Script): Promise<Stage> {
  const api = await openMessagesApi(script);
  const simulator = await createSimulator();
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const connected = await connect({ source }, new AbortController().signal);
  if (connected.kind !== "connected") throw new Error(connected.kind);
  onTestFinished(async () => {
    await connected.cluster.close();
    await simulator.close();
    await api.close();
  });
  return { simulator, cluster: connected.cluster, api };
}
