import { SIGNALS } from "../signals.ts";
import type { Evidence } from "../evidence.ts";
import type { JobFacts } from "../job-facts.ts";
import type { ConditionFact, ContainerState, PodFacts, TerminatedState } from "../pod-facts.ts";
import type { Source } from "../verdict.ts";
import { terminalConditions } from "./job-conditions.ts";
import type { Sighted } from "./sight.ts";

/** How far the agent container (or local process) is known to have come. The pod's phase alone never says it. */
export type AgentEnd =
  | AgentEnded
  /** The pod is over, and the agent container never ran in it. */
  | { readonly kind: "never-ran"; readonly path: string }
  /** The Job has no pod, and none was ever seen. */
  | { readonly kind: "no-pod"; readonly path: string }
  /** The pod is authoritatively gone, or given up with its node, and nobody saw or will see the container's end. */
  | { readonly kind: "gone"; readonly started: boolean }
  | { readonly kind: "running"; readonly path: string; readonly startedAt: number | null }
  | { readonly kind: "waiting"; readonly path: string; readonly reason: string | null }
  /** The pod is over, but the container's state is not published yet. */
  | { readonly kind: "settling"; readonly path: string }
  | { readonly kind: "unseen" };

export interface AgentEnded {
  readonly kind: "ended";
  /** Exit code as the container runtime reports it: 128 + n for a signal. */
  readonly exitCode: number | null;
  readonly reason: string | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly source: Source;
  /** Where the exit stands in the evidence. */
  readonly path: string;
  /** Where the container's terminated state stands; null when the exit is known from elsewhere. */
  readonly statePath: string | null;
  /** False when the container was never started (StartError). */
  readonly started: boolean;
}

export function readAgentEnd(
  evidence: Evidence,
  pod: Sighted<PodFacts> | null,
  job: Sighted<JobFacts> | null,
): AgentEnd {
  if (pod !== null) return endInPod(evidence, pod, job);
  const local = endOfProcess(evidence);
  if (local !== null) return local;
  if (job !== null && neverHadPod(evidence, job)) return { kind: "no-pod", path: `${job.path}.podsCounted` };
  if (evidence.pod.kind !== "absent") return { kind: "unseen" };
  return endInJob(job) ?? { kind: "gone", started: hasOutput(evidence) };
}

function neverHadPod(evidence: Evidence, job: Sighted<JobFacts>): boolean {
  return (
    evidence.job.kind === "found" &&
    job.value.podsCounted === 0 &&
    terminalConditions(job).length === 0 &&
    !hasOutput(evidence)
  );
}

function hasOutput(evidence: Evidence): boolean {
  return evidence.stream !== null && evidence.stream.counts.bytes > 0;
}

function endInPod(evidence: Evidence, pod: Sighted<PodFacts>, job: Sighted<JobFacts> | null): AgentEnd {
  const { agent } = pod.value;
  const path = `${pod.path}.agent.state`;
  const state: ContainerState = agent?.state ?? { kind: "unreported" };
  if (state.kind === "terminated") return ended(state, path);
  // Between restarts the state is `waiting` (CrashLoopBackOff) and the last end stands beside it.
  if (state.kind === "waiting" && agent !== null && agent.lastTerminated !== null) {
    return ended(agent.lastTerminated, `${pod.path}.agent.lastTerminated`);
  }
  if (isOver(pod.value) && isUntouched(pod.value, state)) return { kind: "never-ran", path: pod.path };
  // Whoever ran it may have told of its end before the node, and the container's state with it, was lost.
  const told = endOfProcess(evidence);
  if (evidence.pod.kind === "absent") {
    return endInJob(job) ?? told ?? { kind: "gone", started: hasRun(state, evidence) };
  }
  if (isOver(pod.value)) {
    if (isGivenUp(pod.value, state)) return told ?? { kind: "gone", started: hasRun(state, evidence) };
    return told ?? { kind: "settling", path: `${pod.path}.phase` };
  }
  // It ran when it was last in sight, or there is no container of the agent's name: whether it runs, nobody knows.
  if (evidence.pod.kind === "unavailable" || agent === null) return told ?? { kind: "unseen" };
  if (state.kind === "running") return { kind: "running", path, startedAt: state.startedAt };
  return { kind: "waiting", path, reason: state.kind === "waiting" ? state.reason : null };
}

function ended(state: TerminatedState, path: string): AgentEnded {
  const { exitCode, reason, startedAt, finishedAt } = state;
  const started = reason !== "StartError" && reason !== "ContainerCannotRun";
  return {
    kind: "ended",
    exitCode,
    reason,
    startedAt,
    finishedAt,
    source: "cluster",
    path: `${path}.exitCode`,
    statePath: path,
    started,
  };
}

function endOfProcess({ run: { exit } }: Evidence): AgentEnded | null {
  if (exit === null) return null;
  const exitCode = exit.kind === "code" ? exit.code : (SIGNALS.get(exit.signal) ?? null);
  const path = exit.kind === "code" ? "run.exit.code" : "run.exit.signal";
  const unknown = { reason: null, startedAt: null, finishedAt: null, statePath: null };
  return { kind: "ended", exitCode, ...unknown, source: "runner", path, started: true };
}

/** A FailJob rule of the Job's podFailurePolicy names the container and its exit code; that outlives the pod. */
const failJobMessage = /^Container \S{1,253} for pod \S{1,512} failed with exit code (\d{1,3}) /;

function endInJob(job: Sighted<JobFacts> | null): AgentEnded | null {
  for (const condition of terminalConditions(job)) {
    const exitCode = failJobMessage.exec(condition.value.message ?? "")?.[1];
    if (exitCode === undefined) continue;
    const unknown = { reason: null, startedAt: null, finishedAt: null, statePath: null };
    const path = `${condition.path}.message`;
    return { kind: "ended", exitCode: Number(exitCode), ...unknown, source: "cluster", path, started: true };
  }
  return null;
}

function hasRun(state: ContainerState, evidence: Evidence): boolean {
  return state.kind === "running" || hasOutput(evidence);
}

function isOver(pod: PodFacts): boolean {
  return pod.phase === "Failed" || pod.phase === "Succeeded";
}

/**
 * A pod that the kubelet rejected has no container states at all, and behind a failed init container the agent still
 * waits. Any other `waiting` on a pod that is over is stale: a container that had run was seen so during an eviction.
 */
function isUntouched(pod: PodFacts, state: ContainerState): boolean {
  if (state.kind === "unreported")
    return pod.reason !== null || (pod.nodeName === null && disruptionOf(pod) !== null);
  return state.kind === "waiting" && state.reason === "PodInitializing" && hasFailedInit(pod);
}

/**
 * Whether no kubelet will publish the container's end any more: garbage collection ends the pods of a node that does not
 * exist, and a pod that was taken before its kubelet reported anything has no states at all. Whether it ran is unknown.
 */
function isGivenUp(pod: PodFacts, state: ContainerState): boolean {
  const disruption = disruptionOf(pod);
  return disruption?.reason === "DeletionByPodGC" || (disruption !== null && state.kind === "unreported");
}

function disruptionOf(pod: PodFacts): ConditionFact | null {
  return pod.conditions.find(({ type, status }) => type === "DisruptionTarget" && status === "True") ?? null;
}

function hasFailedInit(pod: PodFacts): boolean {
  return pod.initContainers.some(({ state }) => state.kind === "terminated" && state.exitCode !== 0);
}
