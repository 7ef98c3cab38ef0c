import type { EventFact } from "../../event-facts.ts";
import type { JobFacts } from "../../job-facts.ts";
import type { ConditionFact, ContainerFacts, ContainerState, PodFacts } from "../../pod-facts.ts";
import type { RunPlan, SidecarPlan } from "./plan.ts";

/** The pod and the Job of a run at each step of their lives, as a healthy cluster writes them down. */

export function startedAt(plan: RunPlan): number {
  return plan.createdAt + plan.startMs;
}

/** When the agent ended by itself, or when something began to end it. */
export function takenAt(plan: RunPlan): number {
  return startedAt(plan) + plan.runMs;
}

/** Not on a node yet. */
export function unscheduledPod(plan: RunPlan): PodFacts {
  const { names, createdAt } = plan;
  return {
    name: names.pod,
    namespace: names.namespace,
    uid: names.podUid,
    jobUid: names.jobUid,
    nodeName: null,
    phase: "Pending",
    reason: null,
    message: null,
    createdAt,
    startedAt: null,
    deadlineAt: null,
    deletionRequestedAt: null,
    deletionAt: null,
    conditions: [],
    agent: container(names.agent, { kind: "unreported" }, plan.memoryLimit),
    sidecars: plan.sidecars.map((_, index) => container(sidecarName(index), { kind: "unreported" }, null)),
    initContainers: plan.initContainer ? [container("prepare", { kind: "unreported" }, null)] : [],
  };
}

/** On its node, where the agent container waits to start. */
export function waitingPod(
  plan: RunPlan,
  reason = "ContainerCreating",
  message: string | null = null,
): PodFacts {
  const pod = unscheduledPod(plan);
  return {
    ...pod,
    nodeName: plan.names.node,
    startedAt: plan.createdAt,
    conditions: [condition("PodScheduled", null, null, plan.createdAt)],
    agent: container(plan.names.agent, { kind: "waiting", reason, message }, plan.memoryLimit),
    sidecars: pod.sidecars.map((sidecar) => ({ ...sidecar, state: creating })),
    initContainers: pod.initContainers.map((init) => ({ ...init, state: endedState(0, plan.createdAt) })),
  };
}

const creating: ContainerState = { kind: "waiting", reason: "ContainerCreating", message: null };

export function runningPod(plan: RunPlan): PodFacts {
  const pod = waitingPod(plan);
  const at = startedAt(plan);
  return {
    ...pod,
    phase: "Running",
    conditions: [...pod.conditions, condition("Ready", null, null, at)],
    agent: container(plan.names.agent, { kind: "running", startedAt: at }, plan.memoryLimit),
    sidecars: plan.sidecars.map((sidecar, index) => duringTheRun(sidecar, index, at)),
  };
}

/** How the agent container ended. */
export interface Ending {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  readonly at: number;
}

/** The agent container has ended; what its sidecars do decides whether the pod has. */
export function endedPod(plan: RunPlan, ending: Ending): PodFacts {
  const pod = runningPod(plan);
  const { exitCode, at, reason = exitCode === 0 ? "Completed" : "Error", message = null } = ending;
  const lingers = plan.sidecars.some(({ native, ends }) => !native && ends === "keeps running");
  const over = exitCode === 0 ? "Succeeded" : "Failed";
  return {
    ...pod,
    phase: lingers ? "Running" : over,
    agent: container(
      plan.names.agent,
      {
        kind: "terminated",
        exitCode,
        reason,
        message,
        signal: null,
        startedAt: startedAt(plan),
        finishedAt: at,
      },
      plan.memoryLimit,
    ),
    sidecars: plan.sidecars.map((sidecar, index) => afterTheEnd(sidecar, index, at, startedAt(plan))),
  };
}

/** The whole pod is over, its sidecars with it. */
export function failedPod(
  pod: PodFacts,
  reason: string | null,
  message: string | null,
  at: number,
): PodFacts {
  return {
    ...pod,
    phase: "Failed",
    reason,
    message,
    sidecars: pod.sidecars.map((sidecar) => ({ ...sidecar, state: endedState(137, at) })),
  };
}

