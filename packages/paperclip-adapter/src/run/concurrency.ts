import { ADMISSION, type AdmissionReason } from "@runverdict/classifier";

/** A Job of the agent's that is there already, whoever made it. */
export interface HeldJob {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** Epoch milliseconds. */
  readonly createdAt: number | null;
  /** The run that made it; null where its labels do not say it. */
  readonly runId: string | null;
  /** The run that sees it through as far as the Job says: the one that made it, or that went on with it last. */
  readonly followedBy: string | null;
  readonly task: string | null;
  readonly session: string | null;
  /** Whether it was made by this adapter, so that it can be taken up. */
  readonly isOurs: boolean;
  readonly isOver: boolean;
  readonly isBeingDeleted: boolean;
  /** Which other run sees it through: then it was not left alive, and is cleaned up after. Null where none is known to. */
  readonly follower: Follower | null;
}

/** In which process of Paperclip's the run is that sees a Job through. */
export type Follower =
  | { readonly kind: "this-process" }
  /** Until `heldUntil` it need not have said that it is alive; epoch milliseconds, null where the host does not tell. */
  | { readonly kind: "another-process"; readonly heldUntil: number | null };

/** The run that wants to begin. */
export interface Applicant {
  readonly runId: string;
  readonly task: string | null;
  readonly session: string | null;
  /** The name that its Job will have; of all runs that may not be at once it is the same. */
  readonly jobName: string;
  readonly concurrency: "session" | "agent";
  readonly reattach: boolean;
}

/** What to do about the Jobs that are there. */
export type Way =
  | { readonly kind: "begin" }
  /** An earlier run of the same session left it alive: this run goes on with it. */
  | { readonly kind: "take-up"; readonly job: HeldJob }
  /** It has ended and nobody has cleaned up after it: then the name is free. */
  | { readonly kind: "tidy-up"; readonly job: HeldJob }
  /** It is on its way out, and may still run, or its own run cleans up after it: nothing begins beside it. */
  | { readonly kind: "await-deletion"; readonly job: HeldJob }
  | ({ readonly kind: "blocked" } & Blocked);

/** Why a run may not begin. */
export interface Blocked {
  readonly reason: AdmissionReason;
  readonly message: string;
  /** Before it nothing will have changed; epoch milliseconds, left out where it may at any time. */
  readonly notBefore?: number;
}

/**
 * Whether a run may begin, judged by the agent's Jobs. A Job that is being deleted still runs, and one that may belong to
 * somebody else is never taken up and never deleted.
 */
export function wayFor(applicant: Applicant, jobs: readonly HeldJob[]): Way {
  const others = jobs.filter((job) => job.runId !== applicant.runId || job.name !== applicant.jobName);
  const rivals = others.filter((job) => isRival(applicant, job)).toSorted(newestFirst);
  const namesake = rivals.find(({ name }) => name === applicant.jobName);
  // Others that are over or going do not matter: only the name that we want has to be free.
  const rival = rivals.find((job) => !job.isOver && !job.isBeingDeleted);
  if (rival !== undefined) return beside(applicant, rival);
  if (namesake !== undefined && namesake.isBeingDeleted) return { kind: "await-deletion", job: namesake };
  const going = rivals.find(({ isBeingDeleted, isOver }) => isBeingDeleted && !isOver);
  if (going !== undefined) return { kind: "await-deletion", job: going };
  if (namesake !== undefined) return finished(namesake);
  return { kind: "begin" };
}

/** Whether the two may not be at once. */
function isRival({ concurrency, jobName, task, session }: Applicant, job: HeldJob): boolean {
  if (concurrency === "agent" || job.name === jobName) return true;
  // A Job of another name is one of the original's, or of another configuration.
  return (task !== null && job.task === task) || (session !== null && job.session === session);
}

function newestFirst(one: HeldJob, other: HeldJob): number {
  return (other.createdAt ?? 0) - (one.createdAt ?? 0) || (one.name < other.name ? -1 : 1);
}

function beside(applicant: Applicant, job: HeldJob): Way {
  const { task, session, jobName, reattach } = applicant;
  // Whoever took it up as well would tell its answer and its costs a second time, and leave its own prompt unsaid.
  if (job.follower !== null) return followed(job, job.follower);
  if (!reattach) return blocked("concurrentRun", job, "is still running, and reattaching is switched off");
  const isNamesake = job.name === jobName;
  if (!isNamesake || applicant.concurrency === "agent") {
    if (task === null || job.task === null) return blocked("unknownTask", job, "has unknown task context");
    if (task !== job.task) return blocked("concurrentRun", job, "is still running for another task");
  }
  if (session !== null && job.session !== null && session !== job.session)
    return blocked("otherSession", job, "has a mismatched session");
  if (!job.isOurs) return blocked("concurrentRun", job, "is still running, and this adapter did not make it");
  return { kind: "take-up", job };
}

/** Some seconds more than the hold, so that it has run out by every clock. */
const AFTERWARDS_MS = 5000;

function followed(job: HeldJob, follower: Follower): Way {
  const theirs = { ...job, runId: job.followedBy };
  if (follower.kind === "this-process") return blocked("concurrentRun", theirs, "is still running");
  const { heldUntil } = follower;
  const until =
    heldUntil === null ? "when Paperclip finds it lost" : `at ${new Date(heldUntil).toISOString()}`;
  const way = blocked(
    "concurrentRun",
    theirs,
    `is still running, and another process of Paperclip's has that run. If that process is dead, its hold on the run ends ${until}, and whoever comes next goes on with the Job`,
  );
  return heldUntil === null ? way : { ...way, notBefore: heldUntil + AFTERWARDS_MS };
}

function finished(job: HeldJob): Way {
  if (job.follower !== null) return { kind: "await-deletion", job };
  return job.isOurs
    ? { kind: "tidy-up", job }
    : blocked("nameTaken", job, "has the name of this run's Job, and this adapter did not make it");
}

function blocked(reason: keyof typeof ADMISSION, job: HeldJob, what: string): Extract<Way, Blocked> {
  const of = job.runId === null ? "" : ` of run ${job.runId}`;
  return { kind: "blocked", reason: ADMISSION[reason], message: `Job ${job.name}${of} ${what}` };
}
