import type { ContainerState, JobFacts, PodFacts } from "@runverdict/classifier";
import { factsOf } from "./seen.ts";
import type { Known } from "./state.ts";

/**
 * How far the agent has come, by its own container's status alone. The phase of the pod follows all its containers:
 * beside a living sidecar it stays `Running` after the agent died.
 */
export type Progress = "unscheduled" | "scheduled" | "running" | "ended" | "gone";

export function progressOf(known: Known): Progress {
  const { job, pod } = known;
  const jobIsOver = job.kind === "absent" || isJobOver(factsOf(job));
  if (pod.kind === "present") return progressOfPod(pod.facts);
  const without = job.kind === "absent" && !isJobOver(job.last) ? "gone" : "ended";
  // That there is no pod only counts when it was read after the Job was over: before, it may not have been made yet.
  if (pod.kind === "none") {
    return known.jobOverAsk !== null && pod.ask > known.jobOverAsk ? without : "unscheduled";
  }
  if (pod.kind === "unseen") return "unscheduled";
  if (progressOfPod(pod.last) === "ended") return "ended";
  if (hasRun(pod.last)) return isJobOver(factsOf(job)) ? "ended" : "gone";
  // A pod that never started its agent may be followed by another, as when a queue suspends the Job and resumes it.
  return jobIsOver ? without : "unscheduled";
}

function progressOfPod(pod: PodFacts): Progress {
  const state: ContainerState = pod.agent?.state ?? { kind: "unreported" };
  if (state.kind === "terminated" || isPodOver(pod)) return "ended";
  // Between two tries the state is `waiting`, and the last end stands beside it.
  if (state.kind === "waiting" && hasEndedOnce(pod)) return "ended";
  if (state.kind === "running" || (pod.agent === null && pod.phase === "Running")) return "running";
  return pod.nodeName === null ? "unscheduled" : "scheduled";
}

function hasEndedOnce({ agent }: PodFacts): boolean {
  return agent !== null && agent.lastTerminated !== null;
}

function isPodOver({ phase }: PodFacts): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/**
 * Whether the agent container was ever seen at work, or beyond it. A pod that its node turned away is over, and its agent
 * never ran.
 */
export function hasRun(pod: PodFacts): boolean {
  const { agent, phase } = pod;
  if (agent === null) return phase === "Running";
  return agent.state.kind === "running" || agent.state.kind === "terminated" || hasEndedOnce(pod);
}

/** Whether there may be a log to read. An evicted pod may have lost the states of its containers, but not their logs. */
export function hasLog({ pod }: Known): boolean {
  if (pod.kind !== "present") return false;
  const progress = progressOfPod(pod.facts);
  return progress === "running" || progress === "ended";
}

/**
 * Whether the log is one to which nothing is added, and that can be read again: a runtime that reports an end has written
 * down all that it was given. A pod that is being deleted may be gone before it is asked.
 */
export function isLogFinal({ pod }: Known): boolean {
  return (
    pod.kind === "present" &&
    pod.facts.agent?.state.kind === "terminated" &&
    pod.facts.deletionRequestedAt === null
  );
}

/** The pod is over, but how its agent ended is not published yet: some hundred milliseconds on a real cluster. */
export function isSettling({ pod }: Known): boolean {
  if (pod.kind !== "present" || !isPodOver(pod.facts)) return false;
  const { agent, reason } = pod.facts;
  // A pod that the kubelet rejected or evicted as a whole may never get container states.
  return agent !== null && agent.state.kind !== "terminated" && reason === null;
}

const overConditions = new Set(["Complete", "Failed"]);

export function isJobOver(job: JobFacts | null): boolean {
  return job?.conditions.some(({ type, status }) => status === "True" && overConditions.has(type)) === true;
}

/** When the agent container ended, by its node's clock, cut to whole seconds. */
export function finishedAt({ pod }: Known): number | null {
  const agent = factsOf(pod)?.agent;
  const end = agent?.state.kind === "terminated" ? agent.state : agent?.lastTerminated;
  return end?.finishedAt ?? null;
}

export function startedAt({ pod }: Known): number | null {
  const state = factsOf(pod)?.agent?.state;
  return state?.kind === "running" || state?.kind === "terminated" ? state.startedAt : null;
}

/** Whether no agent of this run can be at work any more. */
export function isAtRest(known: Known): boolean {
  const progress = progressOf(known);
  return (
    progress === "ended" || progress === "gone" || known.pod.kind === "none" || known.pod.kind === "absent"
  );
}