/** The kubelet could not say any more how the container ended. */
export function losingSight(pod: PodFacts): PodFacts {
  if (pod.agent === null) return pod;
  const state: ContainerState = {
    kind: "terminated",
    exitCode: 137,
    reason: "ContainerStatusUnknown",
    message: "The container could not be located when the pod was terminated",
    signal: null,
    startedAt: null,
    finishedAt: null,
  };
  return { ...pod, agent: { ...pod.agent, state } };
}

export function disruptedPod(pod: PodFacts, reason: string, message: string, at: number): PodFacts {
  return { ...pod, conditions: [...pod.conditions, condition("DisruptionTarget", reason, message, at)] };
}

export function deletingPod(pod: PodFacts, at: number): PodFacts {
  return { ...pod, deletionRequestedAt: at, deletionAt: at + 30_000 };
}

export function condition(
  type: string,
  reason: string | null,
  message: string | null,
  at: number,
  status = "True",
): ConditionFact {
  return { type, status, reason, message, at };
}

function container(name: string, state: ContainerState, memoryLimit: string | null): ContainerFacts {
  return { name, state, lastTerminated: null, restarts: 0, memoryLimit };
}

export function endedState(
  exitCode: number,
  at: number,
  reason: string = exitCode === 0 ? "Completed" : "Error",
): ContainerState {
  return {
    kind: "terminated",
    exitCode,
    reason,
    message: null,
    signal: null,
    startedAt: at - 1000,
    finishedAt: at,
  };
}

function sidecarName(index: number): string {
  return `proxy-${index}`;
}

function duringTheRun({ ends }: SidecarPlan, index: number, at: number): ContainerFacts {
  const running = container(sidecarName(index), { kind: "running", startedAt: at }, "64Mi");
  if (ends !== "is restarted") return running;
  const before = endedState(137, at, "OOMKilled");
  return { ...running, restarts: 1, lastTerminated: before.kind === "terminated" ? before : null };
}

function afterTheEnd(sidecar: SidecarPlan, index: number, at: number, from: number): ContainerFacts {
  const running = duringTheRun(sidecar, index, from);
  if (sidecar.ends === "keeps running" && !sidecar.native) return running;
  const state = sidecar.ends === "runs out of memory" ? endedState(137, at, "OOMKilled") : endedState(0, at);
  return { ...running, state };
}

/** The Job before it has a pod. */
export function newJob({ names, createdAt }: RunPlan): JobFacts {
  return {
    name: names.job,
    namespace: names.namespace,
    uid: names.jobUid,
    createdAt,
    startedAt: createdAt,
    deletionRequestedAt: null,
    suspended: false,
    conditions: [],
    podsCounted: 0,
  };
}

export function activeJob(plan: RunPlan): JobFacts {
  return { ...newJob(plan), podsCounted: 1 };
}

export function completeJob(plan: RunPlan, at: number): JobFacts {
  const said = "Reached expected number of succeeded pods";
  return {
    ...activeJob(plan),
    conditions: ["SuccessCriteriaMet", "Complete"].map((type) =>
      condition(type, "CompletionsReached", said, at),
    ),
  };
}

export function failedJob(
  plan: RunPlan,
  at: number,
  reason = "BackoffLimitExceeded",
  message = "Job has reached the specified backoff limit",
): JobFacts {
  return {
    ...activeJob(plan),
    conditions: ["FailureTarget", "Failed"].map((type) => condition(type, reason, message, at)),
  };
}

/** An Event about the pod, the Job or the node of the run. */
export function eventOf(
  plan: RunPlan,
  kind: "Pod" | "Job" | "Node",
  reason: string,
  message: string,
  at: number,
): EventFact {
  const { names } = plan;
  const about = {
    Pod: { name: names.pod, uid: names.podUid },
    Job: { name: names.job, uid: names.jobUid },
    // The kubelet writes the node's name into the UID of its Events.
    Node: { name: names.node, uid: names.node },
  }[kind];
  const type = /^(?:Scheduled|Pulled|Started|SuccessfulCreate|Killing)$/.test(reason) ? "Normal" : "Warning";
  return { reason, message, type, at, count: 1, regarding: { kind, fieldPath: null, ...about } };
}
