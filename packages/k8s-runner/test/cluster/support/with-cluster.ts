import type { Clock } from "../../../src/cluster/clock.ts";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import { connect } from "../../../src/cluster/connect.ts";
import { explainProblem } from "../../../src/cluster/connection-problem.ts";
import { eventually } from "./eventually.ts";
import { openOddServer } from "./odd-server.ts";
import type { Handler, OddServer } from "./odd-server.ts";

export const forever = new AbortController().signal;

export interface Scene {
  readonly cluster: Cluster;
  readonly server: OddServer;
}

/** Connects to whatever the kubeconfig leads to. */
export async function connectTo(kubeconfig: string, clock?: Clock): Promise<Cluster> {
  const source = { kind: "text", text: kubeconfig } as const;
  const connected = await connect({ source, ...(clock === undefined ? {} : { clock }) }, forever);
  if (connected.kind !== "connected") throw new Error(explainProblem(connected));
  return connected.cluster;
}

/** A test's connection to a server that misbehaves. At the end, the server sees no connection any more. */
export async function withCluster(
  handler: Handler,
  act: (scene: Scene) => Promise<void>,
  clock?: Clock,
): Promise<void> {
  const server = await openOddServer(handler);
  try {
    const cluster = await connectTo(server.kubeconfig, clock);
    try {
      await act({ cluster, server });
    } finally {
      await cluster.close();
    }
    await eventually(() => server.openSockets() === 0);
  } finally {
    await server.close();
  }
}
