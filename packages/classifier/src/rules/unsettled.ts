import { cite } from "../cite.ts";
import { isAnswerLost } from "./creation.ts";
import { plainMessage } from "../quote.ts";
import { hasEnded } from "../reading/terminal.ts";
import type { ConditionFact } from "../pod-facts.ts";
import type { Reading } from "../reading/reading.ts";
import { unscheduled } from "../reading/unscheduled.ts";
import { abstain, find, type Rule } from "../rule.ts";

/** Runs that are not over, or not known to be over. The runner keeps looking; nobody reports them as an end. */

const state = { names: "state", decidedBy: "the end of the agent container" } as const;

export const running: Rule = {
  ...state,
  id: "running",
  code: "running",
  seen: "A running agent container, also on an unreachable node; a bare transcript without an end.",
  judge(reading) {
    const { end, evidence, pod } = reading;
    if (end.kind === "running") {
      return find({
        confidence: "confirmed",
        summary: `The agent container is running${lastWords(reading)}.`,
        claims: cite(evidence, "the container's state", `${end.path}.kind`),
      });
    }
    if (hasEnded(reading)) return abstain("something terminal was seen");
    if (end.kind === "settling") return abstain("the pod is over");
    if (pod?.value.agent?.state.kind === "running") {
      const claims = cite(evidence, "when it was last seen it ran", `${pod.path}.agent.state.kind`);
      return find({
        confidence: "likely",
        summary: "The agent container ran when it was last seen, and nothing says that it ended.",
        claims,
      });
    }
    if (isLookupBlind(reading)) return abstain("the look-ups failed");
    if (reading.jobGone) return abstain("the Job is gone, and whether its pod is too was not seen");
    const bytes = evidence.stream?.counts.bytes ?? 0;
    if (evidence.stream === null && hasActiveJob(reading)) {
      return find({
        confidence: "guess",
        summary: "The Job has a pod and is not over; the pod was not looked at.",
        claims: cite(evidence, "pods the Job has or had", "job.value.podsCounted"),
      });
    }
    if (evidence.stream === null || end.kind !== "unseen" || isCreateOpen(reading))
      return abstain("nothing shows the agent at work");
    const { counts } = evidence.stream;
    if (evidence.job.kind !== "found" && bytes === 0 && evidence.run.create !== null)
      return abstain("the agent wrote nothing yet");
    const isForeign = bytes > 0 && counts.events + counts.byKind.broken === 0;
    return find({
      confidence: "guess",
      summary: isForeign
        ? "No line of the output is an event of Claude Code's, and nothing says that the run has ended."
        : "Nothing says that the run has ended; it may still go on.",
      resolution: isForeign ? NO_EVENT : null,
      claims: cite(evidence, "bytes that arrived", "stream.counts.bytes"),
    });
  },
};

/** An agent that died before its first event wrote plain text too, so what it is only the reader knows. */
const NO_EVENT =
  "Say how the process ended, if it has; a transcript is what claude -p --output-format stream-json --verbose writes.";

function hasActiveJob({ evidence: { job, pod }, end }: Reading): boolean {
  return (
    end.kind === "unseen" &&
    pod.kind === "not_asked" &&
    job.kind === "found" &&
    job.value.podsCounted > 0 &&
    !job.value.suspended
  );
}

function lastWords({ evidence: { stream } }: Reading): string {
  const tool = stream?.tools.open.at(-1);
  return tool === undefined ? "" : `, waiting for its tool ${plainMessage(tool.name, 40)}`;
}

