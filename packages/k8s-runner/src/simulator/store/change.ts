import type { KubernetesObject, ResourceName } from "../objects.ts";

export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly resource: ResourceName;
  readonly object: KubernetesObject;
  /** What was there before; null for a new object. */
  readonly previous: KubernetesObject | null;
  readonly version: number;
}
