import type { EventFact, JobFacts, PodFacts } from "@runverdict/classifier";
import type { EventsSeen } from "../cluster/objects/events.ts";
import type { Seen } from "../cluster/objects/seen-object.ts";
import { createHistory, type Forensics, type History } from "./forensics.ts";
import type { RunRecord } from "./run-record.ts";

/** What was seen of the run by this process, beside what the lifecycle remembers. */
export interface Known {
  readonly jobs: History;
  readonly pods: History;
  pod: Seen<PodFacts> | null;
  /** Those that were fetched when the run was over. */
  events: EventsSeen | null;
  forensics: Forensics | null;
  /** What the cluster last said of a run that is slow to start. */
  stall: Stall | null;
}

export interface Stall {
  readonly lookedAt: number;
  /** Null as long as nothing was answered. */
  readonly newest: EventFact | null;
}

export function createKnown(from: Pick<RunRecord, "events" | "forensics"> | null): Known {
  return {
    jobs: createHistory(),
    pods: createHistory(),
    pod: null,
    events: from?.events ?? null,
    forensics: from?.forensics ?? null,
    stall: null,
  };
}

export function sawJob({ jobs }: Known, seen: Seen<JobFacts>): void {
  jobs.saw(seen);
}

export function sawPod(known: Known, seen: Seen<PodFacts>): void {
  known.pods.saw(seen);
  known.pod = seen;
}
