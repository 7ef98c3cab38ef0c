import type { LogTestimony } from "@runverdict/classifier";
import { readPodLog, type Cluster, type LogRead } from "../run/runner.ts";

/** The agent container of which the logs are read. */
export interface LogOf {
  readonly pod: string;
  readonly container: string;
  /** Whether the container was restarted, so that there may be a log from before. */
  readonly restarted: boolean;
  readonly running: boolean;
}

export interface ReadLogs {
  /** Null when no log could be read. */
  readonly testimony: LogTestimony | null;
  readonly troubles: readonly string[];
}

const IDLE_MS = 30_000;
const LINE_FEED = 10;

/**
 * The logs of the agent container, the one from before a restart first: together they are one transcript. `take` is
 * called at once and must not be slow, because a kubelet that is read from slowly leaves lines out.
 */
export async function readLogs(
  cluster: Cluster,
  of: LogOf,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<ReadLogs> {
  if (of.restarted) await readBefore(cluster, of, take, signal);
  const { opened, read } = await readOne(cluster, of, false, take, signal);
  const end = of.running ? "open" : read.kind === "eof" ? "eof" : "reset";
  return {
    testimony: opened ? { completeness: of.running ? null : "unproven", end } : null,
    troubles: troubleIn(read),
  };
}

/** The last line of a container that was killed may have no end; the next one's first line is not part of it. */
async function readBefore(
  cluster: Cluster,
  of: LogOf,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  let last = LINE_FEED;
  const remember = (bytes: Uint8Array): void => {
    last = bytes.at(-1) ?? last;
    take(bytes);
  };
  await readOne(cluster, of, true, remember, signal);
  if (last !== LINE_FEED) take(new Uint8Array([LINE_FEED]));
}

async function readOne(
  cluster: Cluster,
  { pod, container }: LogOf,
  previous: boolean,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<{ readonly opened: boolean; readonly read: LogRead }> {
  let opened = false;
  const ask = { pod, container, previous, follow: false, timestamps: true, sinceTime: null, idleMs: IDLE_MS };
  const sink = { opened: () => void (opened = true), take, closed: () => ({ inBand: null }) };
  const read = await readPodLog(cluster, ask, sink, signal);
  return { opened, read };
}

/** A log that is not there (yet, or any more) is told by the pod's own state. */
function troubleIn(read: LogRead): readonly string[] {
  switch (read.kind) {
    case "eof":
    case "waiting":
    case "gone":
    case "aborted":
      return [];
    case "forbidden":
      return [
        `The log may not be read: ${read.message}. Grant the verb "get" on the resource "pods/log"; deploy/rbac.yaml has all that is needed.`,
      ];
    case "unauthenticated":
      return ["The log may not be read: the API server does not accept the credentials. Log in again."];
    case "throttled":
      return ["The log could not be read: the API server has too much to do. Ask again later."];
    case "reset":
    case "idle":
    case "unreachable":
      return ["The log could not be read to its end: the connection broke. Ask again."];
    case "kubelet-error":
    case "misnamed":
    case "server-error":
    case "refused":
      return [`The log could not be read: ${read.message}. Ask again later.`];
  }
}
