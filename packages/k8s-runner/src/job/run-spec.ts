import type { Probe, Resources, Volume } from "./manifest.ts";
import type { StringMap } from "./string-map.ts";
import type { Affinity, Toleration } from "./manifest-scheduling.ts";

/**
 * What is to run, in our words: the whole of it, so that nothing is decided elsewhere. Spread `plainRun` and say what
 * differs. Durations are milliseconds; texts stand for themselves, `$(NAME)` and `$$` included.
 */
export interface RunSpec {
  /** The caller's own name of the run, any text up to 512 bytes. With `attempt` and `namePrefix` it names the Job, unless there is a `lock`. */
  readonly runId: string;
  /** From 1. Another attempt is another Job. */
  readonly attempt: number;
  readonly namespace: string;
  /**
   * Of all runs with the same lock, such as a session's, one at a time has a Job: the Job's name is made of it, and who
   * comes second is told that the name is taken. Null: runs do not stand in each other's way.
   */
  readonly lock: string | null;
  /** First part of the Job's name. Two callers that race for one run must use the same one: the name is the lock. */
  readonly namePrefix: string;
  /** Whose run it is, and which session it goes on with; kept as given, in annotations. */
  readonly agent: string;
  readonly session: string | null;

  readonly image: string;
  readonly imagePullPolicy: "Always" | "IfNotPresent" | "Never";
  readonly imagePullSecrets: readonly string[];
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Null is the data volume, or HOME where there is none. */
  readonly workingDir: string | null;
  readonly env: readonly EnvEntry[];
  /** Mounted at `PROMPT_PATH`, which the agent also finds in `RUNVERDICT_PROMPT_FILE`. */
  readonly prompt: string | null;
  /** Mounted beside the prompt, below `INPUTS_PATH`. */
  readonly files: readonly InputFile[];
  readonly wrapper: Wrapper | null;
  readonly resources: Resources;

  readonly data: DataVolume;
  readonly home: Scratch;
  readonly tmp: Scratch;
  readonly volumes: readonly Volume[];
  readonly mounts: readonly Mount[];
  readonly initContainers: readonly Companion[];
  readonly sidecars: readonly Sidecar[];

  readonly serviceAccountName: string | null;
  readonly user: User;
  readonly podSecurity: "restricted" | "baseline";
  readonly rootFilesystem: "read-only" | "writable";
  readonly runtimeClassName: string | null;
  readonly priorityClassName: string | null;
  readonly nodeSelector: StringMap;
  readonly tolerations: readonly Toleration[];
  readonly affinity: Affinity | null;

  /** From SIGTERM to SIGKILL, which the agent has to flush and to save its session. */
  readonly graceMs: number;
  readonly deadline: Deadline | null;
  /** How long a finished Job is kept when nobody deletes it; null keeps it. */
  readonly ttlMs: number | null;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** A patch of the pod template as a user wrote it, parsed from JSON or YAML; null changes nothing. */
  readonly podTemplate: unknown;
}

/**
 * One environment variable. A `secret` goes into the Secret of the run, `secret-key` refers to one that is there
 * already; only a `value` stands in the Job for everybody to read, and is refused where it looks secret.
 */
export type EnvEntry =
  | { readonly kind: "value"; readonly name: string; readonly value: string }
  | { readonly kind: "secret"; readonly name: string; readonly value: string }
  | {
      readonly kind: "secret-key" | "config-map-key";
      readonly name: string;
      readonly from: string;
      readonly key: string;
      /** Whether the pod starts without it. */
      readonly optional: boolean;
    }
  | { readonly kind: "pod-field"; readonly name: string; readonly fieldPath: string };

/** `path` is relative. A sensitive file's text does not count when two runs are compared: credentials are renewed. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
  readonly sensitive: boolean;
}

/**
 * What is started in place of the agent's command. The texts are read when the Secret is built, not when the Job is, so
 * that something may stand in them that is derived from the Job's UID.
 */
