import type { Pod } from "../objects.ts";
import type { ContainerLog } from "./container-log.ts";
import type { PodWorker } from "./pod-worker.ts";

export type FoundLog =
  | { readonly kind: "log"; readonly log: ContainerLog }
  | { readonly kind: "waiting"; readonly reason: string }
  | { readonly kind: "no-previous" }
  /** The containers of a pod that was deleted are gone before its object, if a finalizer holds that. */
  | { readonly kind: "removed"; readonly containerId: string };

/** The log of a container's present life, or of the one before. */
export function findLog(worker: PodWorker | null, pod: Pod, container: string, previous: boolean): FoundLog {
  const run = worker?.runs.find((one) => one.container.name === container);
  if (previous) {
    const log = run?.previousLog ?? null;
    return log === null ? { kind: "no-previous" } : { kind: "log", log };
  }
  const isRemoved = pod.metadata.deletionTimestamp !== undefined && worker?.isOver() === true;
  if (isRemoved) return { kind: "removed", containerId: run?.id ?? "" };
  const log = run?.log ?? null;
  if (log !== null) return { kind: "log", log };
  return { kind: "waiting", reason: run?.state.waiting?.reason ?? "ContainerCreating" };
}
