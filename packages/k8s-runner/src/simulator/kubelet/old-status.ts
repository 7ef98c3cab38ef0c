import type { Condition, PodStatus } from "../objects.ts";
import type { PodView } from "./pod-status.ts";

/**
 * The status as the kubelet of 1.20 writes it: the phase comes with the last container's end; newer conditions and
 * generations are missing; and of a pod that passed its deadline the containers stay as they were, for ever.
 */
export function oldStatus(before: PodStatus | null, made: PodStatus, view: PodView): PodStatus {
  if (before?.phase === "Failed" && before.reason !== undefined) return before;
  const { observedGeneration: _, conditions = [], ...status } = made;
  if (view.isDoomed && view.verdict !== null) return doomed(status, view.verdict);
  const statuses = status.containerStatuses ?? [];
  const isOver = statuses.every(({ state }) => state.terminated !== undefined);
  const isGood = view.verdict === null && statuses.every(({ state }) => state.terminated?.exitCode === 0);
  return {
    ...status,
    ...(isOver ? { phase: isGood ? "Succeeded" : "Failed" } : {}),
    conditions: conditions.flatMap((condition) => oldCondition(condition, statuses)),
  };
}

function doomed(status: PodStatus, verdict: NonNullable<PodView["verdict"]>): PodStatus {
  const containerStatuses = (status.containerStatuses ?? []).map(({ started: _, ...one }) => ({
    ...one,
    ready: false,
  }));
  return { ...status, ...verdict, phase: "Failed", containerStatuses };
}

function oldCondition(
  { observedGeneration: _, ...condition }: Condition,
  statuses: NonNullable<PodStatus["containerStatuses"]>,
): readonly Condition[] {
  if (condition.type === "PodReadyToStartContainers") return [];
  if (condition.reason !== "PodFailed") return [condition];
  const names = statuses.map(({ name }) => name).join(" ");
  const message = `containers with unready status: [${names}]`;
  return [{ ...condition, reason: "ContainersNotReady", message }];
}