export interface Wrapper {
  /** The whole of it, which ends with `command` of the run; `args` follow. */
  readonly command: readonly string[];
  /** Texts by file name, in one flat folder at `WRAPPER_PATH`. */
  readonly files: StringMap;
  /** Of the empty folder at `SPOOL_PATH`. */
  readonly spoolSizeLimit: string;
}

export type DataVolume =
  | { readonly kind: "none" }
  | { readonly kind: "scratch"; readonly path: string; readonly sizeLimit: string }
  | {
      readonly kind: "claim";
      readonly path: string;
      readonly claimName: string;
      /** A tenant sees only its own part of a claim that is shared. */
      readonly subPath: string | null;
    };

/** An empty folder that is gone with the pod. */
export interface Scratch {
  readonly path: string;
  readonly sizeLimit: string;
}

/** `volume` is the name of one of `volumes`, or `DATA_VOLUME`. */
export interface Mount {
  readonly volume: string;
  readonly path: string;
  readonly subPath: string | null;
  readonly readOnly: boolean;
}

/** A container beside the agent. It sees neither the prompt nor the agent's HOME, and has no /tmp but its image's. */
export interface Companion {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly EnvEntry[];
  readonly mounts: readonly Mount[];
  readonly resources: Resources;
  readonly rootFilesystem: "read-only" | "writable";
}

export type Sidecar = NativeSidecar | RegularSidecar;

/** It starts before the agent and ends after it. Servers before 1.29 wait for it to end first, and the agent never starts. */
export interface NativeSidecar extends Companion {
  readonly kind: "native";
  /** What it must pass before the agent starts. */
  readonly startupProbe: Probe | null;
}

/** It keeps the pod Running after the agent has ended, until the runner takes the pod down. */
export interface RegularSidecar extends Companion {
  readonly kind: "regular";
}

/**
 * Who the containers run as. With an `fsGroup` the prompt is readable by owner and group only; null spares a large
 * shared volume the change of every file's group, and makes the prompt readable by every user of the container.
 */
export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly fsGroup: number | null;
}

/**
 * The pod's deadline, which leaves the pod there to be read, counts from when the node accepted it. `backstopMs` after
 * it and the grace the Job's own deadline follows, which deletes the pod with all evidence: it is for a Job that nobody
 * looks after any more, and counts from when the Job was resumed. A `podMs` of 0 is no deadline.
 */
export interface Deadline {
  readonly podMs: number;
  readonly backstopMs: number;
}

const HOUR_MS = 3_600_000;

/** All that a run needs not to say. */
export const plainRun: Omit<RunSpec, "runId" | "namespace" | "agent" | "image" | "command"> = {
  attempt: 1,
  lock: null,
  namePrefix: "agent",
  session: null,
  imagePullPolicy: "IfNotPresent",
  imagePullSecrets: [],
  args: [],
  workingDir: null,
  env: [],
  prompt: null,
  files: [],
  wrapper: null,
  // The median run of a large user needed 0.4 GiB and the 99th of a hundred 3 GiB.
  resources: { requests: { cpu: "500m", memory: "1536Mi" }, limits: { memory: "4Gi" } },
  data: { kind: "scratch", path: "/workspace", sizeLimit: "10Gi" },
  home: { path: "/home/agent", sizeLimit: "2Gi" },
  tmp: { path: "/tmp", sizeLimit: "2Gi" },
  volumes: [],
  mounts: [],
  initContainers: [],
  sidecars: [],
  serviceAccountName: null,
  user: { uid: 1000, gid: 1000, fsGroup: 1000 },
  podSecurity: "restricted",
  rootFilesystem: "read-only",
  runtimeClassName: null,
  priorityClassName: null,
  nodeSelector: {},
  tolerations: [],
  affinity: null,
  graceMs: 60_000,
  deadline: null,
  ttlMs: 24 * HOUR_MS,
  labels: {},
  annotations: {},
  podTemplate: null,
};

/** All that a companion needs not to say. */
export const plainCompanion: Omit<Companion, "name" | "image" | "command"> = {
  args: [],
  env: [],
  mounts: [],
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
  rootFilesystem: "read-only",
};
