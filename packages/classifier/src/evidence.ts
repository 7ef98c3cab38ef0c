import type { ParsedStream, TextLine } from "@runverdict/stream-parser";
import type { JobFacts } from "./job-facts.ts";
import type { EventFact } from "./event-facts.ts";
import type { PodFacts } from "./pod-facts.ts";

/**
 * All that a judgement may look at. It is plain data: whoever gathered it (the runner, or the command line from files)
 * did the looking; `now` stands in for the clock. Instants are epoch milliseconds.
 */
export interface Evidence {
  /** Facts of the agent's captured output; null when nothing was captured. */
  readonly stream: ParsedStream | null;
  readonly pod: Lookup<PodFacts>;
  readonly job: Lookup<JobFacts>;
  readonly events: Lookup<readonly EventFact[]>;
  readonly run: RunTestimony;
  readonly now: number | null;
}

/**
 * What one look-up told. Only `absent` (a 404 or an empty read that the server stands behind) supports a conclusion;
 * `unavailable` never does. `lastSeen` is the last state known before the object was gone or out of sight.
 */
export type Lookup<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent"; readonly lastSeen: T | null }
  | { readonly kind: "unavailable"; readonly lastSeen: T | null }
  | { readonly kind: "not_asked" };

/** What the runner says of its own part: what it asked for, what it meant to end, how it followed the log. */
export interface RunTestimony {
  /** Name of the container the agent runs in; null leaves the choice to `readPod`. */
  readonly agentContainer: string | null;
  /**
   * How the agent's process ended, by the word of whoever ran it: of a run without a pod (a local process) the operating
   * system's, of one in a pod the in-pod wrapper's. It counts only where the cluster has none.
   */
  readonly exit: ProcessExit | null;
  readonly create: CreateAnswer | null;
  readonly intents: readonly Intent[];
  readonly limits: { readonly runMs: number | null };
  readonly log: LogTestimony | null;
  /** Whether the caller asked for structured output (`--json-schema`). */
  readonly schemaRequested: boolean;
  /**
   * Lines of the agent's stderr, where it was captured apart from stdout, and of what else was written to the container's
   * log beside its output.
   */
  readonly stderr: readonly TextLine[];
}

export type ProcessExit =
  | { readonly kind: "code"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string };

/** How the API server, or the runner's own admission, answered the wish to create the Job. */
export interface CreateAnswer {
  readonly outcome: "created" | "adopted" | "conflict" | "blocked" | "rejected" | "unknown";
  readonly http: number | null;
  readonly reason: string | null;
  readonly message: string | null;
}

/** Something we set out to do to the run, recorded before it was done. */
export interface Intent {
  readonly kind: "cancel" | "deadline" | "teardown" | "budget";
  readonly phase: "schedule" | "start" | "first_output" | "idle" | "run" | "drain" | null;
  readonly at: number | null;
  readonly by: string | null;
}

/** What the transport knows of the captured log: whether all of it arrived, and how the last stream ended. */
export interface LogTestimony {
  readonly completeness: "complete" | "unproven" | "head_lost" | "gap" | "tail_lost" | null;
  readonly end: "eof" | "reset" | "open" | null;
}

/** The last state known of what was looked up, however the look-up went. */
export function lastKnown<T>(lookup: Lookup<T>): T | null {
  if (lookup.kind === "found") return lookup.value;
  return lookup.kind === "not_asked" ? null : lookup.lastSeen;
}

/** Evidence of which nothing is known yet; spread it and fill in what was learnt. */
export const noEvidence: Evidence = {
  stream: null,
  pod: { kind: "not_asked" },
  job: { kind: "not_asked" },
  events: { kind: "not_asked" },
  run: {
    agentContainer: null,
    exit: null,
    create: null,
    intents: [],
    limits: { runMs: null },
    log: null,
    schemaRequested: false,
    stderr: [],
  },
  now: null,
};
