import type { ContainerState, JobFacts, PodFacts } from "@runverdict/classifier";

/** Objects as the API server tells them, with no more in them than these tests look at. */

export const jobUid = "job-1";
export const podUid = "pod-1";

export type AgentWord =
  | { readonly kind: "pending" }
  | { readonly kind: "scheduled" }
  | { readonly kind: "running"; readonly startedAt: number }
  | {
      readonly kind: "exited";
      readonly code: number;
      readonly finishedAt: number | null;
      readonly reason?: string;
    }
  /** The pod is over, and the status of its containers is not published yet. */
  | { readonly kind: "settling" };

export interface PodCircumstances {
  readonly sidecar?: boolean;
  readonly owner?: string;
  readonly uid?: string;
  readonly isDeleted?: boolean;
}

export function podOf(
  agent: AgentWord,
  { sidecar = false, owner = jobUid, uid = podUid, isDeleted = false }: PodCircumstances = {},
): PodFacts {
  return {
    name: "run-x7k2p",
    namespace: "agents",
    uid,
    jobUid: owner,
    nodeName: agent.kind === "pending" ? null : "node-1",
    phase: podPhase(agent, sidecar),
    reason: null,
    message: null,
    createdAt: null,
    startedAt: null,
    deadlineAt: null,
    deletionRequestedAt: isDeleted ? 0 : null,
    deletionAt: null,
    conditions: [],
    agent: { name: "agent", state: stateOf(agent), lastTerminated: null, restarts: 0, memoryLimit: null },
    sidecars: sidecar
      ? [
          {
            name: "tools",
            state: { kind: "running", startedAt: null },
            lastTerminated: null,
            restarts: 0,
            memoryLimit: null,
          },
        ]
      : [],
    initContainers: [],
  };
}

function podPhase(agent: AgentWord, sidecar: boolean): string {
  if (agent.kind === "pending" || agent.kind === "scheduled") return "Pending";
  if (agent.kind === "running" || sidecar) return "Running";
  return agent.kind === "exited" && agent.code === 0 ? "Succeeded" : "Failed";
}

function stateOf(agent: AgentWord): ContainerState {
  switch (agent.kind) {
    case "pending":
      return { kind: "unreported" };
    case "scheduled":
      return { kind: "waiting", reason: "ContainerCreating", message: null };
    case "running":
      return { kind: "running", startedAt: toSecond(agent.startedAt) };
    case "settling":
      return { kind: "running", startedAt: null };
    case "exited":
      return {
        kind: "terminated",
        exitCode: agent.code,
        reason: agent.reason ?? (agent.code === 0 ? "Completed" : "Error"),
        message: null,
        signal: null,
        startedAt: null,
        finishedAt: agent.finishedAt === null ? null : toSecond(agent.finishedAt),
      };
  }
}

/** Kubernetes writes whole seconds. */
function toSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

export function jobOf(over: "Complete" | "Failed" | null = null, uid: string = jobUid): JobFacts {
  return {
    name: "run",
    namespace: "agents",
    uid,
    createdAt: null,
    startedAt: null,
    deletionRequestedAt: null,
    suspended: false,
    conditions: over === null ? [] : [{ type: over, status: "True", reason: null, message: null, at: null }],
    podsCounted: 0,
  };
}
