import { agentContainer, initContainers, regularSidecars } from "./containers.ts";
import type { ObjectMeta, PodSpec, PodTemplate } from "./manifest.ts";
import { podVolumes } from "./pod-volumes.ts";
import { AGENT_CONTAINER } from "./reserved.ts";
import type { RunSpec } from "./run-spec.ts";
import { seconds } from "./seconds.ts";
import { podSecurityContext } from "./security-context.ts";

/** The pod of a run, before anything that a user wants changed of it. */
export function podTemplate(spec: RunSpec, metadata: ObjectMeta, secretName: string | null): PodTemplate {
  return {
    metadata: { ...metadata, annotations: { ...undisturbed, ...metadata.annotations } },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: seconds(spec.graceMs),
      ...(spec.deadline === null || spec.deadline.podMs === 0
        ? {}
        : { activeDeadlineSeconds: seconds(spec.deadline.podMs) }),
      securityContext: podSecurityContext(spec),
      ...placement(spec),
      initContainers: initContainers(spec, secretName),
      containers: [agentContainer(spec, secretName), ...regularSidecars(spec, secretName)],
      volumes: podVolumes(spec, secretName),
    },
  };
}

/**
 * An agent can't be moved: autoscalers are asked to let it be, and a mesh not to put a sidecar beside it that keeps the
 * pod alive when the agent is gone. The caller's annotations and the user's patch may say otherwise.
 */
const undisturbed = {
  "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
  "karpenter.sh/do-not-disrupt": "true",
  "sidecar.istio.io/inject": "false",
  "kubectl.kubernetes.io/default-container": AGENT_CONTAINER,
};

function placement(spec: RunSpec): Partial<PodSpec> {
  const { serviceAccountName, runtimeClassName, priorityClassName, affinity } = spec;
  return {
    ...(serviceAccountName === null ? {} : { serviceAccountName }),
    ...(spec.imagePullSecrets.length === 0
      ? {}
      : { imagePullSecrets: spec.imagePullSecrets.map((name) => ({ name })) }),
    ...(Object.keys(spec.nodeSelector).length === 0 ? {} : { nodeSelector: spec.nodeSelector }),
    ...(spec.tolerations.length === 0 ? {} : { tolerations: [...spec.tolerations] }),
    ...(affinity === null ? {} : { affinity }),
    ...(priorityClassName === null ? {} : { priorityClassName }),
    ...(runtimeClassName === null ? {} : { runtimeClassName }),
  };
}
