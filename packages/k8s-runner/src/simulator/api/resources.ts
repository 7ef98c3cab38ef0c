import type { ResourceName } from "../objects.ts";

/** What the API calls a resource, and how its error messages do. */
export interface Resource {
  readonly name: ResourceName;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
}

const core = { group: "", version: "v1", namespaced: true };

export const RESOURCES: readonly Resource[] = [
  { name: "jobs", kind: "Job", group: "batch", version: "v1", namespaced: true },
  { ...core, name: "pods", kind: "Pod" },
  { ...core, name: "secrets", kind: "Secret" },
  { ...core, name: "configmaps", kind: "ConfigMap" },
  { ...core, name: "events", kind: "Event" },
  { ...core, name: "serviceaccounts", kind: "ServiceAccount" },
  { ...core, name: "persistentvolumeclaims", kind: "PersistentVolumeClaim" },
  { ...core, name: "namespaces", kind: "Namespace", namespaced: false },
  { ...core, name: "nodes", kind: "Node", namespaced: false },
  {
    name: "priorityclasses",
    kind: "PriorityClass",
    group: "scheduling.k8s.io",
    version: "v1",
    namespaced: false,
  },
  { name: "runtimeclasses", kind: "RuntimeClass", group: "node.k8s.io", version: "v1", namespaced: false },
];

/** `jobs.batch`, `pods`. */
export function qualified(resource: Resource): string {
  return resource.group === "" ? resource.name : `${resource.name}.${resource.group}`;
}

/** `Job.batch`, `Pod`. */
export function qualifiedKind(resource: Resource): string {
  return resource.group === "" ? resource.kind : `${resource.kind}.${resource.group}`;
}

/** `batch/v1`, `v1`. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}
