import type { Condition, Pod, PodStatus } from "../objects.ts";
import { instant } from "../store/instant.ts";
import { hasFailed, isRunning, statusOf } from "./container-run.ts";
import type { ContainerRun } from "./container-run.ts";

/** What the kubelet knows of a pod, from which its status is made. */
export interface PodView {
  readonly startedAt: number;
  readonly hasSandbox: boolean;
  readonly runs: readonly ContainerRun[];
  /** Set when the kubelet ends the pod as a whole. */
  readonly verdict: { readonly reason: string; readonly message: string } | null;
  /** Whether the pod is said to have failed before its containers have ended. */
  readonly isDoomed: boolean;
  readonly isTerminal: boolean;
}

/**
 * The status as of now, with the conditions that the kubelet owns; a condition keeps its last transition as long as its
 * status is the one that `pod` has.
 */
export function podStatus(pod: Pod, view: PodView, nowAt: number): PodStatus {
  const inits = view.runs.filter(({ role }) => role !== "main");
  const mains = view.runs.filter(({ role }) => role === "main");
  const phase = phaseOf(view, mains);
  const generation = pod.metadata.generation ?? 1;
  const { verdict } = view;
  return {
    observedGeneration: generation,
    phase,
    ...(verdict === null || !view.isTerminal ? {} : verdict),
    conditions: conditionsOf(pod, view, { inits, mains, phase }, nowAt).map((condition) => ({
      ...condition,
      observedGeneration: generation,
    })),
    hostIP: "192.0.2.2",
    hostIPs: [{ ip: "192.0.2.2" }],
    ...(view.runs.some(({ id }) => id !== null)
      ? { podIP: "198.51.100.5", podIPs: [{ ip: "198.51.100.5" }] }
      : {}),
    startTime: instant(view.startedAt),
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits.map(statusOf) }),
    containerStatuses: mains.map(statusOf),
    qosClass: pod.status.qosClass ?? "Burstable",
  };
}

function phaseOf(view: PodView, mains: readonly ContainerRun[]): PodStatus["phase"] {
  if (view.isTerminal) {
    const isGood = view.verdict === null && mains.every(({ state }) => state.terminated?.exitCode === 0);
    return isGood ? "Succeeded" : "Failed";
  }
  return mains.every(({ state }) => state.waiting !== undefined) ? "Pending" : "Running";
}

interface Parts {
  readonly inits: readonly ContainerRun[];
  readonly mains: readonly ContainerRun[];
  readonly phase: PodStatus["phase"];
}

function conditionsOf(pod: Pod, view: PodView, parts: Parts, nowAt: number): readonly Condition[] {
  const { inits, mains } = parts;
  const uninitialized = inits.filter((run) =>
    run.role === "sidecar" ? run.id === null : run.state.terminated?.exitCode !== 0,
  );
  const isInitialized = uninitialized.length === 0;
  const lasting = [...mains, ...inits.filter(({ role }) => role === "sidecar")];
  const unready = lasting.filter((run) => !isRunning(run));
  const isOver = lasting.every(({ state }) => state.terminated !== undefined);
  const hasEnded = view.isDoomed || view.isTerminal || isOver;
  const isReady = !hasEnded && unready.length === 0 && isInitialized;
  const why = readinessReason(view, mains, hasEnded, unready);
  const succeeded = hasEnded && why.reason === "PodCompleted" ? { reason: "PodCompleted" } : {};
  const wanted: readonly Condition[] = [
    { type: "PodReadyToStartContainers", status: truth(view.hasSandbox && !view.isTerminal) },
    isInitialized
      ? { type: "Initialized", status: "True", ...succeeded }
      : {
          type: "Initialized",
          status: "False",
          reason: "ContainersNotInitialized",
          message: `containers with incomplete status: [${namesOf(uninitialized)}]`,
        },
    { type: "Ready", status: truth(isReady), ...(isReady ? {} : why) },
    { type: "ContainersReady", status: truth(isReady), ...(isReady ? {} : why) },
    { type: "PodScheduled", status: "True" },
  ];
  return wanted.map((condition) => dated(pod, condition, nowAt));
}

function readinessReason(
  view: PodView,
  mains: readonly ContainerRun[],
  hasEnded: boolean,
  unready: readonly ContainerRun[],
): { readonly reason: string; readonly message?: string } {
  if (!hasEnded) {
    return { reason: "ContainersNotReady", message: `containers with unready status: [${namesOf(unready)}]` };
  }
  const isBad =
    view.isDoomed ||
    view.verdict !== null ||
    mains.some(hasFailed) ||
    mains.some(({ state }) => state.terminated === undefined);
  return { reason: isBad ? "PodFailed" : "PodCompleted" };
}

function namesOf(runs: readonly ContainerRun[]): string {
  return runs.map(({ container }) => container.name).join(" ");
}

function truth(value: boolean): "True" | "False" {
  return value ? "True" : "False";
}

function dated(pod: Pod, condition: Condition, nowAt: number): Condition {
  const before = pod.status.conditions?.find(({ type }) => type === condition.type);
  const isSame = before?.status === condition.status && before.lastTransitionTime !== undefined;
  return {
    ...condition,
    lastProbeTime: null,
    lastTransitionTime:
      isSame && before.lastTransitionTime !== undefined ? before.lastTransitionTime : instant(nowAt),
  };
}
