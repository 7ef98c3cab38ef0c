import { cite } from "../cite.ts";
import type { EventFact } from "../event-facts.ts";
import { plainMessage } from "../quote.ts";
import type { AgentEnded } from "../reading/agent-end.ts";
import { firstLine, harnessLine } from "../reading/harness-text.ts";
import { CLOCK_SKEW_MS } from "../reading/takedown.ts";
import { abstain, find, type Rule } from "../rule.ts";
import { spellExit } from "../signals.ts";

/** Memory and disk that ran out. Exit 137 alone is never among them. */

export const oomKilled: Rule = {
  id: "oom-killed",
  code: "oom_killed",
  names: "cause",
  seen: "Reason OOMKilled on the agent container, exit 137, on a real cluster; also beside a sidecar that kept the pod Running.",
  decidedBy: "the reason of the agent container's terminated state",
  judge({ end, pod, evidence }) {
    if (end.kind !== "ended" || end.reason !== "OOMKilled")
      return abstain("the container's reason is not OOMKilled");
    const agent = pod?.value.agent;
    const limit = agent?.memoryLimit;
    if (pod === null || !agent || !limit) return abstain("the container has no memory limit");
    const name = plainMessage(agent.name, 63);
    const raise = `Raise the memory limit above ${limit} (half as much again, or twice)`;
    return find({
      confidence: "confirmed",
      summary: `Out of memory: container ${name} passed its limit of ${limit} (reason OOMKilled, exit ${spellExit(end.exitCode)}).`,
      resolution: `${raise}, and resume the session.`,
      unbegun: `${raise}, and start the run again.`,
      claims: [
        ...cite(evidence, "the kubelet says why the container ended", `${end.statePath}.reason`),
        ...cite(evidence, "the memory limit", `${pod.path}.agent.memoryLimit`),
        ...cite(evidence, "its exit code", end.path),
      ],
    });
  },
};

const nodeOom = new Set(["SystemOOM", "OOMKilling"]);

export const oomNode: Rule = {
  id: "oom-node",
  code: "oom_node",
  names: "cause",
  seen: "OOMKilled on a container without any memory limit; or exit 137 beside a SystemOOM Event of the node.",
  decidedBy: "the memory limit, and Events of the node",
  judge({ end, events, pod, evidence }) {
    if (end.kind !== "ended" || end.exitCode === 0) return abstain("the container was not killed");
    const event = events.findLast(
      ({ value }) =>
        value.regarding.kind === "Node" && nodeOom.has(value.reason) && !isBeforeItsTime(value, end),
    );
    const unlimited = end.reason === "OOMKilled" && (pod?.value.agent?.memoryLimit ?? null) === null;
    const bySystem = event !== undefined && (end.reason === "OOMKilled" || end.exitCode === 137);
    if (!unlimited && !bySystem) return abstain("no sign of a node without memory");
    return find({
      confidence: unlimited ? "confirmed" : "likely",
      summary: `The node ran out of memory and the agent was killed (exit ${spellExit(end.exitCode)}); ${unlimited ? "it had no memory limit of its own" : "the node reports it"}.`,
      claims: [
        ...cite(evidence, "how the container ended", `${end.statePath}.reason`),
        ...cite(evidence, "its exit code", end.path),
        ...(event === undefined ? [] : cite(evidence, "the node reports it", `${event.path}.message`)),
      ],
    });
  },
};

/** Events live for an hour: what the node told of before the container started was another one's end. */
function isBeforeItsTime({ at }: EventFact, { startedAt }: AgentEnded): boolean {
  return at !== null && startedAt !== null && at < startedAt - CLOCK_SKEW_MS;
}

const ownDiskLimit =
  /^(?:Pod ephemeral local storage usage exceeds the total limit of containers\b|Container \S{1,253} exceeded its local ephemeral storage limit\b|Usage of EmptyDir volume "[^"\n]{1,253}" exceeds the limit\b)/;

export const diskLimitExceeded: Rule = {
  id: "disk-limit-exceeded",
  code: "disk_limit_exceeded",
  names: "cause",
  seen: "Reason Evicted with the pod's own limit in the message, and no DisruptionTarget, on a real cluster, 5 to 56 s after the overrun.",
  decidedBy: "the message of the pod's status",
  judge({ pod, evidence }) {
    if (pod === null || pod.value.reason !== "Evicted") return abstain("the pod was not evicted");
    const message = pod.value.message ?? "";
    if (!ownDiskLimit.test(message.trimStart()))
      return abstain("the message names no limit of the pod's own");
    return find({
      confidence: "confirmed",
      summary: `Out of disk: ${plainMessage(message, 200)}`,
      claims: [
        ...cite(evidence, "the kubelet evicted the pod", `${pod.path}.reason`),
        ...cite(evidence, "for this limit", `${pod.path}.message`),
      ],
    });
  },
};

const heapText = /^(?:<--- )?[^\n]{0,200}\bJavaScript heap out of memory\b/;

export const heapExhausted: Rule = {
  id: "heap-exhausted",
  code: "heap_exhausted",
  names: "cause",
  seen: "Exit 134 and FATAL ERROR: … JavaScript heap out of memory on stderr.",
  decidedBy: "the fatal error on stderr",
  judge({ end, harness, evidence }) {
    if (end.kind !== "ended" || end.exitCode !== 134) return abstain("the exit code is not 134");
    const line = harnessLine(harness, heapText);
    if (line === null)
      return abstain(firstLine(harness) === null ? "no plain text was captured" : "no heap error on stderr");
    return find({
      confidence: "confirmed",
      summary: `The agent's JavaScript heap was full (exit ${spellExit(end.exitCode)}).`,
      claims: [
        ...cite(evidence, "the runtime says", line.path, line.text),
        ...cite(evidence, "its exit", end.path),
      ],
    });
  },
};
