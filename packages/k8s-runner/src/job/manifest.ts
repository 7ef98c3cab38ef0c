import type { Affinity, Toleration, TopologySpreadConstraint } from "./manifest-scheduling.ts";
import type { StringMap } from "./string-map.ts";

/**
 * The part of `batch/v1` and `v1` that we write, as exactly as we write it: what these types cannot say (another
 * restart policy, a host path, the host's network) no code here can put into a Job. They are assignable to the types of
 * the Kubernetes client, which is why lists are not `readonly`: its own are not.
 */
export interface Job {
  readonly apiVersion: "batch/v1";
  readonly kind: "Job";
  readonly metadata: ObjectMeta & { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly suspend: true;
    readonly completions: 1;
    readonly parallelism: 1;
    readonly backoffLimit: 0;
    readonly podReplacementPolicy: "Failed";
    readonly podFailurePolicy: PodFailurePolicy;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
    readonly template: PodTemplate;
  };
}

export interface Secret {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly metadata: ObjectMeta & {
    readonly name: string;
    readonly namespace: string;
    readonly ownerReferences: OwnerReference[];
  };
  readonly type: "Opaque";
  readonly immutable: true;
  readonly stringData: StringMap;
}

export interface ObjectMeta {
  readonly labels: StringMap;
  readonly annotations: StringMap;
}

export interface OwnerReference {
  readonly apiVersion: "batch/v1";
  readonly kind: "Job";
  readonly name: string;
  readonly uid: string;
}

export interface PodFailurePolicy {
  readonly rules: PodFailureRule[];
}

export type PodFailureRule =
  | {
      readonly action: "FailJob";
      readonly onPodConditions: { readonly type: "DisruptionTarget"; readonly status: "True" }[];
    }
  | {
      readonly action: "FailJob";
      readonly onExitCodes: {
        readonly containerName?: string;
        readonly operator: "NotIn";
        readonly values: number[];
      };
    };

export interface PodTemplate {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

export interface PodSpec {
  readonly restartPolicy: "Never";
  readonly automountServiceAccountToken: false;
  readonly enableServiceLinks: false;
  readonly terminationGracePeriodSeconds: number;
  readonly activeDeadlineSeconds?: number;
  readonly serviceAccountName?: string;
  readonly securityContext: PodSecurityContext;
  readonly imagePullSecrets?: NamedReference[];
  readonly nodeSelector?: StringMap;
  readonly tolerations?: Toleration[];
  readonly affinity?: Affinity;
  readonly topologySpreadConstraints?: TopologySpreadConstraint[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly schedulerName?: string;
  readonly dnsPolicy?: "ClusterFirst" | "Default" | "None";
  readonly dnsConfig?: DnsConfig;
  readonly initContainers: Container[];
  readonly containers: Container[];
  readonly volumes: Volume[];
}

export interface DnsConfig {
  readonly nameservers?: string[];
  readonly searches?: string[];
  readonly options?: { readonly name: string; readonly value?: string }[];
}

export interface NamedReference {
  readonly name: string;
}

export interface PodSecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: "OnRootMismatch" | "Always";
  readonly supplementalGroups?: number[];
  readonly seccompProfile?: SeccompProfile;
}

export interface SeccompProfile {
  readonly type: "RuntimeDefault" | "Localhost";
  readonly localhostProfile?: string;
}

export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: string[]; readonly add?: string[] };
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly seccompProfile?: SeccompProfile;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy?: "Always" | "IfNotPresent" | "Never";
  readonly command?: string[];
  readonly args?: string[];
  readonly workingDir?: string;
  readonly env: EnvVar[];
  readonly resources: Resources;
  readonly volumeMounts: VolumeMount[];
  readonly securityContext: SecurityContext;
  readonly terminationMessagePolicy: "FallbackToLogsOnError";
  /** Only of an init container, where it makes a native sidecar. */
  readonly restartPolicy?: "Always";
  readonly startupProbe?: Probe;
}

export interface Probe {
  readonly exec?: { readonly command: string[] };
  readonly httpGet?: { readonly port: number; readonly path?: string };
  readonly tcpSocket?: { readonly port: number };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyReference;
    readonly configMapKeyRef?: KeyReference;
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface KeyReference {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface Resources {
  readonly requests?: StringMap;
  readonly limits?: StringMap;
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

/** The kinds of volume of the restricted profile that hold neither a token of the API server nor a piece of the node. */
export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly sizeLimit?: string; readonly medium?: "" | "Memory" };
  readonly secret?: {
    readonly secretName: string;
    readonly defaultMode?: number;
    readonly items?: KeyToPath[];
    readonly optional?: boolean;
  };
  readonly configMap?: {
    readonly name: string;
    readonly defaultMode?: number;
    readonly items?: KeyToPath[];
    readonly optional?: boolean;
  };
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly csi?: {
    readonly driver: string;
    readonly readOnly?: boolean;
    readonly volumeAttributes?: StringMap;
  };
}

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}
