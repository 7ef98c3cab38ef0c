import type { EventFact, Evidence, Lookup, PodFacts } from "@runverdict/classifier";
import { noEvidence } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../../cluster/cluster.ts";
import { listEventsAbout, type EventsSeen } from "../../cluster/objects/events.ts";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { member, textOf } from "../../member.ts";
import { readIntent } from "../job-annotations.ts";
import { readLimits } from "../limits-annotation.ts";
import { choosePod, type PodChoice } from "./choose-pod.ts";
import { findRun, type FoundRun, type GatherTarget } from "./find-run.ts";
import { readLogs, type ReadLogs } from "./read-logs.ts";
import { readingFrom } from "./reading.ts";
import { createTroubles, type GatherTrouble, type Troubles } from "./troubles.ts";

/** Who hears of a run while it is looked at. */
export interface GatherListener {
  /** The Job and its pods, before the log is read: who keeps the output may have to leave out of it what stands in them. */
  readonly onFound?: (objects: Pick<RunObjects, "job" | "pod">) => void;
  /**
   * The agent's output as it comes, nothing of it twice, with the kubelet's timestamps unless our wrapper framed it.
   * It must take the bytes at once: a kubelet that is read from slowly leaves lines out.
   */
  readonly onOutput: (bytes: Uint8Array) => void;
}

/** Objects as the API server sent them, without `managedFields`: values of variables may be secret. */
export interface RunObjects {
  /** Null where there is none, or it could not be read. */
  readonly job: unknown;
  /** The pod that was chosen; null where there is none. */
  readonly pod: unknown;
  readonly otherPods: readonly unknown[];
  /** An EventList, of at most 500 Events about the Job and 500 about the pod; null where they could not be read. */
  readonly events: unknown;
}

export interface Gathered {
  readonly kind: "gathered";
  /** For `classify`; what the caller's parser made of the output goes in as `stream`. */
  readonly evidence: Evidence;
  readonly objects: RunObjects;
  /** Of several pods, which one all this is about; null where there is none. */
  readonly choice: PodChoice | null;
  /** What could not be looked at: the evidence is of the rest. */
  readonly troubles: readonly GatherTrouble[];
}

/** Nobody can tell which of the pod's containers is the agent's, or it has none of the name that was given. */
export interface WhichContainer {
  readonly kind: "which-container";
  readonly pod: string;
  readonly containers: readonly string[];
}

/**
 * Reads all that the cluster still tells of anyone's Job or pod: both objects, their Events, and the logs of the agent
 * container, before a restart and since. Nothing in the cluster is changed. What can't be looked at is told, and is no
 * reason to stop. It rejects only with what the listener throws.
 */
export async function gather(
  cluster: Cluster,
  target: GatherTarget,
  signal: AbortSignal,
  { onFound, onOutput }: GatherListener,
): Promise<Gathered | WhichContainer> {
  const troubles = createTroubles();
  const found = await findRun(cluster, target, troubles, signal);
  const { pod = null, choice = null } = choosePod(found.pods) ?? {};
  if (pod !== null && pod.facts.agent === null)
    return { kind: "which-container", pod: pod.name, containers: containersOf(pod.object) };
  const job = found.job.kind === "found" ? found.job.value : null;
  const objects = { job: job?.object ?? null, pod: pod?.object ?? null };
  onFound?.(objects);
  const logs = await readLogs(cluster, { pod, job: found.job }, onOutput, troubles, signal);
  const events = await eventsOf(cluster, [pod, job], troubles, signal);
  return {
    kind: "gathered",
    evidence: { ...evidenceOf(found, pod, logs), events: factsIn(events), now: cluster.clock.now() },
    objects: {
      ...objects,
      otherPods: found.pods.filter((one) => one !== pod).map(({ object }) => object),
      events: events.kind === "found" ? events.value.object : null,
    },
    choice,
    troubles: troubles.all(),
  };
}

function evidenceOf(
  { job, without }: FoundRun,
  pod: Seen<PodFacts> | null,
  { testimony, stderr }: ReadLogs,
): Omit<Evidence, "events" | "now"> {
  const annotated = job.kind === "found" ? job.value.object : null;
  // What one of our processes set out to do, it wrote on the Job.
  const intent = readIntent(annotated);
  return {
    ...noEvidence,
    job: factsOf(job),
    pod: factsOf(pod === null ? without : { kind: "found", value: pod }),
    run: {
      ...noEvidence.run,
      agentContainer: pod?.facts.agent?.name ?? null,
      intents: intent === null ? [] : [intent],
      limits: { runMs: readLimits(annotated)?.runMs ?? null },
      log: testimony,
      stderr,
    },
  };
}

function factsOf<Facts>(lookup: Lookup<Seen<Facts>>): Lookup<Facts> {
  if (lookup.kind === "not_asked") return lookup;
  if (lookup.kind === "found") return { kind: "found", value: lookup.value.facts };
  return { kind: lookup.kind, lastSeen: null };
}

function factsIn(events: Lookup<EventsSeen>): Lookup<readonly EventFact[]> {
  if (events.kind === "not_asked") return events;
  if (events.kind === "found") return { kind: "found", value: events.value.facts };
  return { kind: events.kind, lastSeen: null };
}

async function eventsOf(
  cluster: Cluster,
  objects: readonly (Seen<unknown> | null)[],
  troubles: Troubles,
  signal: AbortSignal,
): Promise<Lookup<EventsSeen>> {
  const uids = objects.flatMap((object) => object?.uid ?? []);
  if (uids.length === 0) return { kind: "not_asked" };
  const answer = await readingFrom(cluster, signal)(() => listEventsAbout(cluster, uids, signal));
  troubles.note("events", answer);
  return answer.kind === "answered"
    ? { kind: "found", value: answer.value }
    : { kind: "unavailable", lastSeen: null };
}

function containersOf(pod: unknown): readonly string[] {
  const containers = member(member(pod, "spec"), "containers");
  return Array.isArray(containers) ? containers.flatMap((one) => textOf(one, "name") ?? []) : [];
}
