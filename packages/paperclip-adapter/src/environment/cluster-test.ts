import type { Cluster } from "@runverdict/k8s-runner";
import type { AdapterConfig } from "../config/adapter-config.ts";
import type { EnvironmentTestContext } from "../host/environment-test.ts";

/** A configuration that is right, and a cluster that answers. */
export interface ClusterTest {
  readonly cluster: Cluster;
  readonly config: AdapterConfig;
  readonly context: EnvironmentTestContext;
  /** Of the host's process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}
