import type { CreateAnswer, Intent, JobFacts, LogTestimony, PodFacts } from "@runverdict/classifier";
import type { CancelCause, Cause, Ending, Limit } from "./ending.ts";
import type { Errands } from "./errand.ts";
import type { LogFollowing } from "./log-following.ts";
import type { Patience } from "./patience.ts";
import type { Sealed } from "./sealed.ts";
import type { Seen } from "./seen.ts";

/** Where a run is. Plain JSON: stored at any point and read back (`restore`), it goes on where it was. */
export type LifecycleState =
  | Admitting
  | Creating
  | Scheduling
  | Starting
  | Running
  | Stopping
  | Inspecting
  | Cleaning
  | Settled;

/** One in which something may happen yet. */
export type LiveState = Exclude<LifecycleState, Settled>;

/** What every phase knows. */
export interface Known {
  /** Makes the jitter of this run, see `diceOf`. */
  readonly seed: number;
  /** How many asks and log connections were numbered so far. */
  readonly asks: number;
  readonly connections: number;
  readonly create: CreateAnswer | null;
  readonly job: Seen<JobFacts>;
  readonly pod: Seen<PodFacts>;
  /** The newest ask when the Job was first known to be over or gone; that it has no pod only counts if read later. */
  readonly jobOverAsk: number | null;
  /** What we set out to do to the run, also what former processes did. */
  readonly intents: readonly Intent[];
  readonly log: LogTestimony | null;
  readonly errands: Errands;
}

/** The guard is asked whether the run may begin. */
export interface Admitting extends Known {
  readonly phase: "admitting";
}

/** The Job is being made; whether it exists may be unknown. */
export interface Creating extends Known {
  readonly phase: "creating";
  /** How many answers were lost so far. */
  readonly lost: number;
  /** A cancel that waits until it is known whether there is something to stop. */
  readonly cancelled: { readonly cause: CancelCause; readonly giveUpAt: number } | null;
}

/** Phases in which the agent may live and all goes its way. */
interface Living extends Known {
  /** When to look, if until then nothing is heard of the run. */
  readonly quietAt: number;
  /** The deadline that has passed, and whether what was found of the run since bears it out. */
  readonly overdue: Limit | "drain" | null;
}

/** The pod has no node yet, or there is none. */
export interface Scheduling extends Living {
  readonly phase: "scheduling";
  readonly enteredAt: number;
  readonly deadlineAt: number | null;
}

/** The pod has a node; the agent container does not run yet. */
export interface Starting extends Living {
  readonly phase: "starting";
  readonly enteredAt: number;
  readonly deadlineAt: number | null;
}

/** The agent container runs, as far as is known. */
export interface Running extends Living {
  readonly phase: "running";
  readonly deadlineAt: number | null;
  readonly following: LogFollowing;
  readonly patience: Patience | null;
  /** When an agent that gave its final word has lingered long enough; null while it works. */
  readonly lingerAt: number | null;
}

/** We are ending the agent; `byAt` bounds the step at which that is. */
export interface Stopping extends Known {
  readonly phase: "stopping";
  readonly following: LogFollowing;
  readonly stop: Stop;
  readonly step: "looking" | "recording" | "asking" | "confirming";
  readonly byAt: number;
}

export interface Stop {
  readonly cause: Cause;
  /** The agent had given its final word when the cause arose. */
  readonly afterFinalWord: boolean;
  /** When the stop was first asked for; null as long as it was not. */
  readonly askedAt: number | null;
}

/** The end is known, or given up on; what is left of the evidence is gathered and sealed. */
export interface Inspecting extends Known {
  readonly phase: "inspecting";
  readonly following: LogFollowing;
  readonly stop: Stop | null;
  /** Gathering ends when nothing came for `drainMs`, and in any case at the later instant. */
  readonly drainAt: number;
  readonly drainAtLatest: number;
  /** When a connection that brought nothing since has brought all, if the container has ended. */
  readonly lullAt: number;
  /** By when sealing must have succeeded, and which final reads answered before it began; null while we gather. */
  readonly sealing: { readonly byAt: number; readonly jobRead: boolean; readonly podRead: boolean } | null;
}

/** The forensics are sealed; what we made is deleted. */
export interface Cleaning extends Known {
  readonly phase: "cleaning";
  readonly stop: Stop | null;
  /** Judged before anything was deleted; only what was not confirmed then may still change. */
  readonly ending: Ending;
  readonly sealed: Sealed;
  readonly byAt: number;
}

export interface Settled extends Known {
  readonly phase: "settled";
  readonly at: number;
  readonly ending: Ending;
  /** Whether the Job is gone as we asked, was left to its TTL, or whether there was none (any more). */
  readonly cleanup: "deleted" | "left" | "nothing";
}
