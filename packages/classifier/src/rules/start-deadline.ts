import { cite } from "../cite.ts";
import { plainMessage } from "../quote.ts";
import { abstain, find, type Rule } from "../rule.ts";
import { isStillSo } from "./startup.ts";

/** The node's refusal, and our own start deadlines where nothing more exact is known. */

/** Reasons by which Kubernetes ends a whole pod; all others on a pod without container states are the node's refusal. */
const endsOfPods = new Set([
  "Evicted",
  "DeadlineExceeded",
  "Preempting",
  "Terminated",
  "Shutdown",
  "NodeLost",
]);

export const nodeRejected: Rule = {
  id: "node-rejected",
  code: "node_rejected",
  names: "cause",
  seen: "Phase Failed without container states: NodeAffinity, OutOfcpu, OutOfmemory, UnexpectedAdmissionError, NodeShutdown, …",
  decidedBy: "the reason of the pod",
  judge({ pod, end, evidence }) {
    if (pod === null || end.kind !== "never-ran") return abstain("the pod was not rejected");
    const { reason, message } = pod.value;
    if (reason === null || endsOfPods.has(reason))
      return abstain("no reason of the kubelet's admission stands there");
    return find({
      confidence: "confirmed",
      summary: `The node rejected the pod (${plainMessage(reason, 60)}): ${plainMessage(message ?? "no message", 160)}`,
      claims: [
        ...cite(evidence, "why the kubelet rejected it", `${pod.path}.reason`),
        ...cite(evidence, "the kubelet says", `${pod.path}.message`),
      ],
    });
  },
};

export const startTimeout: Rule = {
  id: "start-timeout",
  code: "start_timeout",
  names: "cause",
  seen: "A pod that was still ContainerCreating or PodInitializing when our start deadline fired, without a telling Event.",
  decidedBy: "what the container waits for",
  judge(reading) {
    const { pod, end, intents, evidence } = reading;
    if (intents.startDeadline === null) return abstain("no start deadline of ours has fired");
    const state = pod?.value.agent?.state ?? null;
    const waiting = end.kind !== "ended" && (state?.kind === "waiting" || state?.kind === "unreported");
    if (pod === null || !waiting) return abstain("the agent container is not waiting to start");
    const reason = state?.kind === "waiting" ? state.reason : null;
    return find({
      confidence: isStillSo(reading) ? "confirmed" : "likely",
      summary: `The agent container did not start before our deadline; ${reason === null ? "nothing says what it waits for" : `it waits for ${plainMessage(reason, 60)}`}.`,
      claims: [
        ...cite(evidence, "our deadline fired", `${intents.startDeadline.path}.phase`),
        ...cite(evidence, "what it waits for", `${pod.path}.agent.state.reason`),
        ...cite(evidence, "the phase of the pod", `${pod.path}.phase`),
      ],
    });
  },
};

export const noFirstOutput: Rule = {
  id: "no-first-output",
  code: "no_first_output",
  names: "cause",
  seen: "A container that ran for minutes with an empty log until our first-output deadline fired.",
  decidedBy: "what the container did before the agent",
  judge({ evidence, intents, end, pod }) {
    const deadline = intents.firstOutputDeadline;
    if (deadline === null) return abstain("no first-output deadline of ours has fired");
    if ((evidence.stream?.counts.bytes ?? 0) > 0) return abstain("the agent wrote something");
    const state = pod?.value.agent?.state.kind ?? null;
    const ran =
      end.kind === "running" ||
      (end.kind === "ended" && end.started) ||
      state === "running" ||
      (end.kind === "gone" && end.started);
    if (!ran) return abstain("the agent container did not run");
    return find({
      confidence: "confirmed",
      summary: "The agent container ran, but wrote nothing before our first-output deadline.",
      claims: [
        ...cite(evidence, "our deadline fired", `${deadline.path}.phase`),
        ...cite(evidence, "bytes it wrote", "stream.counts.bytes"),
        ...(pod === null ? [] : cite(evidence, "the container's state", `${pod.path}.agent.state.kind`)),
      ],
    });
  },
};
