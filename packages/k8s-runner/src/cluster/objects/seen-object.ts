import { readJob, readPod } from "@runverdict/classifier/kubernetes";
import type { JobFacts, PodFacts } from "@runverdict/classifier";
import type { Sight } from "../../lifecycle/event.ts";
import { member, textOf } from "../../member.ts";

/** One state of an object as the API server sent it, without `managedFields`, which are half of it. */
export interface SeenObject {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: ReadonlyMap<string, string>;
  /** The UID of the Job that controls it. */
  readonly jobUid: string | null;
  /** The object itself, whoever wrote what stands in it. */
  readonly object: unknown;
}

/** A sight of an object, and the object: its annotations, and the whole of it for the forensics. */
export type Seen<Facts> = SeenObject & Sight<Facts>;

/** Null when it is no object of the API: it has no name, UID or version. */
export function readSeen(object: unknown): SeenObject | null {
  const metadata = member(object, "metadata");
  const [name, uid] = [textOf(metadata, "name"), textOf(metadata, "uid")];
  const resourceVersion = textOf(metadata, "resourceVersion");
  if (name === null || uid === null || resourceVersion === null) return null;
  const labels = labelsOf(metadata);
  return {
    name,
    namespace: textOf(metadata, "namespace") ?? "",
    uid,
    resourceVersion,
    labels,
    // Orphaned pods lose their owner, and keep the label.
    jobUid:
      controllingJob(metadata) ??
      labels.get("batch.kubernetes.io/controller-uid") ??
      labels.get("controller-uid") ??
      null,
    object: withoutManagedFields(object),
  };
}

/** Null when the object is no Job. */
export function jobSeen(seen: SeenObject | null): Seen<JobFacts> | null {
  const facts = seen === null ? null : readJob(seen.object);
  return seen === null || facts === null ? null : { ...seen, facts };
}

/** Null when the object is no Pod. */
export function podSeen(seen: SeenObject | null, agentContainer: string): Seen<PodFacts> | null {
  const facts = seen === null ? null : readPod(seen.object, { agentContainer });
  return seen === null || facts === null ? null : { ...seen, facts };
}

function labelsOf(metadata: unknown): ReadonlyMap<string, string> {
  const labels = member(metadata, "labels");
  const entries = typeof labels === "object" && labels !== null ? Object.entries(labels) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function controllingJob(metadata: unknown): string | null {
  const owners = member(metadata, "ownerReferences");
  if (!Array.isArray(owners)) return null;
  const job = owners.find((one) => member(one, "kind") === "Job" && member(one, "controller") === true);
  return textOf(job, "uid");
}

/** A copy, but for what has none: the fields of an object that came over the wire are nobody else's. */
export function withoutManagedFields(object: unknown): unknown {
  if (typeof object !== "object" || object === null) return object;
  const metadata = member(object, "metadata");
  if (typeof metadata !== "object" || metadata === null || !Object.hasOwn(metadata, "managedFields"))
    return object;
  const kept = Object.entries(metadata).filter(([key]) => key !== "managedFields");
  return { ...object, metadata: Object.fromEntries(kept) };
}