export const starting: Rule = {
  ...state,
  id: "starting",
  code: "starting",
  seen: "Pending pods: ImagePullBackOff, CreateContainerConfigError, Unschedulable and mounts wait for ever until a deadline of ours fires.",
  judge({ end, evidence, pod, job }) {
    if (end.kind === "waiting" && pod !== null) {
      const condition = end.reason === null ? unscheduled(pod) : null;
      const reason =
        end.reason === null ? `its node${sayWhy(condition?.value)}` : plainMessage(end.reason, 60);
      return find({
        confidence: "confirmed",
        summary: `The agent container has not started yet; it waits for ${reason}.`,
        claims: [
          ...cite(evidence, "what it waits for", `${end.path}.reason`),
          ...(condition === null ? [] : cite(evidence, "why it has none", `${condition.path}.reason`)),
          ...(condition === null ? [] : cite(evidence, "the scheduler says", `${condition.path}.message`)),
          ...cite(evidence, "the pod's phase", `${pod.path}.phase`),
        ],
      });
    }
    if (end.kind === "no-pod") {
      const claims = cite(evidence, "pods the Job has or had", end.path);
      return find({
        confidence: "confirmed",
        summary: `The Job has no pod yet${job?.value.suspended === true ? "; it is suspended" : ""}.`,
        claims,
      });
    }
    const { create } = evidence.run;
    const made = create?.outcome === "created" || create?.outcome === "adopted";
    if (!made || end.kind !== "unseen" || (evidence.stream?.counts.bytes ?? 0) > 0)
      return abstain("no pod is known to be waiting");
    if (evidence.pod.kind === "unavailable" || evidence.job.kind !== "not_asked")
      return abstain("no pod is known to be waiting");
    return find({
      confidence: "likely",
      summary: "The Job was created; its pod was not looked at yet.",
      claims: cite(evidence, "how the create was answered", "run.create.outcome"),
    });
  },
};

/** Why no node took the pod, in the scheduler's words. */
function sayWhy(condition: ConditionFact | undefined): string {
  if (condition === undefined) return "";
  const { reason, message } = condition;
  const words = [plainMessage(reason ?? "", 60), plainMessage(message ?? "", 180)].filter(
    (text) => text !== "",
  );
  // The scheduler ends its sentences itself, and ours goes on.
  return words.length === 0 ? "" : ` (${words.join(": ").replace(/\.$/, "")})`;
}

export const settling: Rule = {
  ...state,
  id: "settling",
  code: "settling",
  seen: "Phase Failed or Succeeded some hundred milliseconds before the container's terminated state is published.",
  judge({ end, evidence }) {
    if (end.kind !== "settling") return abstain("the pod is not over, or the container's state is published");
    return find({
      confidence: "confirmed",
      summary: "The pod is over, but how its agent container ended is not published yet.",
      claims: cite(evidence, "the pod's phase", end.path),
    });
  },
};

export const observerBlind: Rule = {
  ...state,
  id: "observer-blind",
  code: "observer_blind",
  seen: "403s, 5xx storms and cut connections of our own look-ups; in the original one failed look-up ended a run.",
  judge(reading) {
    if (hasEnded(reading)) return abstain("something terminal was seen");
    if (!isLookupBlind(reading) && !isCreateOpen(reading)) return abstain("no look-up failed");
    const { evidence } = reading;
    const lost = isCreateOpen(reading);
    return find({
      confidence: "guess",
      summary: lost
        ? "The answer to the create was lost; whether the Job exists is not known."
        : "The look-ups failed, so nothing is known of the run.",
      claims: [
        ...(evidence.pod.kind === "unavailable" ? cite(evidence, "the look-up of the pod", "pod.kind") : []),
        ...(evidence.job.kind === "unavailable" ? cite(evidence, "the look-up of the Job", "job.kind") : []),
        ...(lost ? cite(evidence, "how the create was answered", "run.create.outcome") : []),
      ],
    });
  },
};

function isLookupBlind({ evidence: { pod, job }, end }: Reading): boolean {
  return end.kind === "unseen" && (pod.kind === "unavailable" || job.kind === "unavailable");
}

/** A create that may have made a Job which nobody has looked for with success. */
function isCreateOpen({ evidence, job, jobGone }: Reading): boolean {
  const { create } = evidence.run;
  return create !== null && isAnswerLost(create) && job === null && !jobGone;
}
