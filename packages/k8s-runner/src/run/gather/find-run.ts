import type { JobFacts, Lookup, PodFacts } from "@runverdict/classifier";
import { readPod } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../../cluster/cluster.ts";
import { getJob } from "../../cluster/objects/jobs.ts";
import { getPod, listPods, podsOfJob } from "../../cluster/objects/pods.ts";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import { member, textOf } from "../../member.ts";
import type { Answer } from "../../cluster/request/answer.ts";
import { isMissing } from "../failure.ts";
import { readingFrom, type Reading } from "./reading.ts";
import type { Troubles } from "./troubles.ts";

/** What is to be looked at, in the namespace of the connection. */
export interface GatherTarget {
  readonly kind: "job" | "pod";
  readonly name: string;
  /** The container that the agent runs in; if null, the only one, or the one called `claude` or `agent`. */
  readonly container: string | null;
}

export interface FoundRun {
  readonly job: Lookup<Seen<JobFacts>>;
  readonly pods: readonly Seen<PodFacts>[];
  /** What is known where there is no pod. */
  readonly without: Lookup<Seen<PodFacts>>;
}

/** Finds Job and pods from either. */
export async function findRun(
  cluster: Cluster,
  target: GatherTarget,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<FoundRun> {
  const looking = { cluster, troubles, signal, reading: readingFrom(cluster, signal) };
  const found = await (target.kind === "job" ? fromJob : fromPod)(looking, target);
  return { ...found, pods: found.pods.map((pod) => withContainer(pod, target.container)) };
}

interface Looking {
  readonly cluster: Cluster;
  readonly troubles: Troubles;
  readonly signal: AbortSignal;
  readonly reading: Reading;
}

async function fromJob(
  { cluster, troubles, signal, reading }: Looking,
  { name }: GatherTarget,
): Promise<FoundRun> {
  const job = await reading(() => getJob(cluster, name, signal));
  troubles.note("job", job);
  // Pods that a deleted Job left behind still say whose they were; both labels are as old as Jobs.
  const labelSelector = job.kind === "answered" ? podsOfJob(job.value.uid) : `job-name=${name}`;
  const pods = await reading(() => listPods(cluster, { labelSelector }, "", signal));
  troubles.note("pod", pods);
  return pods.kind === "answered"
    ? { job: lookupOf(job), pods: pods.value, without: absent }
    : { job: lookupOf(job), pods: [], without: unavailable };
}

async function fromPod(
  { cluster, troubles, signal, reading }: Looking,
  { name }: GatherTarget,
): Promise<FoundRun> {
  const pod = await reading(() => getPod(cluster, name, "", signal));
  troubles.note("pod", pod);
  if (pod.kind !== "answered") return { job: notAsked, pods: [], without: lookupOf(pod) };
  const found = { pods: [pod.value], without: absent };
  const owner = jobNameOf(pod.value);
  if (owner === null) return { ...found, job: notAsked };
  const job = await reading(() => getJob(cluster, owner, signal));
  troubles.note("job", job);
  // Of the same name there may be another Job by now.
  const isAnothers = job.kind === "answered" && job.value.uid !== pod.value.jobUid;
  return { ...found, job: isAnothers ? absent : lookupOf(job) };
}

/** An orphaned pod has no owner any more; its labels still name the Job that it had. */
function jobNameOf({ jobUid, labels, object }: Seen<PodFacts>): string | null {
  if (jobUid === null) return null;
  const owners = member(member(object, "metadata"), "ownerReferences");
  const owner = Array.isArray(owners) ? owners.find((one) => textOf(one, "uid") === jobUid) : undefined;
  return (
    textOf(owner, "name") ?? labels.get("batch.kubernetes.io/job-name") ?? labels.get("job-name") ?? null
  );
}

function withContainer(pod: Seen<PodFacts>, agentContainer: string | null): Seen<PodFacts> {
  const facts = readPod(pod.object, { agentContainer });
  return facts === null ? pod : { ...pod, facts };
}

const absent = { kind: "absent", lastSeen: null } as const;
const unavailable = { kind: "unavailable", lastSeen: null } as const;
const notAsked = { kind: "not_asked" } as const;

function lookupOf<T>(answer: Answer<T>): Lookup<T> {
  if (answer.kind === "answered") return { kind: "found", value: answer.value };
  return isMissing(answer) ? absent : unavailable;
}
