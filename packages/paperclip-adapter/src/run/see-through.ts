import { classify, lastKnown, type Evidence, type Intent, type Verdict } from "@runverdict/classifier";
import {
  attach,
  explainTrouble,
  type Cluster,
  type FollowOptions,
  type LimitWishes,
  type RunHandle,
  type RunOutcome,
} from "@runverdict/k8s-runner";
import type { Transcript } from "./transcript.ts";

/** A run that is over, and what its end is called. */
export interface SeenThrough {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  readonly outcome: RunOutcome;
}

/** How a run is followed, and what it is judged by. */
export interface Following {
  /** The connection that all runs share, and with it their watches. */
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly options: Omit<FollowOptions, "cluster" | "signal"> & { readonly signal: AbortSignal };
  readonly limits: LimitWishes;
  readonly transcript: Transcript;
  /** Told each time the run is taken up. */
  readonly onFollow: (handle: RunHandle) => void;
  /** Told what keeps us from looking: one sentence. */
  readonly onTrouble: (sentence: string) => void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Follows a run until its end is known. What is not over, or not known to be, is never given to the host as an end: it
 * is taken up again, for as long as it takes. Only a cancellation ends the waiting, and the verdict then says what could
 * not be seen.
 */
export async function seeThrough(begun: RunHandle, following: Following): Promise<SeenThrough> {
  const { cluster, transcript, options } = following;
  let outcome = await followed(begun, following);
  let evidence: Evidence = { ...outcome.evidence, stream: transcript.stream() };
  for (let pauseMs = FIRST_PAUSE_MS; classify(evidence).outcome === "unsettled"; pauseMs *= 2) {
    await cluster.clock.sleep(Math.min(pauseMs, LONGEST_PAUSE_MS), options.signal);
    const again = await takeUp(begun.jobName, following);
    if (again.kind === "attached") {
      outcome = await followed(again.run, following);
      evidence = joined(evidence, { ...outcome.evidence, stream: transcript.stream() });
    } else if (again.kind === "absent") {
      evidence = withoutJob(evidence, cluster.clock.now());
    } else if (options.signal.aborted) {
      evidence = cancelledUnseen(evidence, cluster.clock.now());
    }
  }
  transcript.end();
  const whole = { ...evidence, stream: transcript.stream() };
  return { verdict: classify(whole), evidence: whole, outcome };
}

async function followed(handle: RunHandle, { onFollow }: Following): Promise<RunOutcome> {
  onFollow(handle);
  return handle.outcome;
}

type Again = { readonly kind: "attached"; readonly run: RunHandle } | { readonly kind: "absent" | "unknown" };

async function takeUp(jobName: string, following: Following): Promise<Again> {
  const { cluster, namespace, options, limits, onTrouble } = following;
  const within = AbortSignal.timeout(LONGEST_PAUSE_MS);
  const found = await attach({ ...options, cluster, namespace, jobName, limits }, within);
  if (found.kind === "attached") return found;
  if (found.kind === "trouble") {
    onTrouble(explainTrouble(found.trouble).sentence);
    return { kind: "unknown" };
  }
  // Where the name is another's by now, ours is gone.
  return { kind: "absent" };
}

/** What was meant and answered earlier stands, whoever has taken the run up since. */
function joined(before: Evidence, now: Evidence): Evidence {
  const told = (intents: readonly Intent[]): ReadonlySet<string> => new Set(intents.map(tellIntent));
  const known = told(now.run.intents);
  const earlier = before.run.intents.filter((intent) => !known.has(tellIntent(intent)));
  const create = now.run.create ?? before.run.create;
  return { ...now, run: { ...now.run, create, intents: [...earlier, ...now.run.intents] } };
}

function tellIntent({ kind, phase, at, by }: Intent): string {
  return JSON.stringify([kind, phase, at, by]);
}

/** The API server says that there is no such Job; what was seen of it stands. */
function withoutJob(evidence: Evidence, now: number): Evidence {
  return {
    ...evidence,
    job: { kind: "absent", lastSeen: lastKnown(evidence.job) },
    pod: { kind: "absent", lastSeen: lastKnown(evidence.pod) },
    now,
  };
}

/** The host wants the run ended, and nobody can reach it to say so, or to see whether it ended. */
function cancelledUnseen(evidence: Evidence, now: number): Evidence {
  const { intents } = evidence.run;
  if (intents.some(({ kind }) => kind === "cancel")) return { ...evidence, now };
  const cancel: Intent = { kind: "cancel", phase: null, at: now, by: "paperclip" };
  return { ...evidence, run: { ...evidence.run, intents: [...intents, cancel] }, now };
}
