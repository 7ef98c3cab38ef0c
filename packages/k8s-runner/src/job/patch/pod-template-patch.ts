import type {
  DnsConfig,
  EnvVar,
  NamedReference,
  PodSecurityContext,
  Resources,
  SecurityContext,
  Volume,
  VolumeMount,
} from "../manifest.ts";
import type { StringMap } from "../string-map.ts";
import type { Affinity, Toleration, TopologySpreadConstraint } from "../manifest-scheduling.ts";
import type { Problem } from "../problem.ts";
import { affinity, toleration, topologySpreadConstraint } from "./scheduling-shape.ts";
import { fieldsOf, flag, keyedBy, listOf, oneOf, text, textMap, whole, type Shape } from "./shape.ts";

/** What a user may want changed of the pod. Every field may be left out; null and deletion are not offered. */
export interface PodTemplatePatch {
  readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap };
  readonly spec?: PodPatch;
}

export interface PodPatch {
  readonly nodeSelector?: StringMap;
  readonly tolerations?: Toleration[];
  readonly affinity?: Affinity;
  readonly topologySpreadConstraints?: TopologySpreadConstraint[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly schedulerName?: string;
  readonly serviceAccountName?: string;
  readonly dnsPolicy?: "ClusterFirst" | "Default" | "None";
  readonly dnsConfig?: DnsConfig;
  readonly imagePullSecrets?: NamedReference[];
  readonly securityContext?: PodSecurityContext;
  readonly volumes?: Volume[];
  readonly containers?: ContainerPatch[];
  readonly initContainers?: ContainerPatch[];
}

/** A change of the container of this name; none is added. */
export interface ContainerPatch {
  readonly name: string;
  readonly image?: string;
  readonly imagePullPolicy?: "Always" | "IfNotPresent" | "Never";
  readonly command?: string[];
  readonly args?: string[];
  readonly workingDir?: string;
  readonly env?: EnvVar[];
  readonly resources?: Resources;
  readonly volumeMounts?: VolumeMount[];
  readonly securityContext?: SecurityContext;
}

/** Whether the patch has the form of one; what speaks against it is added to `problems`. */
export function isPodTemplatePatch(patch: unknown, problems: Problem[]): patch is PodTemplatePatch {
  const found = [...template(patch, "podTemplate")];
  problems.push(...found);
  return found.length === 0;
}

const host = "The agent must not reach its node.";
const probes = "An agent is not probed: a probe that fails kills a run that works.";

const seccompProfile = keyedBy(
  "type",
  fieldsOf<NonNullable<SecurityContext["seccompProfile"]>>({
    type: oneOf("RuntimeDefault", "Localhost"),
    localhostProfile: text,
  }),
);

const dnsConfig = fieldsOf<DnsConfig>({
  nameservers: listOf(text),
  searches: listOf(text),
  options: listOf(keyedBy("name", fieldsOf({ name: text, value: text }))),
});

const items = listOf(keyedBy("path", keyedBy("key", fieldsOf({ key: text, path: text, mode: whole }))));

const volume = keyedBy(
  "name",
  fieldsOf<Volume>(
    {
      name: text,
      emptyDir: fieldsOf({ sizeLimit: text, medium: oneOf("", "Memory") }),
      secret: keyedBy(
        "secretName",
        fieldsOf({ secretName: text, defaultMode: whole, items, optional: flag }),
      ),
      configMap: keyedBy("name", fieldsOf({ name: text, defaultMode: whole, items, optional: flag })),
      persistentVolumeClaim: keyedBy("claimName", fieldsOf({ claimName: text, readOnly: flag })),
      csi: keyedBy("driver", fieldsOf({ driver: text, readOnly: flag, volumeAttributes: textMap })),
    },
    { hostPath: host, projected: "No token of the API server is mounted; use secret or configMap." },
  ),
);

const reference = keyedBy("key", keyedBy("name", fieldsOf({ name: text, key: text, optional: flag })));

const variable = keyedBy(
  "name",
  fieldsOf<EnvVar>({
    name: text,
    value: text,
    valueFrom: fieldsOf<NonNullable<EnvVar["valueFrom"]>>({
      secretKeyRef: reference,
      configMapKeyRef: reference,
      fieldRef: keyedBy("fieldPath", fieldsOf({ fieldPath: text })),
    }),
  }),
);

const container: Shape = keyedBy(
  "name",
  fieldsOf<ContainerPatch>(
    {
      name: text,
      image: text,
      imagePullPolicy: oneOf("Always", "IfNotPresent", "Never"),
      command: listOf(text),
      args: listOf(text),
      workingDir: text,
      env: listOf(variable),
      resources: fieldsOf<Resources>({ requests: textMap, limits: textMap }),
      volumeMounts: listOf(
        keyedBy(
          "name",
          keyedBy(
            "mountPath",
            fieldsOf<VolumeMount>({ name: text, mountPath: text, readOnly: flag, subPath: text }),
          ),
        ),
      ),
      securityContext: fieldsOf<SecurityContext>(
        {
          allowPrivilegeEscalation: flag,
          capabilities: fieldsOf({ drop: listOf(text), add: listOf(text) }),
          readOnlyRootFilesystem: flag,
          runAsNonRoot: flag,
          runAsUser: whole,
          runAsGroup: whole,
          seccompProfile,
        },
        { privileged: host, procMount: host },
      ),
    },
    {
      envFrom: "Name every variable in `env`, so that nothing comes along.",
      livenessProbe: probes,
      readinessProbe: probes,
      startupProbe: "Set `startupProbe` of the sidecar in the specification.",
      restartPolicy: "Add a sidecar of kind `native` to the specification.",
      terminationMessagePath: "The end of a container is read from there.",
      terminationMessagePolicy: "The end of a container is read by it.",
    },
  ),
);

const template: Shape = fieldsOf<PodTemplatePatch>(
  {
    metadata: fieldsOf({ labels: textMap, annotations: textMap }),
    spec: fieldsOf<PodPatch>(
      {
        nodeSelector: textMap,
        tolerations: listOf(toleration),
        affinity,
        topologySpreadConstraints: listOf(topologySpreadConstraint),
        priorityClassName: text,
        runtimeClassName: text,
        schedulerName: text,
        serviceAccountName: text,
        dnsPolicy: oneOf("ClusterFirst", "Default", "None"),
        dnsConfig,
        imagePullSecrets: listOf(keyedBy("name", fieldsOf<NamedReference>({ name: text }))),
        securityContext: fieldsOf<PodSecurityContext>(
          {
            runAsNonRoot: flag,
            runAsUser: whole,
            runAsGroup: whole,
            fsGroup: whole,
            fsGroupChangePolicy: oneOf("OnRootMismatch", "Always"),
            supplementalGroups: listOf(whole),
            seccompProfile,
          },
          { sysctls: host },
        ),
        volumes: listOf(volume),
        containers: listOf(container),
        initContainers: listOf(container),
      },
      {
        restartPolicy: "A run that failed is not started again by Kubernetes.",
        activeDeadlineSeconds: "Set `deadline.podMs` of the specification.",
        terminationGracePeriodSeconds: "Set `graceMs` of the specification.",
        automountServiceAccountToken: "The agent gets no token of the API server.",
        enableServiceLinks: "The agent gets no variables that the specification does not name.",
        shareProcessNamespace: "Sidecars must not see into the agent's process.",
        hostNetwork: host,
        hostPID: host,
        hostIPC: host,
        hostUsers: host,
        nodeName: "Use `nodeSelector` or `affinity`, so that the scheduler still counts.",
        ephemeralContainers: "They are added to running pods only.",
      },
    ),
  },
  {
    suspend: "The runner resumes the Job once its Secret is there.",
    template: "Begin with `metadata` or `spec` of the pod template.",
  },
);
