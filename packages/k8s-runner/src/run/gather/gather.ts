import type { EventFact, Evidence, Lookup, PodFacts } from "@runverdict/classifier";
import { noEvidence } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../../cluster/cluster.ts";
import { listEvents } from "../../cluster/objects/events.ts";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { readIntent } from "../job-annotations.ts";
import { findObjects, type FoundObjects, type GatherTarget } from "./find-objects.ts";
import type { LogExcerpt } from "./log-excerpt.ts";
import { choosePod } from "./choose-pod.ts";
import { readExcerpts, type Excerpts } from "./read-excerpts.ts";
import { createTroubles } from "./troubles.ts";

export interface Gathered {
  /** `stream` is for the caller, who knows how to read the log. */
  readonly evidence: Evidence;
  /** Of several pods, why it is about this one; null where there is none. */
  readonly choice: { readonly pod: string; readonly why: string } | null;
  /** With the kubelet's timestamps; null where it could not be read. */
  readonly log: LogExcerpt | null;
  /** Of the container's former life, where it was restarted. */
  readonly previousLog: LogExcerpt | null;
  /** As the API server sent them: values of variables may be secret. */
  readonly objects: {
    readonly job: unknown;
    readonly pods: readonly unknown[];
    readonly events: readonly unknown[];
  };
  /** What could not be looked at, and why: one line each. */
  readonly troubles: readonly string[];
}

/**
 * Looks at anyone's Job or pod, for a diagnosis. It only reads: nothing in the cluster is changed. What can't be looked
 * at is told, and is no reason to stop.
 */
export async function gather(cluster: Cluster, target: GatherTarget, signal: AbortSignal): Promise<Gathered> {
  const troubles = createTroubles();
  const found = await findObjects(cluster, target, troubles, signal);
  const chosen = choosePod(found.pods);
  const pod = chosen?.pod ?? null;
  const uids = [found.jobSeen?.uid, pod?.uid].filter((uid) => uid !== undefined);
  const events = await Promise.all(uids.map((uid) => listEvents(cluster, uid, signal)));
  events.forEach((answer) => troubles.note("Events", answer));
  const lists = events.flatMap((answer) => (answer.kind === "answered" ? [answer.value] : []));
  const isRead = lists.length === uids.length && uids.length > 0;
  const excerpts = await readExcerpts(cluster, pod, troubles, signal);
  const facts = lists.flatMap((list) => list.facts).toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0));
  return {
    evidence: {
      ...evidenceOf(found, pod, excerpts),
      events: isRead ? { kind: "found", value: facts } : unknownEvents(facts),
      now: cluster.clock.now(),
    },
    choice: chosen === null ? null : { pod: chosen.pod.name, why: chosen.why },
    log: excerpts.current,
    previousLog: excerpts.previous,
    objects: {
      job: found.jobSeen?.object ?? null,
      pods: found.pods.map(({ object }) => object),
      events: lists.map(({ object }) => object),
    },
    troubles: troubles.lines(),
  };
}

function evidenceOf(
  { job, podLookup, jobSeen }: FoundObjects,
  pod: Seen<PodFacts> | null,
  { current, end }: Excerpts,
): Omit<Evidence, "events" | "now"> {
  const intent = jobSeen === null ? null : readIntent(jobSeen.object);
  const completeness = current !== null && current.leftOut > 0 ? "gap" : "unproven";
  return {
    ...noEvidence,
    job,
    pod: pod === null ? podLookup : { kind: "found", value: pod.facts },
    run: {
      ...noEvidence.run,
      agentContainer: pod?.facts.agent?.name ?? null,
      intents: intent === null ? [] : [intent],
      log: current === null ? null : { completeness, end },
    },
  };
}

function unknownEvents(facts: readonly EventFact[]): Lookup<readonly EventFact[]> {
  return { kind: "unavailable", lastSeen: facts.length === 0 ? null : facts };
}
