import type { LifecycleEvent } from "./event.ts";
import { diceOf } from "./backoff.ts";
import { afterAnswer, afterRestart, afterTimeouts, answeredBy } from "./errand.ts";
import { hasRun, isJobOver } from "./progress.ts";
import { isNewer, type Seen, uidOf } from "./seen.ts";
import type { Known, LifecycleState, LiveState } from "./state.ts";

/**
 * The state with what the event tells of the world, whatever the phase; null when it tells nothing: an answer to what is
 * no longer asked, a connection that was given up, another run's object, a state older than the one known.
 */
export function learn(state: LiveState, event: LifecycleEvent): LiveState | null {
  const facts = learnFacts(state, event);
  const answers = answeredBy(state.errands, event) !== null;
  if ("ask" in event && !answers && facts === null) return null;
  if ("connection" in event && event.connection !== connectionOf(state)) return null;
  const errands = learnErrands(state, event);
  if (facts === null && errands === state.errands) return state;
  return { ...state, ...facts, errands };
}

function connectionOf(state: LifecycleState): number | null {
  if (!("following" in state) || state.following.kind !== "connected") return null;
  return state.following.connection;
}

function learnErrands(state: Known, event: LifecycleEvent): Known["errands"] {
  if (event.kind === "restarted") return afterRestart(state.errands, event.at);
  const dice = diceOf(state.seed, state.asks);
  return afterTimeouts(afterAnswer(state.errands, event, dice), event.at, dice);
}

type Facts = Pick<Known, "job" | "pod" | "jobOverAsk">;

/** What is known of the Job and its pod after the event; null when that is nothing new. */
function learnFacts(state: Known, event: LifecycleEvent): Partial<Facts> | null {
  switch (event.kind) {
    case "job-seen": {
      if (isForeign(state.job, event.uid) || !isNewer(event, state.job)) return null;
      const { uid, resourceVersion, facts } = event;
      const over = isJobOver(facts) ? { jobOverAsk: state.jobOverAsk ?? state.asks } : {};
      return { job: { kind: "present", uid, resourceVersion, facts }, ...over };
    }
    case "pod-seen": {
      if (isAnothers(state, event.facts.jobUid) || !isWelcome(state.pod, event.uid)) return null;
      if (!isNewer(event, state.pod)) return null;
      const { uid, resourceVersion, facts } = event;
      return { pod: { kind: "present", uid, resourceVersion, facts } };
    }
    case "job-absent":
      return learnJobAbsent(state, event.uid, event.ask);
    case "pod-absent":
      return learnPodAbsent(state, event.uid, event.ask);
    default:
      return null;
  }
}

function learnJobAbsent(state: Known, uid: string | null, ask: number | null): Partial<Facts> | null {
  const { job } = state;
  if (uid === null) return job.kind === "unseen" && ask !== null ? { job: { kind: "none", ask } } : null;
  if (job.kind !== "present" || job.uid !== uid) return null;
  return { job: { kind: "absent", uid, last: job.facts }, jobOverAsk: state.jobOverAsk ?? state.asks };
}

function learnPodAbsent(state: Known, uid: string | null, ask: number | null): Partial<Facts> | null {
  const { pod } = state;
  if (uid === null) {
    // Only a look-up can say that there is none, and a later one says it of a later time.
    if (ask === null) return null;
    const isNews = pod.kind === "unseen" || (pod.kind === "none" && ask > pod.ask);
    return isNews ? { pod: { kind: "none", ask } } : null;
  }
  return pod.kind === "present" && pod.uid === uid ? { pod: { kind: "absent", uid, last: pod.facts } } : null;
}

function isForeign(seen: Seen<unknown>, uid: string): boolean {
  return (uidOf(seen) ?? uid) !== uid;
}

/** Names are reused, UIDs are not: the pod of a former Job of this name told how another run had ended. */
function isAnothers({ job }: Known, jobUid: string | null): boolean {
  return jobUid !== null && isForeign(job, jobUid);
}

/** One pod is the run's; another takes its place only if that one is gone and never started its agent. */
function isWelcome(pod: Known["pod"], uid: string): boolean {
  if (pod.kind === "unseen" || pod.kind === "none" || pod.uid === uid) return true;
  return pod.kind === "absent" && !hasRun(pod.last);
}
