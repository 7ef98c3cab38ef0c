import { createHash } from "node:crypto";
import type { OutputStream } from "./kubelet/container-log.ts";

/** What really happened, known to nobody who asks the API: the measure of whatever a runner concludes. */
export interface Truth {
  /** One for each Job, in the order of their creation. */
  readonly runs: () => readonly RunTruth[];
}

export interface RunTruth {
  readonly job: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly createdAt: number;
  /** Who deleted the Job, or marked it as deleted, and when; null when nobody did. */
  readonly deleted: Takedown | null;
  /** When the Job was gone; null while it is there. */
  readonly goneAt: number | null;
  readonly pods: readonly PodTruth[];
}

export interface PodTruth {
  readonly name: string;
  readonly uid: string;
  readonly scheduledAt: number | null;
  readonly goneAt: number | null;
  /** Who took the pod down; null when nobody did. */
  readonly takenDown: Takedown | null;
  readonly containers: readonly ContainerTruth[];
}

/** Somebody who ends things: by deleting them, or, on the node, by ending them. */
export type Actor =
  /** Whoever asked through the API. */
  | "client"
  /** Somebody else, by a happening of the plan. */
  | "stranger"
  | "job-deadline"
  | "suspension"
  /** The Job wants fewer pods than it has. */
  | "parallelism"
  | "garbage-collector"
  | "ttl"
  | "preemption"
  | "eviction-api"
  | "taint"
  | "pod-gc"
  | "namespace"
  | "kubelet"
  | "pod-deadline"
  | "node-pressure"
  | "own-limit";

export interface Takedown {
  readonly by: Actor;
  readonly at: number;
}

/** One life of a container; one that was started again has several. */
export interface ContainerTruth {
  readonly name: string;
  readonly startedAt: number;
  readonly ended: Ending | null;
  readonly stdout: Written;
  readonly stderr: Written;
}

export interface Ending {
  readonly at: number;
  readonly exitCode: number;
  /** `stopped`: it was told to end and did; `killed`: it was not given the choice. */
  readonly how: "by-itself" | "stopped" | "killed" | "oom";
}

/** What a container wrote, to the byte, whatever became of it on the way. */
export interface Written {
  readonly bytes: number;
  readonly sha256: string;
  /** The beginning; all of it when `isWhole`. */
  readonly text: string;
  readonly isWhole: boolean;
}

/** The side of the truth that is told. */
export interface Witness extends Truth {
  readonly jobCreated: (job: RunTruth["job"], at: number) => void;
  readonly jobDeleted: (uid: string, takedown: Takedown) => void;
  readonly jobGone: (uid: string, at: number) => void;
  readonly podCreated: (jobUid: string, pod: { readonly name: string; readonly uid: string }) => void;
  readonly podScheduled: (uid: string, at: number) => void;
  readonly podTakenDown: (uid: string, takedown: Takedown) => void;
  readonly podGone: (uid: string, at: number) => void;
  readonly containerStarted: (podUid: string, name: string, at: number) => ContainerWitness;
}

export interface ContainerWitness {
  readonly wrote: (stream: OutputStream, bytes: Uint8Array) => void;
  readonly ended: (ending: Ending) => void;
}

interface PodRecord {
  truth: PodTruth;
  readonly containers: (() => ContainerTruth)[];
}

interface RunRecord {
  truth: RunTruth;
  readonly pods: PodRecord[];
}

/** `keepBytes`: how much of each stream is kept as text. */
export function createWitness(keepBytes: number): Witness {
  const runs = new Map<string, RunRecord>();
  const pods = new Map<string, PodRecord>();
  const ofPod = (uid: string, change: (truth: PodTruth) => PodTruth): void => {
    const record = pods.get(uid);
    if (record !== undefined) record.truth = change(record.truth);
  };
  const ofJob = (uid: string, change: (truth: RunTruth) => RunTruth): void => {
    const record = runs.get(uid);
    if (record !== undefined) record.truth = change(record.truth);
  };
  return {
    runs: () =>
      [...runs.values()].map(({ truth, pods: own }) => ({
        ...truth,
        pods: own.map((pod) => ({ ...pod.truth, containers: pod.containers.map((read) => read()) })),
      })),
    jobCreated: (job, at) =>
      void runs.set(job.uid, {
        truth: { job, createdAt: at, deleted: null, goneAt: null, pods: [] },
        pods: [],
      }),
    jobDeleted: (uid, takedown) => ofJob(uid, (truth) => ({ ...truth, deleted: truth.deleted ?? takedown })),
    jobGone: (uid, at) => ofJob(uid, (truth) => ({ ...truth, goneAt: at })),
    podCreated: (jobUid, { name, uid }) => {
      const truth = { name, uid, scheduledAt: null, goneAt: null, takenDown: null, containers: [] };
      const record: PodRecord = { truth, containers: [] };
      pods.set(uid, record);
      runs.get(jobUid)?.pods.push(record);
    },
    podScheduled: (uid, at) => ofPod(uid, (truth) => ({ ...truth, scheduledAt: at })),
    // The first who takes a pod down is who did it.
    podTakenDown: (uid, takedown) =>
      ofPod(uid, (truth) => ({ ...truth, takenDown: truth.takenDown ?? takedown })),
    podGone: (uid, at) => ofPod(uid, (truth) => ({ ...truth, goneAt: at })),
    containerStarted: (podUid, name, at) => {
      const { witness, read } = witnessContainer(name, at, keepBytes);
      pods.get(podUid)?.containers.push(read);
      return witness;
    },
  };
}

function witnessContainer(
  name: string,
  startedAt: number,
  keepBytes: number,
): { witness: ContainerWitness; read: () => ContainerTruth } {
  let ended: Ending | null = null;
  const streams = { stdout: witnessStream(keepBytes), stderr: witnessStream(keepBytes) };
  const read = (): ContainerTruth => ({
    name,
    startedAt,
    ended,
    stdout: streams.stdout.read(),
    stderr: streams.stderr.read(),
  });
  const witness: ContainerWitness = {
    wrote: (stream, bytes) => streams[stream].wrote(bytes),
    ended: (ending) => {
      ended = ending;
    },
  };
  return { witness, read };
}

function witnessStream(keepBytes: number): { wrote: (bytes: Uint8Array) => void; read: () => Written } {
  const hash = createHash("sha256");
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let bytes = 0;
  return {
    wrote: (piece) => {
      hash.update(piece);
      bytes += piece.length;
      if (keptBytes >= keepBytes) return;
      const part = piece.slice(0, keepBytes - keptBytes);
      kept.push(part);
      keptBytes += part.length;
    },
    read: () => ({
      bytes,
      sha256: hash.copy().digest("hex"),
      text: Buffer.concat(kept).toString(),
      isWhole: keptBytes === bytes,
    }),
  };
}
