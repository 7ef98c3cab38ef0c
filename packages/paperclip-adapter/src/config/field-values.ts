import type { ConfiguredVariable } from "./adapter-config.ts";
import type { SecretReference } from "./kinds/secret-references.ts";

type StringMap = Readonly<Record<string, string>>;
type Json = Readonly<Record<string, unknown>>;

/** The fields of the form, by the names under which the host stores them, and what each means once it was read. */
export interface FieldValues {
  readonly model: string | null;
  readonly effort: string | null;
  readonly maxTurnsPerRun: number;
  readonly dangerouslySkipPermissions: boolean;
  readonly agentCommand: string;
  readonly extraArgs: readonly string[];
  readonly promptTemplate: string | null;
  readonly bootstrapPromptTemplate: string | null;
  readonly instructionsFilePath: string | null;
  readonly cwd: string | null;
  readonly env: readonly ConfiguredVariable[];
  readonly envFromSecrets: readonly SecretReference[];
  readonly paperclipApiUrl: string | null;
  readonly delivery: "shared-volume" | "secret";

  readonly kubeconfig: string | null;
  readonly namespace: string | null;
  readonly concurrency: "session" | "agent";
  readonly reattachOrphanedJobs: boolean;
  readonly secretRef: string | null;

  readonly image: string | null;
  readonly imagePullPolicy: "Always" | "IfNotPresent" | "Never";
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccountName: string | null;
  readonly "resources.requests.cpu": string;
  readonly "resources.requests.memory": string;
  readonly "resources.limits.cpu": string;
  readonly "resources.limits.memory": string;
  readonly nodeSelector: StringMap;
  readonly tolerations: readonly Json[];
  readonly labels: StringMap;
  readonly runtimeClassName: string | null;
  readonly priorityClassName: string | null;
  /** Null is whatever the other fields of the volume say. */
  readonly dataVolume: "inherit" | "claim" | "scratch" | "none" | null;
  readonly dataClaimName: string | null;
  readonly dataSubPath: string | null;
  readonly dataPath: string;
  readonly dataSizeLimit: string;
  readonly sidecars: readonly Json[];
  readonly podTemplate: Json | null;
  readonly wrapper: boolean;

  readonly timeoutSec: number;
  readonly graceSec: number;
  readonly podScheduleTimeoutSec: number;
  readonly podStartTimeoutSec: number;
  readonly firstOutputTimeoutSec: number;
  readonly idleTimeoutSec: number;
  readonly lingerSec: number;
  readonly ttlSecondsAfterFinished: number;
  readonly retainJobs: boolean;

  readonly logFormat: "readable" | "stream-json";
}

export type FieldKey = keyof FieldValues;
