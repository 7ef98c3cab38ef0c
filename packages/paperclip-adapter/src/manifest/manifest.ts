import type { LimitWishes, RunSpec } from "@runverdict/k8s-runner";
import type { AdapterConfig } from "../config/adapter-config.ts";
import type { ExecutionContext, InvocationMeta } from "../host/execution-context.ts";
import type { SelfPodLookup } from "../self-pod/self-pod.ts";
import type { SessionParams } from "../session/session-params.ts";
import type { Assignment } from "./assignment.ts";
import type { RunBilling } from "./billing.ts";

/** All that a run's manifest is made of. */
export interface ManifestInput {
  readonly config: AdapterConfig;
  readonly context: ExecutionContext;
  readonly self: SelfPodLookup;
  /** Where the agents run. */
  readonly cluster: { readonly server: string; readonly namespace: string };
  /** Of the host's process. */
  readonly hostEnv: Readonly<Record<string, string | undefined>>;
}

export type Manifest =
  | BuiltManifest
  /** Nothing was done, and nothing will help but what the message says. */
  | { readonly kind: "wrong"; readonly message: string }
  /** Nothing was done; the cluster did not tell what is needed, and may do so later. */
  | { readonly kind: "unavailable"; readonly message: string };

export interface BuiltManifest {
  readonly kind: "manifest";
  /** The runner takes it: it was asked. */
  readonly spec: RunSpec;
  readonly limits: LimitWishes;
  /** For the runner; null where the agent runs unwrapped. */
  readonly wrapperFiles: ((nonce: string) => Readonly<Record<string, string>>) | null;
  readonly meta: InvocationMeta;
  readonly assignment: Assignment;
  readonly session: SessionKeeping;
  readonly billing: RunBilling;
  /** For the live log, in the order in which they are worth reading. */
  readonly notes: readonly string[];
  /** Values that must not be shown, for masking what the agent writes. */
  readonly secrets: readonly string[];
}

/** How the session of this run is kept for the next one. */
export interface SessionKeeping {
  /** Whether its files outlive the pod. */
  readonly durable: boolean;
  /** What the host is to store for a session of this run's. */
  readonly params: (sessionId: string) => SessionParams;
}
