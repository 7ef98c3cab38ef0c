import type { EnvEntry } from "@runverdict/k8s-runner";

/** What of the host's own pod a run may inherit: a list of what is meant to be shared, and nothing else of it. */
export interface SelfPod {
  readonly name: string;
  readonly namespace: string;
  readonly image: string | null;
  readonly imagePullSecrets: readonly string[];
  /** As a patch of a pod template takes it; null where the pod has what every pod has. */
  readonly dns: PodDns | null;
  /** Where its container has which volumes. */
  readonly mounts: readonly PodMount[];
  /** Variables that refer to a Secret or a ConfigMap of its namespace; the values of others are its own. */
  readonly references: readonly EnvEntry[];
}

export interface PodDns {
  readonly dnsPolicy?: string;
  readonly dnsConfig?: Readonly<Record<string, unknown>>;
}

export interface PodMount {
  readonly path: string;
  /** Null for a volume that is no claim. */
  readonly claimName: string | null;
  /** Which part of the claim; empty is the whole. */
  readonly subPath: string;
}

/** Only `outside` supports a conclusion: a look-up that failed says nothing about what the pod has. */
export type SelfPodLookup =
  | { readonly kind: "found"; readonly pod: SelfPod }
  /** `why` is a sentence: what there was no pod by. */
  | { readonly kind: "outside"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string };
