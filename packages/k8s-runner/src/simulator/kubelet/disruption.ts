import type { Cluster } from "../cluster.ts";
import type { Pod } from "../objects.ts";
import { instant } from "../store/instant.ts";

/** Marks a pod as taken down by somebody, with the condition DisruptionTarget, where the version knows it. */
export function disrupt({ store, clock, features }: Cluster, pod: Pod, reason: string, message: string): Pod {
  if (!features.disruptionTarget) return pod;
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== "DisruptionTarget");
  const condition = {
    type: "DisruptionTarget",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: instant(clock.now()),
    reason,
    message,
  } as const;
  return store.replace("pods", { ...pod, status: { ...pod.status, conditions: [...others, condition] } });
}
