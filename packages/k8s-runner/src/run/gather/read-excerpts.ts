import type { LogTestimony, PodFacts } from "@runverdict/classifier";
import type { Cluster } from "../../cluster/cluster.ts";
import { readPodLog, type LogRead } from "../../cluster/objects/pod-log.ts";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { createExcerpt, type LogExcerpt } from "./log-excerpt.ts";
import type { Troubles } from "./troubles.ts";

/** What could be read of the agent container's log. */
export interface Excerpts {
  readonly current: LogExcerpt | null;
  /** Of the container's former life. */
  readonly previous: LogExcerpt | null;
  /** How the stream of the current one ended. */
  readonly end: LogTestimony["end"];
}

/** Of a log the end matters most, and next the beginning, where an agent says who it is. */
const HEAD_BYTES = 2 * 1024 * 1024;
const TAIL_BYTES = 6 * 1024 * 1024;
const IDLE_MS = 20_000;

export async function readExcerpts(
  cluster: Cluster,
  pod: Seen<PodFacts> | null,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<Excerpts> {
  const agent = pod?.facts.agent ?? null;
  if (pod === null || agent === null) return { current: null, previous: null, end: null };
  const read = (previous: boolean): Promise<ReadExcerpt> =>
    readExcerpt(cluster, { pod: pod.name, container: agent.name, previous }, signal);
  const current = await read(false);
  const former = agent.restarts > 0 || agent.lastTerminated !== null ? await read(true) : null;
  for (const { read: how } of [current, ...(former === null ? [] : [former])]) {
    if (how.kind !== "eof" && how.kind !== "waiting") troubles.say(`log of ${pod.name}: ${said(how)}`);
  }
  const isCut = current.read.kind === "reset" || current.read.kind === "idle";
  return {
    current: current.excerpt,
    previous: former?.excerpt ?? null,
    end: current.read.kind === "eof" ? "eof" : isCut ? "reset" : null,
  };
}

interface ReadExcerpt {
  readonly read: LogRead;
  readonly excerpt: LogExcerpt | null;
}

async function readExcerpt(
  cluster: Cluster,
  asked: { readonly pod: string; readonly container: string; readonly previous: boolean },
  signal: AbortSignal,
): Promise<ReadExcerpt> {
  const builder = createExcerpt(HEAD_BYTES, TAIL_BYTES);
  let isOpened = false;
  const sink = {
    opened: () => {
      isOpened = true;
    },
    take: builder.take,
    closed: () => ({ inBand: null }),
  };
  const ask = { ...asked, follow: false, timestamps: true, sinceTime: null, idleMs: IDLE_MS };
  const read = await readPodLog(cluster, ask, sink, signal);
  return { read, excerpt: isOpened ? builder.excerpt() : null };
}

function said(read: LogRead): string {
  return "message" in read && read.message !== "" ? read.message : `it could not be read (${read.kind})`;
}
