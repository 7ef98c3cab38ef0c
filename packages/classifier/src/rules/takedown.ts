import { cite } from "../cite.ts";
import type { InfrastructureCode } from "../codes/infrastructure.ts";
import { plainMessage } from "../quote.ts";
import type { Reading } from "../reading/reading.ts";
import { abstain, find, type Abstention, type Finding, type Rule } from "../rule.ts";
import type { Claim } from "../verdict.ts";

/** What took the pod: the node, the scheduler, an eviction, or somebody who deleted it. */

/** Reasons by which Kubernetes names one kind of takedown. */
interface Marks {
  /** `status.reason` of the pod. */
  readonly pod?: readonly string[];
  /** Reason of the DisruptionTarget condition. */
  readonly disruption?: readonly string[];
}

function takedownRule(code: InfrastructureCode, marks: Marks, seen: string, say: string): Rule {
  return {
    id: code.replaceAll("_", "-"),
    code,
    names: "cause",
    seen,
    decidedBy: "the pod's reason and its DisruptionTarget condition, and when it began",
    judge(reading) {
      return (
        byPodReason(reading, marks, say) ??
        byDisruption(reading, marks, say) ??
        abstain("no such reason stands on the pod")
      );
    },
  };
}

function byPodReason({ pod, evidence, takedown }: Reading, marks: Marks, say: string): Finding | null {
  const reason = pod?.value.reason ?? null;
  if (pod === null || reason === null || marks.pod?.includes(reason) !== true) return null;
  // The pod's reason has no time of its own; the condition beside it has.
  if (takedown.disruption?.timing === "late") return null;
  return find({
    confidence: "confirmed",
    summary: `${say} (reason ${plainMessage(reason, 60)}): ${plainMessage(pod.value.message ?? "no message", 160)}`,
    claims: [
      ...cite(evidence, "the pod's reason", `${pod.path}.reason`),
      ...cite(evidence, "Kubernetes says", `${pod.path}.message`),
    ],
  });
}

function byDisruption(
  { pod, takedown, evidence, end }: Reading,
  marks: Marks,
  say: string,
): Finding | Abstention | null {
  const { disruption } = takedown;
  if (pod === null || disruption === null || marks.disruption?.includes(disruption.reason) !== true)
    return null;
  if (disruption.timing === "late")
    return abstain("the disruption began after the container had ended by itself");
  const message = disruption.path.replace(/reason$/, "message");
  const exit: readonly Claim[] = end.kind === "ended" ? cite(evidence, "its exit code", end.path) : [];
  return find({
    confidence: "confirmed",
    summary: `${say} (DisruptionTarget, reason ${plainMessage(disruption.reason, 60)}).`,
    claims: [
      ...cite(evidence, "the disruption's reason", disruption.path),
      ...cite(evidence, "Kubernetes says", message),
      ...exit,
    ],
  });
}

export const nodeShutdown: Rule = takedownRule(
  "node_shutdown",
  { pod: ["Terminated", "NodeShutdown", "Shutdown"] },
  "Pod reason Terminated: Pod was terminated in response to imminent node shutdown; Shutdown on old nodes.",
  "The node was shutting down",
);

export const evicted: Rule = takedownRule(
  "evicted",
  { pod: ["Evicted"], disruption: ["TerminationByKubelet"] },
  "Pod reason Evicted: The node was low on resource …, with DisruptionTarget TerminationByKubelet, on a real cluster.",
  "The node evicted the pod",
);

export const preempted: Rule = takedownRule(
  "preempted",
  { pod: ["Preempting"], disruption: ["PreemptionByScheduler"] },
  "DisruptionTarget PreemptionByScheduler, on a real cluster; pod reason Preempting for critical pods.",
  "The pod was preempted by one of higher priority",
);

export const drained: Rule = takedownRule(
  "drained",
  { disruption: ["EvictionByEvictionAPI"] },
  "DisruptionTarget EvictionByEvictionAPI, on a real cluster: kubectl drain, autoscalers, deschedulers.",
  "The pod was evicted through the API",
);

export const nodeTainted: Rule = takedownRule(
  "node_tainted",
  { disruption: ["DeletionByTaintManager", "DeletionByDeviceTaintManager"] },
  "DisruptionTarget DeletionByTaintManager, on a real cluster, some 50 s after the node's kubelet stopped.",
  "The node was tainted and the pod deleted",
);

export const nodeLost: Rule = takedownRule(
  "node_lost",
  { pod: ["NodeLost"], disruption: ["DeletionByPodGC"] },
  "DisruptionTarget DeletionByPodGC: node no longer exists; pod reason NodeLost on old clusters.",
  "The node is gone",
);

export const runtimeLost: Rule = {
  id: "runtime-lost",
  code: "runtime_lost",
  names: "cause",
  seen: "Exit 255 with reason Unknown after a restart of the container runtime; ContainerStatusUnknown without any other reason.",
  decidedBy: "the node's uptime and the container runtime's log",
  judge({ end, evidence, takedown }) {
    if (end.kind !== "ended" || end.statePath === null) return abstain("no state of the container is known");
    if (takedown.deletion?.timing === "before") return abstain("the pod was being deleted");
    const lost =
      (end.exitCode === 255 && end.reason === "Unknown") || end.reason === "ContainerStatusUnknown";
    if (!lost) return abstain("the runtime knows how the container ended");
    return find({
      confidence: "likely",
      summary: `The container runtime lost the container (reason ${plainMessage(end.reason, 60)}).`,
      claims: [
        ...cite(evidence, "the runtime's reason", `${end.statePath}.reason`),
        ...cite(evidence, "the exit code it made up", end.path),
        ...cite(evidence, "the runtime says", `${end.statePath}.message`),
      ],
    });
  },
};
