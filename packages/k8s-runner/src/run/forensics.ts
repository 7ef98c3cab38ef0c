import { createHash } from "node:crypto";
import type { EventFact } from "@runverdict/classifier";
import type { Seen } from "../cluster/objects/seen-object.ts";
import type { JobIdentity } from "../job/job-identity.ts";
import type { RunFacts } from "../lifecycle/effect.ts";
import type { LogPlace } from "./log-place.ts";

/** What is kept of a run before anything of it is deleted: plain JSON, bounded, for whoever asks later why. */
export interface Forensics {
  readonly version: 1;
  readonly sealedAt: number;
  readonly namespace: string;
  readonly jobName: string;
  readonly identity: JobIdentity;
  /** What the run's end is judged by. */
  readonly facts: RunFacts;
  /** Null when they could not be read. */
  readonly events: readonly EventFact[] | null;
  /** The EventList that they were read from, as the API server gave it; null like them. */
  readonly eventList: unknown;
  /** The states that Job and pods went through, as far as this process saw them: the first few and the newest. */
  readonly jobs: readonly unknown[];
  readonly pods: readonly unknown[];
  /** What the agent container left as its last word in the pod's status. */
  readonly terminationMessage: string | null;
  readonly log: LogPlace | null;
}

/** What the stored evidence can be recognised by. */
export function digestOf(forensics: Forensics): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(forensics)).digest("hex")}`;
}

/** The states of the objects of one kind, each once and in order, without growing. */
export interface History {
  readonly saw: (seen: Seen<unknown>) => void;
  readonly objects: () => readonly unknown[];
}

const FIRST = 4;
const NEWEST = 16;

export function createHistory(): History {
  const first: Seen<unknown>[] = [];
  const newest: Seen<unknown>[] = [];
  const knows = ({ uid, resourceVersion }: Seen<unknown>): boolean =>
    [...first, ...newest].some((one) => one.uid === uid && one.resourceVersion === resourceVersion);
  return {
    saw(seen) {
      if (knows(seen)) return;
      if (first.length < FIRST) first.push(seen);
      else newest.push(seen);
      if (newest.length > NEWEST) newest.shift();
    },
    objects: () => [...first, ...newest].map(({ object }) => object),
  };
}
