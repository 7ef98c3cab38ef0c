import type { Container, PodSpec } from "../manifest.ts";

export interface PlacedContainer {
  readonly container: Container;
  readonly path: string;
}

export const POD_PATH = "spec.template.spec";

/** Every container of the pod, with where it stands in the Job. */
export function placedContainers(pod: PodSpec): readonly PlacedContainer[] {
  const placed = (field: "initContainers" | "containers"): readonly PlacedContainer[] =>
    pod[field].map((container, place) => ({
      container,
      path: `${POD_PATH}.${field}[${place}]`,
    }));
  return [...placed("initContainers"), ...placed("containers")];
}
