import { absent, evidence, exitCode, found, intent, unavailable } from "../support/evidence.ts";
import { pod, running, terminated, waiting } from "../support/kubernetes.ts";
import type { PodShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import { init, stream } from "../support/stream.ts";
import type { Intent } from "@runverdict/classifier";

const rejectedPod = (reason: string, message?: string): PodShape => ({
  phase: "Failed",
  agent: null,
  reason,
  ...(message !== undefined && { message }),
});

testRule("node-rejected", {
  code: "node_rejected",
  decides: {
    "a node without room": {
      evidence: evidence({
        pod: found(pod(rejectedPod("OutOfcpu", "Node didn't have enough resource: cpu"))),
      }),
      confidence: "confirmed",
      summary: "The node rejected the pod (OutOfcpu): Node didn't have enough resource: cpu",
      claims: [
        ["pod.value.reason", "OutOfcpu"],
        ["pod.value.message", "Node didn't have enough resource: cpu"],
      ],
      competing: [],
    },
    "a node that shuts down and takes no new pod": {
      evidence: evidence({ pod: found(pod(rejectedPod("NodeShutdown"))) }),
      confidence: "confirmed",
      summary: "The node rejected the pod (NodeShutdown): no message",
      claims: [["pod.value.reason", "NodeShutdown"]],
      competing: ["node_shutdown"],
    },
    "a pod that is gone meanwhile, as it was last seen": {
      evidence: evidence({ pod: absent(pod(rejectedPod("NodeAffinity"))) }),
      confidence: "confirmed",
      summary: "The node rejected the pod (NodeAffinity): no message",
      claims: [["pod.lastSeen.reason", "NodeAffinity"]],
    },
  },
  lets: {
    "a pod that nobody saw": { evidence: evidence(), because: "the pod was not rejected" },
    "a pod whose container ran": {
      evidence: evidence({ pod: found(pod({ ...rejectedPod("OutOfcpu"), agent: terminated(1, "Error") })) }),
      because: "the pod was not rejected",
    },
    "a pod that is not over": {
      evidence: evidence({ pod: found(pod({ ...rejectedPod("OutOfcpu"), phase: "Pending" })) }),
      because: "the pod was not rejected",
    },
    "a pod that gives no reason: its states are not published yet": {
      evidence: evidence({ pod: found(pod({ phase: "Failed", agent: null })) }),
      because: "the pod was not rejected",
    },
    ...Object.fromEntries(
      ["Evicted", "DeadlineExceeded", "Preempting", "Terminated", "Shutdown", "NodeLost"].map((reason) => [
        `a pod that Kubernetes ended as a whole: ${reason}`,
        {
          evidence: evidence({ pod: found(pod(rejectedPod(reason))) }),
          because: "no reason of the kubelet's admission stands there",
        },
      ]),
    ),
    "an init container that failed, in a pod that gives no reason": {
      evidence: evidence({
        pod: found(
          pod({
            phase: "Failed",
            agent: waiting("PodInitializing"),
            inits: [{ name: "setup", state: terminated(1, "Error") }],
          }),
        ),
      }),
      because: "no reason of the kubelet's admission stands there",
    },
  },
});

const gaveUp = (phase: Intent["phase"]) => ({ intents: [intent("deadline", { phase })] });
const fired = (phase: string) => ["run.intents.0.phase", phase] as const;
const pending = { phase: "Pending", agent: waiting("ContainerCreating") };

testRule("start-timeout", {
  code: "start_timeout",
  decides: {
    "a container that was still being created when our start deadline fired": {
      evidence: evidence({ pod: found(pod(pending)), run: gaveUp("start") }),
      confidence: "confirmed",
      summary: "The agent container did not start before our deadline; it waits for ContainerCreating.",
      claims: [
        fired("start"),
        ["pod.value.agent.state.reason", "ContainerCreating"],
        ["pod.value.phase", "Pending"],
      ],
      competing: [],
    },
    "a pod without any container state when our schedule deadline fired": {
      evidence: evidence({ pod: found(pod({ phase: "Pending", agent: null })), run: gaveUp("schedule") }),
      confidence: "confirmed",
      summary: "The agent container did not start before our deadline; nothing says what it waits for.",
      claims: [fired("schedule"), ["pod.value.phase", "Pending"]],
    },
    "a pod that was torn down meanwhile, as it was last seen": {
      evidence: evidence({ pod: absent(pod(pending)), run: gaveUp("start") }),
      confidence: "likely",
      summary: "The agent container did not start before our deadline; it waits for ContainerCreating.",
      claims: [
        fired("start"),
        ["pod.lastSeen.agent.state.reason", "ContainerCreating"],
        ["pod.lastSeen.phase", "Pending"],
      ],
    },
    "a pod that went out of sight, as it was last seen": {
      evidence: evidence({ pod: unavailable(pod({ phase: "Pending", agent: null })), run: gaveUp("start") }),
      confidence: "likely",
      summary: "The agent container did not start before our deadline; nothing says what it waits for.",
      claims: [fired("start"), ["pod.lastSeen.phase", "Pending"]],
    },
  },
  lets: {
    "a container that may still start": {
      evidence: evidence({ pod: found(pod(pending)) }),
      because: "no start deadline of ours has fired",
    },
    "a deadline of another phase": {
      evidence: evidence({ pod: found(pod(pending)), run: gaveUp("first_output") }),
      because: "no start deadline of ours has fired",
    },
    "a pod that nobody saw": {
      evidence: evidence({ run: gaveUp("start") }),
      because: "the agent container is not waiting to start",
    },
    "a container that runs": {
      evidence: evidence({ pod: found(pod({ agent: running() })), run: gaveUp("start") }),
      because: "the agent container is not waiting to start",
    },
    "a container that ran when it was last seen": {
      evidence: evidence({ pod: absent(pod({ agent: running() })), run: gaveUp("start") }),
      because: "the agent container is not waiting to start",
    },
    "a container that ended": {
      evidence: evidence({ pod: found(pod({ agent: terminated(1, "Error") })), run: gaveUp("start") }),
      because: "the agent container is not waiting to start",
    },
    "a container that waits to be restarted, which has run": {
      evidence: evidence({
        pod: found(pod({ agent: waiting("CrashLoopBackOff"), last: terminated(1, "Error") })),
        run: gaveUp("start"),
      }),
      because: "the agent container is not waiting to start",
    },
  },
});

const silence = "The agent container ran, but wrote nothing before our first-output deadline.";
const mute = { stream: stream([]), run: gaveUp("first_output") };

testRule("no-first-output", {
  code: "no_first_output",
  decides: {
    "a container that runs and is silent": {
      evidence: evidence({ ...mute, pod: found(pod({ agent: running() })) }),
      confidence: "confirmed",
      summary: silence,
      claims: [
        fired("first_output"),
        ["stream.counts.bytes", "0"],
        ["pod.value.agent.state.kind", "running"],
      ],
      competing: [],
    },
    "a container that we stopped for it": {
      evidence: evidence({ ...mute, pod: found(pod({ phase: "Failed", agent: terminated(143, "Error") })) }),
      confidence: "confirmed",
      summary: silence,
      claims: [
        fired("first_output"),
        ["stream.counts.bytes", "0"],
        ["pod.value.agent.state.kind", "terminated"],
      ],
    },
    "a container that ran when it was last seen, and of which nothing was captured": {
      evidence: evidence({ pod: unavailable(pod({ agent: running() })), run: gaveUp("first_output") }),
      confidence: "confirmed",
      summary: silence,
      claims: [fired("first_output"), ["pod.lastSeen.agent.state.kind", "running"]],
    },
    "a container that ran before its pod was gone": {
      evidence: evidence({ ...mute, pod: absent(pod({ agent: running() })) }),
      confidence: "confirmed",
      summary: silence,
      claims: [
        fired("first_output"),
        ["stream.counts.bytes", "0"],
        ["pod.lastSeen.agent.state.kind", "running"],
      ],
    },
    "a local process": {
      evidence: evidence({ stream: stream([]), run: { ...exitCode(143), ...gaveUp("first_output") } }),
      confidence: "likely",
      summary: silence,
      claims: [fired("first_output"), ["stream.counts.bytes", "0"]],
    },
  },
  lets: {
    "a container that may still say something": {
      evidence: evidence({ stream: stream([]), pod: found(pod({ agent: running() })) }),
      because: "no first-output deadline of ours has fired",
    },
    "a deadline that fired after the container had ended": {
      evidence: evidence({
        stream: stream([]),
        pod: found(pod({ agent: terminated(1, "Error") })),
        run: { intents: [intent("deadline", { phase: "first_output", at: Date.UTC(2027, 0) })] },
      }),
      because: "no first-output deadline of ours has fired",
    },
    "a container that wrote something": {
      evidence: evidence({ ...mute, stream: stream([init()]), pod: found(pod({ agent: running() })) }),
      because: "the agent wrote something",
    },
    "a container that never ran": {
      evidence: evidence({ ...mute, pod: found(pod(pending)) }),
      because: "the agent container did not run",
    },
    "a container that could not be started": {
      evidence: evidence({ ...mute, pod: found(pod({ agent: terminated(128, "StartError") })) }),
      because: "the agent container did not run",
    },
    "a pod that nobody saw": {
      evidence: evidence({ ...mute, pod: absent() }),
      because: "the agent container did not run",
    },
  },
});
