import { readConfig } from "../config/read-config.ts";
import type { ExecutionContext } from "../host/execution-context.ts";
import type { ExecutionResult } from "../host/execution-result.ts";
import { apiUrlOf } from "../manifest/paperclip-variables.ts";
import { adapterFault } from "../result/adapter-fault.ts";
import { endBeforeRun } from "../result/end-before-run.ts";
import type { SessionMemory } from "../session/session-memory.ts";
import type { Connections } from "./connections.ts";
import { heedHost } from "./host-cancellation.ts";
import { kubeconfigSource } from "./kubeconfig-source.ts";
import { runInCluster } from "./run-in-cluster.ts";
import type { Sweeper } from "./sweeper.ts";

/** What the adapter needs of the process that it is loaded into. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly connections: Connections;
  readonly sweeper: Sweeper;
  readonly sessions: SessionMemory;
}

/** How often an older host is asked whether the run was cancelled. */
const POLL_MS = 15_000;

/**
 * Runs an agent as a Job, and tells the host how it ended: configuration, manifest, run, verdict, result. It never
 * throws, because the host would take that for a failure of which it knows nothing.
 */
export async function execute(context: ExecutionContext, host: Host): Promise<ExecutionResult> {
  let reached: "not-begun" | "begun" = "not-begun";
  const onDispatch = (): void => {
    reached = "begun";
    context.onDispatch?.();
  };
  try {
    const runtime = host.sessions.complete(context.runtime);
    const result = await attempt({ ...context, runtime, onDispatch }, host);
    host.sessions.remember(result.sessionParams);
    return result;
  } catch (error) {
    return adapterFault(error, reached);
  }
}

async function attempt(
  context: ExecutionContext,
  { env, connections, sweeper }: Host,
): Promise<ExecutionResult> {
  const read = readConfig(context.config);
  if (read.kind === "wrong") return endBeforeRun({ kind: "wrong-configuration", message: read.message });
  const { config, warnings } = read;
  const hostApi = {
    // What pods are told may be reachable for them alone.
    url: apiUrlOf(null, env) ?? config.claude.paperclipApiUrl,
    token: context.authToken ?? null,
  };
  const cancellation = await heedHost(context, hostApi, POLL_MS);
  try {
    const borrowed = await connections.borrow(kubeconfigSource(config.cluster, env), cancellation.signal);
    const cancelledAt = cancellation.requestedAt();
    if (borrowed.kind === "problem")
      return endBeforeRun(
        cancelledAt === null
          ? { kind: "cluster-unreachable", message: borrowed.message }
          : { kind: "cancelled", at: cancelledAt },
      );
    try {
      const { cluster, claims } = borrowed;
      const ready = { config, warnings, context, env, cancellation, cluster, claims, hostApi, sweeper };
      return await runInCluster(ready);
    } finally {
      await borrowed.giveBack();
    }
  } finally {
    cancellation.stop();
  }
}
