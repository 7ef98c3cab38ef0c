import {
  AuthorizationV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  NodeV1Api,
  SchedulingV1Api,
} from "@kubernetes/client-node";
import type { Simulator } from "../../../src/simulator/create-simulator.ts";

export interface Clients {
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly batch: BatchV1Api;
  readonly authorization: AuthorizationV1Api;
  readonly scheduling: SchedulingV1Api;
  readonly node: NodeV1Api;
}

/** The real client, led to the simulator by its kubeconfig. */
export function clientsOf(simulator: Simulator): Clients {
  const config = new KubeConfig();
  config.loadFromString(simulator.kubeconfig);
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    batch: config.makeApiClient(BatchV1Api),
    authorization: config.makeApiClient(AuthorizationV1Api),
    scheduling: config.makeApiClient(SchedulingV1Api),
    node: config.makeApiClient(NodeV1Api),
  };
}
