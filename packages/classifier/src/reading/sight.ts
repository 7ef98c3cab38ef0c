import type { EventFact } from "../event-facts.ts";
import { lastKnown, type Evidence } from "../evidence.ts";
import type { JobFacts } from "../job-facts.ts";
import type { PodFacts } from "../pod-facts.ts";

/** A value together with its path in the evidence, so that it can be cited. */
export interface Sighted<T> {
  readonly value: T;
  readonly path: string;
}

export function jobInSight(evidence: Evidence): Sighted<JobFacts> | null {
  const job = lastKnown(evidence.job);
  return job === null
    ? null
    : { value: job, path: `job.${evidence.job.kind === "found" ? "value" : "lastSeen"}` };
}

/**
 * The run's pod. A pod that belongs to another Job is not ours, whatever its name: a stale pod of an earlier attempt
 * with the same Job name gave a wrong exit code in production.
 */
export function podInSight(evidence: Evidence, job: Sighted<JobFacts> | null): Sighted<PodFacts> | null {
  const pod = lastKnown(evidence.pod);
  if (pod === null || isForeign(pod, job?.value ?? null)) return null;
  return { value: pod, path: `pod.${evidence.pod.kind === "found" ? "value" : "lastSeen"}` };
}

function isForeign(pod: PodFacts, job: JobFacts | null): boolean {
  return pod.jobUid !== null && job !== null && job.uid !== null && pod.jobUid !== job.uid;
}

/** Events about our pod and Job by UID (by kind and name where an Event has none), and about the pod's node. */
export function eventsAbout(
  evidence: Evidence,
  pod: Sighted<PodFacts> | null,
  job: Sighted<JobFacts> | null,
): readonly Sighted<EventFact>[] {
  const events = lastKnown(evidence.events) ?? [];
  const path = `events.${evidence.events.kind === "found" ? "value" : "lastSeen"}`;
  return events
    .map((value, index) => ({ value, path: `${path}.${index}` }))
    .filter(({ value }) => {
      const { kind, name } = value.regarding;
      if (kind === "Pod") return isAbout(value, pod?.value ?? null);
      if (kind === "Job") return isAbout(value, job?.value ?? null);
      return kind === "Node" && name !== null && name === pod?.value.nodeName;
    });
}

function isAbout(
  event: EventFact,
  object: { readonly uid: string | null; readonly name: string | null } | null,
): boolean {
  if (object === null) return false;
  const { uid, name } = event.regarding;
  return uid !== null && object.uid !== null ? uid === object.uid : name !== null && name === object.name;
}
