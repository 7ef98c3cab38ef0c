import type { Cluster } from "../cluster.ts";
import type { Job, Pod, PodSpec } from "../objects.ts";
import { priorityOf } from "../store/priority-of.ts";
import { instant } from "../store/instant.ts";

export const TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";

/** A new pod from a Job's template, as the API server would have filled it in. */
export function podForJob({ store, names, clock, features }: Cluster, job: Job): Pod {
  const { template } = job.spec;
  const { name, namespace = "", uid } = job.metadata;
  const annotations = template.metadata?.annotations;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-${names.suffix()}`,
      generateName: `${name}-`,
      namespace,
      uid: names.uid(),
      resourceVersion: "",
      generation: 1,
      creationTimestamp: instant(clock.now()),
      labels: template.metadata?.labels ?? {},
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true, blockOwnerDeletion: true },
      ],
      ...(features.trackingFinalizers ? { finalizers: [TRACKING_FINALIZER] } : {}),
    },
    spec: {
      ...template.spec,
      serviceAccountName: template.spec.serviceAccountName ?? "default",
      serviceAccount: template.spec.serviceAccountName ?? "default",
      enableServiceLinks: template.spec.enableServiceLinks ?? true,
      preemptionPolicy: "PreemptLowerPriority",
      priority: priorityOf(store, template.spec),
      tolerations: template.spec.tolerations ?? [
        {
          key: "node.kubernetes.io/not-ready",
          operator: "Exists",
          effect: "NoExecute",
          tolerationSeconds: 300,
        },
        {
          key: "node.kubernetes.io/unreachable",
          operator: "Exists",
          effect: "NoExecute",
          tolerationSeconds: 300,
        },
      ],
    },
    status: { phase: "Pending", qosClass: qosOf(template.spec) },
  };
}

function qosOf({ containers }: PodSpec): string {
  const all = containers.map(({ resources }) => resources ?? {});
  const asked = all.flatMap(({ limits = {}, requests = {} }) => [
    ...Object.keys(limits),
    ...Object.keys(requests),
  ]);
  if (asked.length === 0) return "BestEffort";
  const isFixed = all.every(({ limits = {}, requests = limits }) =>
    ["cpu", "memory"].every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  );
  return isFixed ? "Guaranteed" : "Burstable";
}

/** The pods of a Job, as they are now. */
export function podsOf({ store, ownership }: Cluster, job: Job): readonly Pod[] {
  return ownership.dependentsOf(job.metadata.uid).flatMap(({ resource, namespace, name }) => {
    const pod = resource === "pods" ? store.get("pods", namespace, name) : null;
    return pod === null ? [] : [pod];
  });
}

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING_FINALIZER) === true;
}

export function isTerminal({ status }: Pod): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}

export function isDeleted({ metadata }: { readonly metadata: Pod["metadata"] }): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true;
}
