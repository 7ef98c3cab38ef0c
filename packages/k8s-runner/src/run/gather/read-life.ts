import type { Cluster } from "../../cluster/cluster.ts";
import { readPodLog, type LogRead, type LogSink } from "../../cluster/objects/pod-log.ts";
import { beginLog } from "../../log/log-cursor.ts";
import type { LogPlace } from "../log-place.ts";
import { createOutputReader } from "../output-reader.ts";
import type { StderrLine } from "../text-tail.ts";

/** One life of a container, which has a log of its own. */
export interface LifeOf {
  readonly pod: string;
  readonly podUid: string;
  readonly container: string;
  /** Whether it is the life before the last restart. */
  readonly previous: boolean;
  /** Of the frames that our wrapper writes; null where the log is the output. */
  readonly nonce: string | null;
}

export interface ReadLife {
  readonly read: LogRead;
  /** How far the log was read; null where the server sent none. */
  readonly place: LogPlace | null;
  /** The last lines of stderr, where the wrapper tells it apart. */
  readonly stderr: readonly StderrLine[];
}

const IDLE_MS = 30_000;

/** Reads the log as it is now, and gives the output on as it comes. */
export async function readLife(
  cluster: Cluster,
  life: LifeOf,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<ReadLife> {
  const reader = createOutputReader(null, "keep", life.nonce);
  reader.open({ podUid: life.podUid, containerId: "" });
  let received = 0;
  const asked = await ask(cluster, life, signal, {
    take: (bytes) => {
      received += bytes.length;
      reader.feed(bytes).forEach(take);
    },
    closed: reader.close,
  });
  reader.finish().forEach(take);
  const place = reader.place();
  const isEmpty = place?.cursor.bytes === 0;
  const isBare = life.nonce === null && isEmpty && received > 0 && asked.read.kind === "eof";
  if (isBare) return readBare(cluster, life, take, signal);
  const isNone = !asked.isOpened || (isEmpty && asked.read.kind === "kubelet-error");
  return { read: asked.read, place: isNone ? null : place, stderr: reader.stderr() };
}

/**
 * What was sent has no timestamps: kubelets that are none (virtual nodes) may not know them. A line without one can't be
 * told from the rest of another, so the reader gave nothing, and the log is read again and taken as it is.
 */
async function readBare(
  cluster: Cluster,
  life: LifeOf,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<ReadLife> {
  const { read, isOpened } = await ask(cluster, life, signal, { take, closed: () => ({ inBand: null }) });
  const place = { cursor: beginLog(life.podUid, ""), frames: null };
  return { read, place: isOpened ? place : null, stderr: [] };
}

async function ask(
  cluster: Cluster,
  { pod, container, previous }: LifeOf,
  signal: AbortSignal,
  sink: Omit<LogSink, "opened">,
): Promise<{ readonly isOpened: boolean; readonly read: LogRead }> {
  let isOpened = false;
  const of = { pod, container, previous, follow: false, timestamps: true, sinceTime: null, idleMs: IDLE_MS };
  const read = await readPodLog(cluster, of, { ...sink, opened: () => void (isOpened = true) }, signal);
  return { isOpened, read };
}
