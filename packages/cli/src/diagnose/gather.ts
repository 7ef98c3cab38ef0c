import {
  noEvidence,
  type EventFact,
  type Lookup,
  type PodFacts,
  type RunTestimony,
} from "@runverdict/classifier";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import { read, type Attempt } from "../explain/attempt.ts";
import { listAt, textAt } from "../explain/field.ts";
import { liveTranscript, type LiveTranscript } from "../run/live-transcript.ts";
import { listEvents, readIntent, type Cluster } from "../run/runner.ts";
import { agentContainer } from "./agent-container.ts";
import { findRun, type Found, type FoundRun } from "./find-run.ts";
import type { DiagnoseRequest } from "./arguments.ts";
import type { Gathered } from "./gathered.ts";
import { outputOfLog } from "./output-of-log.ts";
import { readLogs, type ReadLogs } from "./read-logs.ts";
import { readingFrom, troubleWords } from "./reading.ts";

/** Where the log goes besides into the evidence. It is opened once the objects are known, whose secrets it must not tell. */
export type OpenLog = (pod: unknown, job: unknown) => Promise<Attempt<(bytes: Uint8Array) => void>>;

/** Reads all that the cluster tells of a run: Job, pod, Events, logs. Nothing is written. */
export async function gather(
  cluster: Cluster,
  { target, container }: Pick<DiagnoseRequest, "target" | "container">,
  openLog: OpenLog,
  signal: AbortSignal,
): Promise<Attempt<Gathered>> {
  const found = await findRun(cluster, target, signal);
  if (found.kind === "unusable") return found;
  const run = found.value;
  const [pod, job] = [objectOf(run.pod), objectOf(run.job)];
  const name = pod === null ? read(container) : agentContainer(pod, container);
  if (name.kind === "unusable") return name;
  const log = await openLog(pod, job);
  if (log.kind === "unusable") return log;
  const facts = pod === null ? null : readPod(pod, { agentContainer: name.value });
  const transcript = liveTranscript();
  const take = (bytes: Uint8Array): void => {
    transcript.feed(bytes);
    log.value(bytes);
  };
  const output = outputOfLog(pod, job, take);
  const logs = await logsOf(cluster, facts, output.take, signal);
  output.end();
  transcript.end();
  const events = await eventsOf(cluster, [pod, job], signal);
  const parts = { agent: name.value, facts, transcript, logs, events, stderr: output.stderr() };
  return read(gathered(run, { ...parts, now: cluster.clock.now() }));
}

interface Parts {
  readonly agent: string | null;
  readonly facts: PodFacts | null;
  readonly transcript: LiveTranscript;
  readonly logs: ReadLogs;
  readonly events: ReadEvents;
  readonly stderr: RunTestimony["stderr"];
  readonly now: number;
}

function gathered(run: FoundRun, { agent, facts, transcript, logs, events, stderr, now }: Parts): Gathered {
  const job = objectOf(run.job);
  // What one of our processes set out to do, it wrote on the Job.
  const intent = readIntent(job);
  const evidence = {
    ...noEvidence,
    stream: logs.testimony === null ? null : transcript.stream(),
    pod: lookup(run.pod, facts),
    job: lookup(run.job, readJob(job)),
    events: events.facts,
    run: {
      ...noEvidence.run,
      agentContainer: agent,
      intents: intent === null ? [] : [intent],
      log: logs.testimony,
      stderr,
    },
    now,
  };
  return {
    evidence,
    last: transcript.last(),
    pod: objectOf(run.pod),
    job,
    events: events.object,
    remarks: run.remarks,
    troubles: [...run.troubles, ...logs.troubles, ...events.troubles],
  };
}

function objectOf(found: Found): unknown {
  return found.kind === "found" ? found.object : null;
}

function lookup<T>({ kind }: Found, facts: T | null): Lookup<T> {
  if (kind === "not_asked") return { kind };
  if (kind === "found" && facts !== null) return { kind, value: facts };
  return { kind: kind === "absent" ? "absent" : "unavailable", lastSeen: null };
}

function logsOf(
  cluster: Cluster,
  pod: PodFacts | null,
  take: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<ReadLogs> {
  const { name = null, agent = null } = pod ?? {};
  if (name === null || agent === null) return Promise.resolve({ testimony: null, troubles: [] });
  const restarted = agent.lastTerminated !== null;
  const of = { pod: name, container: agent.name, restarted, running: agent.state.kind === "running" };
  return readLogs(cluster, of, take, signal);
}

interface ReadEvents {
  readonly facts: Lookup<readonly EventFact[]>;
  readonly object: unknown;
  readonly troubles: readonly string[];
}

/** Those about the pod and those about the Job, as one list. */
async function eventsOf(
  cluster: Cluster,
  objects: readonly unknown[],
  signal: AbortSignal,
): Promise<ReadEvents> {
  const reading = readingFrom(cluster, signal);
  const uids = objects.flatMap((object) => textAt(object, "metadata", "uid") ?? []);
  const answers = await Promise.all(uids.map((uid) => reading(() => listEvents(cluster, uid, signal))));
  const items = answers.flatMap((answer) =>
    answer.kind === "answered" ? listAt(answer.value.object, "items") : [],
  );
  const troubles = answers.flatMap((answer) => (answer.kind === "answered" ? [] : [troubleWords(answer)]));
  const object = { apiVersion: "v1", kind: "EventList", items };
  const facts = readEvents(object);
  const isKnown = facts !== null && troubles.length < uids.length;
  return {
    facts: isKnown ? { kind: "found", value: facts } : { kind: "unavailable", lastSeen: null },
    object: isKnown ? object : null,
    troubles: [...new Set(troubles)],
  };
}
