import type { RunSpec } from "@runverdict/k8s-runner";
import type { EnvironmentCheck, EnvironmentTestContext } from "../host/environment-test.ts";
import type { ExecutionContext } from "../host/execution-context.ts";
import { composeManifest } from "../manifest/compose-manifest.ts";
import { ADAPTER_TYPE } from "../host/adapter-type.ts";
import { readBundle } from "../manifest/read-bundle.ts";
import type { SelfPodLookup } from "../self-pod/self-pod.ts";
import type { ClusterTest } from "./cluster-test.ts";

/** A run as it would be; null where it can't be. */
export interface TrialRun {
  readonly spec: RunSpec | null;
  readonly checks: readonly EnvironmentCheck[];
}

/** Composes a run of this configuration and of nobody's, and writes nothing: what speaks against it is told. */
export async function checkTrialRun(
  { config, context, cluster, env }: ClusterTest,
  self: SelfPodLookup,
): Promise<TrialRun> {
  const read = await readBundle(config.claude.instructionsFilePath, context.config);
  if (read.kind === "wrong") return impossible(read.message);
  const input = { config, context: trialContext(context), self, cluster, hostEnv: env };
  const composed = composeManifest(input, read.bundle);
  if (composed.kind !== "composed") return impossible(composed.message);
  const { spec, notes } = composed.manifest;
  const possible = {
    code: "k8s_run_possible",
    level: "info",
    message: `Runs would have the image ${spec.image}.`,
  } as const;
  const told = notes.map((message) => ({ code: "k8s_run_note", level: "warn", message }) as const);
  return { spec, checks: [possible, ...told, ...dataChecks(spec)] };
}

function impossible(message: string): TrialRun {
  return { spec: null, checks: [{ code: "k8s_run_impossible", level: "error", message }] };
}

function dataChecks({ data }: RunSpec): readonly EnvironmentCheck[] {
  if (data.kind === "claim") return [];
  return [
    {
      code: "k8s_pvc_not_detected",
      level: "warn",
      message: "No persistent volume claim is mounted: each run begins with an empty disk and a new session.",
      hint: "Name a claim as the data volume, if agents are to go on where they left off.",
    },
  ];
}

const NOBODY = "00000000-0000-4000-8000-000000000000";

function trialContext({ companyId, config }: EnvironmentTestContext): ExecutionContext {
  return {
    runId: NOBODY,
    agent: { id: NOBODY, companyId, name: "environment test", adapterType: ADAPTER_TYPE, adapterConfig: {} },
    runtime: { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: null },
    config,
    context: {},
    authToken: "a real run has a token of its own",
    onLog: () => Promise.resolve(),
  };
}
