import { absent, evidence, exitCode, found } from "../support/evidence.ts";
import { condition, disruption, job, pod, running, terminated } from "../support/kubernetes.ts";
import type { PodShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import type { Decision, NearMiss } from "../support/rule-table.ts";

const stopped = terminated(143, "Error");
const exit143 = ["pod.value.agent.state.exitCode", "143"] as const;
const none = "no such reason stands on the pod";

function inPod(shape: PodShape) {
  return evidence({ pod: found(pod({ phase: "Failed", agent: stopped, ...shape })) });
}

/** The reason of the pod as a whole. */
function byReason(say: string, reason: string, message?: string): Decision {
  return {
    evidence: inPod({ reason, ...(message !== undefined && { message }) }),
    confidence: "confirmed",
    summary: `${say} (reason ${reason}): ${message ?? "no message"}`,
    claims: [
      ["pod.value.reason", reason],
      ...(message === undefined ? [] : [["pod.value.message", message] as const]),
    ],
    competing: [],
  };
}

/** The DisruptionTarget condition, behind another one. */
function byCondition(say: string, reason: string): Decision {
  return {
    evidence: inPod({ conditions: [{ type: "Ready", status: "False" }, disruption(reason)] }),
    confidence: "confirmed",
    summary: `${say} (DisruptionTarget, reason ${reason}).`,
    claims: [
      ["pod.value.conditions.1.reason", reason],
      ["pod.value.conditions.1.message", `the pod was disrupted: ${reason}`],
      exit143,
    ],
    competing: [],
  };
}

function unlike(shape: PodShape): NearMiss {
  return { evidence: inPod(shape), because: none };
}

const untouched = unlike({});
const unseen: NearMiss = { evidence: evidence({ run: exitCode(143) }), because: none };

function late(reason: string, shape: PodShape = {}): NearMiss {
  return {
    evidence: inPod({ ...shape, conditions: [disruption(reason, 66)] }),
    because: "the disruption began after the container had ended by itself",
  };
}

function cleared(reason: string): NearMiss {
  return unlike({ conditions: [{ ...disruption(reason), status: "False" }] });
}

const shutDown = "The node was shutting down";
testRule("node-shutdown", {
  code: "node_shutdown",
  decides: {
    "a node that goes down in good order": byReason(
      shutDown,
      "Terminated",
      "Pod was terminated in response to imminent node shutdown.",
    ),
    "the same on old nodes": byReason(shutDown, "Shutdown", "Node is shutting, evicting pods"),
    "the kubelet's third word for it": byReason(shutDown, "NodeShutdown"),
    "the same, with the condition that evictions have too": {
      ...byReason(shutDown, "Terminated"),
      evidence: inPod({ reason: "Terminated", conditions: [disruption("TerminationByKubelet")] }),
      competing: ["evicted"],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a pod that was stopped for no reason of its own": untouched,
    "a container whose own reason is called so": unlike({ agent: terminated(143, "Terminated") }),
    "a node that went down after the container had ended": {
      ...late("TerminationByKubelet", { reason: "Terminated" }),
      because: none,
    },
  },
});

const evictedBy = "The node evicted the pod";
testRule("evicted", {
  code: "evicted",
  decides: {
    "a node short of memory": byReason(evictedBy, "Evicted", "The node was low on resource: memory."),
    "the kubelet's condition alone": byCondition(evictedBy, "TerminationByKubelet"),
    "a pod that is gone, as it was last seen": {
      evidence: evidence({ pod: absent(pod({ phase: "Failed", reason: "Evicted", agent: stopped })) }),
      confidence: "confirmed",
      summary: `${evictedBy} (reason Evicted): no message`,
      claims: [["pod.lastSeen.reason", "Evicted"]],
    },
    "a container that nobody saw end before its pod was gone": {
      evidence: evidence({
        pod: absent(pod({ agent: running(), conditions: [disruption("TerminationByKubelet")] })),
      }),
      confidence: "confirmed",
      summary: `${evictedBy} (DisruptionTarget, reason TerminationByKubelet).`,
      claims: [
        ["pod.lastSeen.conditions.0.reason", "TerminationByKubelet"],
        ["pod.lastSeen.conditions.0.message", "the pod was disrupted: TerminationByKubelet"],
      ],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a pod that was stopped for no reason of its own": untouched,
    "an eviction through the API": unlike({ conditions: [disruption("EvictionByEvictionAPI")] }),
    "a disruption that was called off": cleared("TerminationByKubelet"),
    "an eviction after the container had ended": late("TerminationByKubelet"),
    "the same, told by the pod's reason too": late("TerminationByKubelet", { reason: "Evicted" }),
  },
});

const preemptedBy = "The pod was preempted by one of higher priority";
testRule("preempted", {
  code: "preempted",
  decides: {
    "the scheduler's condition": byCondition(preemptedBy, "PreemptionByScheduler"),
    "a node's kubelet that makes room for a critical pod": byReason(
      preemptedBy,
      "Preempting",
      "Preempted in order to admit critical pod",
    ),
    "a condition of the second in which the container ended, on another machine's clock": {
      ...byCondition(preemptedBy, "PreemptionByScheduler"),
      evidence: inPod({
        conditions: [{ type: "Ready", status: "False" }, disruption("PreemptionByScheduler", 65)],
      }),
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a pod that was stopped for no reason of its own": untouched,
    "a disruption of another kind": unlike({ conditions: [disruption("EvictionByEvictionAPI")] }),
    "a disruption that was called off": cleared("PreemptionByScheduler"),
    "a preemption after the container had ended": late("PreemptionByScheduler"),
  },
});

const drainedBy = "The pod was evicted through the API";
testRule("drained", {
  code: "drained",
  decides: {
    "an eviction through the API": byCondition(drainedBy, "EvictionByEvictionAPI"),
    "a condition without a time": {
      evidence: inPod({ conditions: [{ ...disruption("EvictionByEvictionAPI"), lastTransitionTime: null }] }),
      confidence: "confirmed",
      summary: `${drainedBy} (DisruptionTarget, reason EvictionByEvictionAPI).`,
      claims: [
        ["pod.value.conditions.0.reason", "EvictionByEvictionAPI"],
        ["pod.value.conditions.0.message", "the pod was disrupted: EvictionByEvictionAPI"],
        exit143,
      ],
    },
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a pod that was stopped for no reason of its own": untouched,
    "a reason of the pod that is no disruption": unlike({ reason: "EvictionByEvictionAPI" }),
    "a disruption of another kind": unlike({ conditions: [disruption("PreemptionByScheduler")] }),
    "a disruption that was called off": cleared("EvictionByEvictionAPI"),
    "a drain after the container had ended": late("EvictionByEvictionAPI"),
  },
});

const taintedBy = "The node was tainted and the pod deleted";
testRule("node-tainted", {
  code: "node_tainted",
  decides: {
    "a node that became unreachable": byCondition(taintedBy, "DeletionByTaintManager"),
    "a device that was tainted": byCondition(taintedBy, "DeletionByDeviceTaintManager"),
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a pod that was stopped for no reason of its own": untouched,
    "a disruption of another kind": unlike({ conditions: [disruption("DeletionByPodGC")] }),
    "a disruption that was called off": cleared("DeletionByTaintManager"),
    "a taint after the container had ended": late("DeletionByTaintManager"),
  },
});

const lost = "The node is gone";
testRule("node-lost", {
  code: "node_lost",
  decides: {
    "a node that no longer exists": byCondition(lost, "DeletionByPodGC"),
    "the pod's reason on old clusters": byReason(lost, "NodeLost", "Node node-1 is unresponsive"),
  },
  lets: {
    "a pod that nobody saw": unseen,
    "a pod that was stopped for no reason of its own": untouched,
    "a condition without a reason": unlike({ conditions: [{ ...disruption("x"), reason: null }] }),
    "a disruption of another kind": unlike({ conditions: [disruption("DeletionByTaintManager")] }),
    "a disruption that was called off": cleared("DeletionByPodGC"),
    "a node that was lost after the container had ended": late("DeletionByPodGC"),
  },
});

testRule("runtime-lost", {
  code: "runtime_lost",
  decides: {
    "exit 255 and reason Unknown, after a restart of the container runtime": {
      evidence: inPod({ agent: terminated(255, "Unknown") }),
      confidence: "likely",
      summary: "The container runtime lost the container (reason Unknown).",
      claims: [
        ["pod.value.agent.state.reason", "Unknown"],
        ["pod.value.agent.state.exitCode", "255"],
      ],
      competing: ["exited"],
    },
    "a status that the kubelet had to make up": {
      evidence: inPod({
        agent: terminated(137, "ContainerStatusUnknown", { message: "could not be located" }),
      }),
      confidence: "likely",
      summary: "The container runtime lost the container (reason ContainerStatusUnknown).",
      claims: [
        ["pod.value.agent.state.reason", "ContainerStatusUnknown"],
        ["pod.value.agent.state.exitCode", "137"],
        ["pod.value.agent.state.message", "could not be located"],
      ],
    },
  },
  lets: {
    "a container that runs": {
      evidence: inPod({ phase: "Running", agent: running() }),
      because: "no state of the container is known",
    },
    "an exit code that only the Job's condition tells": {
      evidence: evidence({
        pod: absent(),
        job: found(
          job({
            conditions: [
              condition("Failed", "PodFailurePolicy", {
                message:
                  "Container agent for pod agents/run-1-x failed with exit code 255 matching FailJob rule at index 0",
              }),
            ],
          }),
        ),
      }),
      because: "no state of the container is known",
    },
    "a pod that was being deleted": {
      evidence: inPod({
        agent: terminated(137, "ContainerStatusUnknown"),
        deletion: { at: 59, graceSeconds: 0 },
      }),
      because: "the pod was being deleted",
    },
    "exit 255 with another reason": {
      evidence: inPod({ agent: terminated(255, "Error") }),
      because: "the runtime knows how the container ended",
    },
    "reason Unknown with another exit code": {
      evidence: inPod({ agent: terminated(1, "Unknown") }),
      because: "the runtime knows how the container ended",
    },
  },
});
