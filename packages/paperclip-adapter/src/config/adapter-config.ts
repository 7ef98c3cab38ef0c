/** An agent's configuration after it was read: every default filled in, every wrong value refused. */
export interface AdapterConfig {
  readonly claude: ClaudeConfig;
  readonly cluster: ClusterConfig;
  readonly pod: PodConfig;
  readonly limits: LimitsConfig;
  readonly afterwards: AfterwardsConfig;
  readonly log: LogConfig;
}

/** How Claude Code is started. */
export interface ClaudeConfig {
  /** The program in the image. */
  readonly command: string;
  readonly model: string | null;
  readonly effort: string | null;
  /** 0 is no limit. */
  readonly maxTurns: number;
  readonly skipPermissions: boolean;
  readonly extraArgs: readonly string[];
  readonly promptTemplate: string | null;
  readonly bootstrapPromptTemplate: string | null;
  /** On the host's disk. */
  readonly instructionsFilePath: string | null;
  /** In the pod; null is the workspace's. */
  readonly cwd: string | null;
  /** Overrides the host's own address, which is often a loopback one. */
  readonly paperclipApiUrl: string | null;
  readonly env: readonly ConfiguredVariable[];
  /** How the instructions and skills reach the pod. */
  readonly delivery: "shared-volume" | "secret";
}

/** A value of the form goes into the run's Secret, whatever its name; a reference stands in the Job. */
export type ConfiguredVariable =
  | { readonly kind: "value"; readonly name: string; readonly value: string }
  | {
      readonly kind: "secret-key";
      readonly name: string;
      readonly secret: string;
      readonly key: string;
      readonly optional: boolean;
    };

export interface ClusterConfig {
  /** Null is the service account of the host's own pod, or the machine's kubeconfig. */
  readonly kubeconfig: { readonly kind: "path" | "text"; readonly value: string } | null;
  /** Null is the namespace of the host's own pod. */
  readonly namespace: string | null;
  /** `session`: one live Job for each session. `agent`: one for each agent, as the original had it. */
  readonly concurrency: "session" | "agent";
  readonly reattachOrphanedJobs: boolean;
  /** Looked for by the environment test alone. */
  readonly secretRef: string | null;
}

/** Texts are as Kubernetes reads them: quantities, label values, names. */
export interface PodConfig {
  /** Null is the image of the host's own pod. */
  readonly image: string | null;
  readonly imagePullPolicy: "Always" | "IfNotPresent" | "Never";
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccountName: string | null;
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Readonly<Record<string, unknown>>[];
  readonly labels: Readonly<Record<string, string>>;
  readonly runtimeClassName: string | null;
  readonly priorityClassName: string | null;
  readonly data: DataConfig;
  /** Each in the words of a Kubernetes container; `restartPolicy: Always` makes a native one. */
  readonly sidecars: readonly Readonly<Record<string, unknown>>[];
  readonly podTemplate: Readonly<Record<string, unknown>> | null;
  readonly wrapper: boolean;
}

/** `inherit` is the claim that the host's own pod has at `path`, and a scratch folder where it has none. */
export type DataConfig =
  | { readonly kind: "inherit"; readonly path: string; readonly subPath: string | null }
  | {
      readonly kind: "claim";
      readonly path: string;
      readonly claimName: string;
      readonly subPath: string | null;
    }
  | { readonly kind: "scratch"; readonly path: string; readonly sizeLimit: string }
  | { readonly kind: "none" };

/** Milliseconds; 0 is none for the first five. */
export interface LimitsConfig {
  readonly scheduleMs: number;
  readonly startMs: number;
  readonly firstOutputMs: number;
  readonly idleMs: number;
  readonly runMs: number;
  readonly graceMs: number;
  readonly lingerMs: number;
}

export interface AfterwardsConfig {
  readonly ttlMs: number;
  readonly retainJobs: boolean;
}

export interface LogConfig {
  readonly format: "readable" | "stream-json";
}
