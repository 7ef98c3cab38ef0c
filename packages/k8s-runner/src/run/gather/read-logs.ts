import type { JobFacts, LogTestimony, Lookup, PodFacts } from "@runverdict/classifier";
import type { Cluster } from "../../cluster/cluster.ts";
import type { LogRead } from "../../cluster/objects/pod-log.ts";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { testimonyOf } from "../../log/testimony.ts";
import { frameNonce } from "../frame-nonce.ts";
import { isFramed } from "../job-annotations.ts";
import { outputTotal } from "../output-total.ts";
import type { StderrLine } from "../text-tail.ts";
import { readLife, type LifeOf, type ReadLife } from "./read-life.ts";
import type { GatherTrouble, Troubles } from "./troubles.ts";

/** What the logs told, beside the output itself. */
export interface ReadLogs {
  /** Null when no log could be read. */
  readonly testimony: LogTestimony | null;
  readonly stderr: readonly StderrLine[];
}

const NEWLINE = 0x0a;
const nothing: ReadLogs = { testimony: null, stderr: [] };

/**
 * The logs of the agent container, the one from before a restart first: together they are one output. `take` is called
 * at once and must not be slow, because a kubelet that is read from slowly leaves lines out.
 */
export async function readLogs(
  cluster: Cluster,
  { pod, job }: { readonly pod: Seen<PodFacts> | null; readonly job: Lookup<Seen<JobFacts>> },
  take: (bytes: Uint8Array) => void,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<ReadLogs> {
  const agent = pod?.facts.agent ?? null;
  if (pod === null || agent === null) return nothing;
  const nonce = job.kind === "found" && isFramed(job.value.object) ? frameNonce(job.value.uid) : null;
  const life = { pod: pod.name, podUid: pod.uid, container: agent.name, previous: false, nonce };
  const wasRestarted = agent.restarts > 0 || agent.lastTerminated !== null;
  const before = wasRestarted ? await readBefore(cluster, life, take, signal) : null;
  const last = await readLife(cluster, life, take, signal);
  const lives = before === null ? [last] : [before, last];
  lives.flatMap(({ read }) => troubleIn(read)).forEach(troubles.say);
  return { testimony: testimonyTo(last, agent.state), stderr: lives.flatMap(({ stderr }) => stderr) };
}

type AgentState = NonNullable<PodFacts["agent"]>["state"];

/** Of an agent that still works nobody can say whether its log is complete. */
function testimonyTo({ read, place }: ReadLife, state: AgentState): LogTestimony | null {
  if (place === null) return null;
  if (state.kind === "running") return { completeness: null, end: "open" };
  const total = outputTotal(state.kind === "terminated" ? state.message : null);
  return testimonyOf({ ...place, total, end: read.kind === "eof" ? "eof" : "reset" });
}

/** The last line of a container that was killed may have no end; the next one's first line is not part of it. */
async function readBefore(
  cluster: Cluster,
  life: LifeOf,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<ReadLife> {
  let last: number = NEWLINE;
  const remember = (bytes: Uint8Array): void => {
    last = bytes.at(-1) ?? last;
    take(bytes);
  };
  const before = await readLife(cluster, { ...life, previous: true }, remember, signal);
  if (last !== NEWLINE) take(Uint8Array.of(NEWLINE));
  return before;
}

/** A log that is not there (yet, or any more) is told by the pod's own state. */
function troubleIn(read: LogRead): readonly GatherTrouble[] {
  const trouble = (sentence: string, cure: string): readonly GatherTrouble[] => [
    { about: "log", sentence, cure },
  ];
  switch (read.kind) {
    case "eof":
    case "waiting":
    case "gone":
    case "aborted":
      return [];
    case "forbidden":
      return trouble(
        `The log may not be read: ${read.message}.`,
        'Grant the verb "get" on the resource "pods/log"; deploy/rbac.yaml has all that is needed.',
      );
    case "unauthenticated":
      return trouble(
        "The log may not be read: the API server does not accept the credentials.",
        "Log in again.",
      );
    case "throttled":
      return trouble("The log could not be read: the API server has too much to do.", "Ask again later.");
    case "reset":
    case "idle":
    case "unreachable":
      return trouble("The log could not be read to its end: the connection broke.", "Ask again.");
    case "kubelet-error":
      return trouble(
        `The node could not read the log: ${read.message}.`,
        "If the node has removed it with its container, it is lost; if not, ask again later.",
      );
    case "misnamed":
    case "server-error":
    case "refused":
      return trouble(`The log could not be read: ${read.message}.`, "Ask again later.");
  }
}
