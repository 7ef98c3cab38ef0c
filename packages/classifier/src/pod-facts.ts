/**
 * What a `Pod` object says that a verdict can rest on. Strings are as the API server sent them, cut in length and with
 * control characters taken out (`readPod`); instants are epoch milliseconds.
 */
export interface PodFacts {
  readonly name: string | null;
  readonly namespace: string | null;
  readonly uid: string | null;
  /** UID of the controlling Job, from the owner reference or the controller-uid label. */
  readonly jobUid: string | null;
  readonly nodeName: string | null;
  /** `status.phase`; it follows all containers and proves nothing about the agent container. */
  readonly phase: string | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly createdAt: number | null;
  readonly startedAt: number | null;
  /** When the pod's own activeDeadlineSeconds runs out; null without one, or before the pod has started. */
  readonly deadlineAt: number | null;
  /** When the deletion was asked for: `deletionTimestamp` less the grace period it already contains. */
  readonly deletionRequestedAt: number | null;
  /** `metadata.deletionTimestamp`: by when the pod should be gone. */
  readonly deletionAt: number | null;
  readonly conditions: readonly ConditionFact[];
  /** The agent container, by its name; null when the pod has no container of that name. */
  readonly agent: ContainerFacts | null;
  /** The other containers that run beside it, native sidecars included. */
  readonly sidecars: readonly ContainerFacts[];
  /** Init containers that must end before the agent starts. */
  readonly initContainers: readonly ContainerFacts[];
}

/** A condition of a Pod or a Job. */
export interface ConditionFact {
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
  readonly message: string | null;
  /** `lastTransitionTime`. */
  readonly at: number | null;
}

export interface ContainerFacts {
  readonly name: string;
  readonly state: ContainerState;
  /** How the previous instance ended, where the container was restarted. */
  readonly lastTerminated: TerminatedState | null;
  readonly restarts: number;
  /** The memory limit in force, as a Kubernetes quantity (`128Mi`); the pod's own where the container has none. */
  readonly memoryLimit: string | null;
}

export type ContainerState =
  | { readonly kind: "waiting"; readonly reason: string | null; readonly message: string | null }
  | { readonly kind: "running"; readonly startedAt: number | null }
  | TerminatedState
  | { readonly kind: "unreported" };

export interface TerminatedState {
  readonly kind: "terminated";
  readonly exitCode: number | null;
  readonly reason: string | null;
  /**
   * The termination message, with its line ends: what the container wrote to its file, or the end of its log (2 KiB, of
   * which the first line may be cut).
   */
  readonly message: string | null;
  /** The number of the signal, where a runtime tells it; those of today leave it to the exit code. */
  readonly signal: number | null;
  /** Null for the Unix epoch, which the kubelet writes for a container that never ran. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}
