import { ADMISSION, classify } from "@runverdict/classifier";
import { askRepeatedly, attach, explainTrouble, type Answer, type Cluster } from "@runverdict/k8s-runner";
import {
  wayFor,
  type Applicant,
  type Blocked,
  type Follower,
  type HeldJob,
  type Way,
} from "./concurrency.ts";
import { heldJobs } from "./held-jobs.ts";
import { createTranscript } from "./transcript.ts";

/** Whether a run may begin, after whatever was in its way has been cleared up or waited for. */
export type Admitted =
  | { readonly kind: "begin" }
  | { readonly kind: "take-up"; readonly job: HeldJob }
  | ({ readonly kind: "blocked" } & Blocked)
  | { readonly kind: "cancelled" };

export interface Admission {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly applicant: Applicant;
  /** The value of the label that all Jobs of the agent have. */
  readonly agentLabel: string;
  /** Whether a run of this process sees the Job of that name through. */
  readonly isFollowed: (jobName: string) => boolean;
  /** Whether a run of another process does, by the host's word; null for no, and where it can't be known. */
  readonly followerElsewhere: (runId: string, signal: AbortSignal) => Promise<Follower | null>;
  readonly signal: AbortSignal;
  /** Told what is waited for: one line. */
  readonly onWait: (sentence: string) => void;
}

/** How long a Job that is on its way out is waited for; a pod that is slow to go takes its grace and some seconds. */
const DELETION_MS = 120_000;
const LOOK_MS = 15_000;
const MOST_LOOKS = 5;
const PAUSE_MS = 1000;
/** A Job that comes back again and again is somebody's who races with us. */
const MOST_TIDIED = 3;

/** Looks what is there, and clears up or waits, until the run may begin, goes on with another, or may not. */
export async function admit(admission: Admission): Promise<Admitted> {
  const { cluster, signal, onWait } = admission;
  const until = cluster.clock.now() + DELETION_MS;
  let tidied = 0;
  for (;;) {
    if (signal.aborted) return { kind: "cancelled" };
    const jobs = await look(admission);
    if (jobs.kind !== "answered") return signal.aborted ? { kind: "cancelled" } : unreachable(jobs);
    const way = await wayBeside(admission, jobs.value);
    if (way.kind === "begin" || way.kind === "take-up" || way.kind === "blocked") return way;
    if (way.kind === "tidy-up" && tidied < MOST_TIDIED) {
      tidied += 1;
      onWait(`cleaning up after Job ${way.job.name}, which has ended`);
      await settle(admission, way.job);
    } else if (cluster.clock.now() < until) {
      onWait(`Job ${way.job.name} to be gone`);
      await cluster.clock.sleep(PAUSE_MS, signal);
    } else {
      return stillThere(way.job);
    }
  }
}

/** Before anything is done with another run's Job the host is asked whether that run is still seen through. */
async function wayBeside(
  { applicant, followerElsewhere, signal }: Admission,
  jobs: readonly HeldJob[],
): Promise<Way> {
  const way = wayFor(applicant, jobs);
  if (way.kind !== "take-up" && way.kind !== "tidy-up") return way;
  const { job } = way;
  if (job.followedBy === null || job.followedBy === applicant.runId) return way;
  const follower = await followerElsewhere(job.followedBy, signal);
  if (follower === null) return way;
  return wayFor(
    applicant,
    jobs.map((one) => (one === job ? { ...one, follower } : one)),
  );
}

function look(admission: Admission): Promise<Answer<readonly HeldJob[]>> {
  const { cluster, namespace, agentLabel, isFollowed, signal } = admission;
  const within = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
  const ask = (): Promise<Answer<readonly HeldJob[]>> =>
    heldJobs({ ...cluster, namespace }, agentLabel, isFollowed, within);
  return askRepeatedly(cluster.clock, "nothing", MOST_LOOKS, ask, within);
}

/** Its evidence is sealed and it is deleted, as its own process would have done; what became of it is told here. */
async function settle(
  { cluster, namespace, signal, onWait }: Admission,
  { name, runId }: HeldJob,
): Promise<void> {
  const transcript = createTranscript();
  const onOutput = (bytes: Uint8Array, offset: number): void => void transcript.take(bytes, offset);
  const found = await attach({ cluster, namespace, jobName: name, onOutput }, signal);
  if (found.kind !== "attached") return;
  const { evidence } = await found.run.outcome;
  transcript.end();
  const { title, summary } = classify({ ...evidence, stream: transcript.stream() });
  onWait(`run ${runId ?? "unknown"}, which nobody had followed to its end: ${title}. ${summary}`);
}

function unreachable(trouble: Exclude<Answer, { kind: "answered" }>): Admitted {
  // The original's words, which consumers know.
  const message = `Concurrency guard unreachable: ${explainTrouble(trouble).sentence}`;
  return { kind: "blocked", reason: ADMISSION.unreachable, message };
}

function stillThere({ name }: HeldJob): Admitted {
  const message = `Job ${name} has been going away for ${DELETION_MS / 1000} s and may still run`;
  return { kind: "blocked", reason: ADMISSION.concurrentRun, message };
}
