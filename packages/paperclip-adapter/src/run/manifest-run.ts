import type { Cluster } from "@runverdict/k8s-runner";
import type { AdapterConfig } from "../config/adapter-config.ts";
import type { ExecutionContext } from "../host/execution-context.ts";
import type { LiveLog } from "../log/live-log.ts";
import type { BuiltManifest } from "../manifest/manifest.ts";
import type { HostApi } from "./ask-run.ts";
import type { Claims } from "./claims.ts";
import type { HostCancellation } from "./host-cancellation.ts";

/** A run whose manifest is made. */
export interface ManifestRun {
  readonly config: AdapterConfig;
  readonly manifest: BuiltManifest;
  readonly context: ExecutionContext;
  readonly cancellation: HostCancellation;
  readonly cluster: Cluster;
  readonly claims: Claims;
  readonly hostApi: HostApi;
  readonly log: LiveLog;
}
