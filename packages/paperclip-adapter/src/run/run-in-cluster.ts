import type { Cluster } from "@runverdict/k8s-runner";
import type { AdapterConfig } from "../config/adapter-config.ts";
import type { ExecutionContext } from "../host/execution-context.ts";
import type { ExecutionResult } from "../host/execution-result.ts";
import { createLiveLog } from "../log/live-log.ts";
import { buildManifest } from "../manifest/build-manifest.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { endBeforeRun } from "../result/end-before-run.ts";
import { findSelfPod } from "../self-pod/find-self-pod.ts";
import { hostPlace } from "../self-pod/host-place.ts";
import { namespaceOf } from "../self-pod/namespace-of.ts";
import type { HostApi } from "./ask-run.ts";
import type { Claims } from "./claims.ts";
import type { HostCancellation } from "./host-cancellation.ts";
import { runManifest } from "./run-manifest.ts";
import type { Sweeper } from "./sweeper.ts";

/** A run of which the configuration is right, and the cluster is there. */
export interface ReadyRun {
  readonly config: AdapterConfig;
  /** What of the configuration does nothing: one line each. */
  readonly warnings: readonly string[];
  readonly context: ExecutionContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cancellation: HostCancellation;
  readonly cluster: Cluster;
  readonly claims: Claims;
  readonly hostApi: HostApi;
  readonly sweeper: Sweeper;
}

/** Composes what is to run, and runs it. */
export async function runInCluster(run: ReadyRun): Promise<ExecutionResult> {
  const { config, warnings, context, cancellation, claims, hostApi } = run;
  const host = await hostPlace(run.env);
  const self = await findSelfPod(run.cluster, host, cancellation.signal);
  const namespace = namespaceOf(config.cluster, host, run.cluster);
  const { cluster } = run;
  void run.sweeper.sweep(cluster, namespace);
  const place = { server: cluster.server, namespace };
  const manifest = await buildManifest({ config, context, self, cluster: place, hostEnv: run.env });
  if (manifest.kind !== "manifest") return notBuilt(manifest, cancellation);
  const log = createLiveLog({
    format: config.log.format,
    secrets: manifest.secrets,
    onLog: context.onLog,
    clock: cluster.clock,
  });
  for (const line of [...warnings, ...manifest.notes]) log.note(line);
  try {
    return await runManifest({ config, manifest, context, cancellation, cluster, claims, hostApi, log });
  } finally {
    await log.end();
  }
}

function notBuilt(
  manifest: Exclude<Manifest, { kind: "manifest" }>,
  cancellation: HostCancellation,
): ExecutionResult {
  const at = cancellation.requestedAt();
  if (at !== null) return endBeforeRun({ kind: "cancelled", at });
  const { kind, message } = manifest;
  return endBeforeRun({ kind: kind === "wrong" ? "wrong-configuration" : "cluster-unreachable", message });
}
