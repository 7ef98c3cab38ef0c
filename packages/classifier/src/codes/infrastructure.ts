import type { CodeEntry } from "./entry.ts";

/** Endings in which something took the agent container. */
export type InfrastructureCode =
  | "oom_killed"
  | "oom_node"
  | "disk_limit_exceeded"
  | "node_shutdown"
  | "evicted"
  | "preempted"
  | "drained"
  | "node_tainted"
  | "node_lost"
  | "runtime_lost"
  | "heap_exhausted"
  | "deleted_externally";

const platform = {
  outcome: "failed",
  family: "infrastructure",
  attribution: "platform",
  session: "keep",
} as const;
const limits = {
  outcome: "failed",
  family: "limits",
  attribution: "configuration",
  session: "keep",
} as const;

export const infrastructureCodes: Readonly<Record<InfrastructureCode, CodeEntry>> = {
  oom_killed: {
    ...limits,
    title: "Out of memory",
    means: "The agent container passed its memory limit and was killed.",
    look: "The limit, and what ran in the container: builds and test runs of the agent count too.",
    resolve: "Raise the memory limit and resume the session.",
    unbegun: "Raise the memory limit and start the run again.",
  },
  oom_node: {
    ...platform,
    title: "Node out of memory",
    means:
      "The node ran out of memory and the kernel killed the agent; no limit of the container's own was passed.",
    look: "The node's memory, and the requests of the pods on it.",
    resolve: "Raise the memory request so that the pod gets its share, and resume the session.",
    unbegun: "Raise the memory request so that the pod gets its share, and start the run again.",
  },
  disk_limit_exceeded: {
    ...limits,
    title: "Out of disk",
    means: "The pod passed its own limit of ephemeral storage or of an emptyDir, and was evicted.",
    look: "What the agent wrote: checkouts, caches, build output.",
    resolve: "Raise the ephemeral-storage limit and resume the session.",
    unbegun: "Raise the ephemeral-storage limit and start the run again.",
  },
  node_shutdown: {
    ...platform,
    title: "Node shut down",
    means: "The node was shutting down.",
    look: "Spot or preemptible nodes, and maintenance of the node pool.",
    resolve: "Resume the session on another node.",
    unbegun: "Start the run again; another node will take it.",
  },
  evicted: {
    ...platform,
    title: "Evicted from the node",
    means: "The node was short of memory, disk or process ids and evicted the pod.",
    look: "The resource that the message names.",
    resolve: "Resume the session; raise the pod's requests if it happens again.",
    unbegun: "Start the run again; raise the pod's requests if it happens again.",
  },
  preempted: {
    ...platform,
    title: "Preempted",
    means: "The pod had to make room for one of higher priority.",
    look: "The priority classes of both.",
    resolve: "Resume the session; give agents a higher priority if it happens again.",
    unbegun: "Start the run again; give agents a higher priority if it happens again.",
  },
  drained: {
    ...platform,
    title: "Evicted through the API",
    means: "Something evicted the pod through the API: a drain, an autoscaler, a descheduler.",
    look: "Node maintenance and the autoscaler's log at that time.",
    resolve:
      "Resume the session; a PodDisruptionBudget or a do-not-disrupt annotation keeps such evictions away.",
    unbegun:
      "Start the run again; a PodDisruptionBudget or a do-not-disrupt annotation keeps such evictions away.",
  },
  node_tainted: {
    ...platform,
    title: "Node tainted",
    means: "The node got a taint that the pod does not tolerate; mostly it had become unreachable.",
    look: "The node's conditions at that time.",
    resolve: "Resume the session on another node.",
    unbegun: "Start the run again; another node will take it.",
  },
  node_lost: {
    ...platform,
    title: "Node lost",
    means: "The node is gone, and the pod with it.",
    look: "Whether the node still exists, and why it left.",
    resolve: "Resume the session on another node.",
    unbegun: "Start the run again; another node will take it.",
  },
  runtime_lost: {
    ...platform,
    title: "Container runtime lost the container",
    means: "The container runtime can't say how the container ended: it or the node was restarted.",
    look: "The node's uptime and the container runtime's log.",
    resolve: "Resume the session.",
    unbegun: "Start the run again.",
  },
  heap_exhausted: {
    ...limits,
    title: "JavaScript heap exhausted",
    means: "The agent's JavaScript heap was full; the container's memory limit was not the cause.",
    look: "--max-old-space-size in NODE_OPTIONS, against the memory limit.",
    resolve: "Raise --max-old-space-size and the memory limit, and resume the session.",
    unbegun: "Raise --max-old-space-size and the memory limit, and start the run again.",
  },
  deleted_externally: {
    ...platform,
    attribution: "user",
    title: "Deleted by somebody else",
    means: "The Job or the pod was deleted, not by us, before there was a result.",
    look: "The API server's audit log, TTL and clean-up controllers, and people with kubectl.",
    resolve: "Find out who deletes Jobs here; resume the session if the work is still wanted.",
    unbegun: "Find out who deletes Jobs here; start the run again if it is still wanted.",
  },
};
