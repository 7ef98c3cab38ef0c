import type { JobFacts, Lookup, PodFacts } from "@runverdict/classifier";
import { readPod } from "@runverdict/classifier/kubernetes";
import type { Cluster } from "../../cluster/cluster.ts";
import { getJob } from "../../cluster/objects/jobs.ts";
import { getPod, listPods, podsOfJob } from "../../cluster/objects/pods.ts";
import type { Seen } from "../../cluster/objects/seen-object.ts";
import type { Answer } from "../../cluster/request/answer.ts";
import { isMissing } from "../failure.ts";
import type { Troubles } from "./troubles.ts";

/** What is to be diagnosed, in the namespace of the connection. */
export interface GatherTarget {
  readonly kind: "job" | "pod";
  readonly name: string;
  /** The container that the agent runs in; if null, the only one, or the one called `claude` or `agent`. */
  readonly container: string | null;
}

export interface FoundObjects {
  readonly job: Lookup<JobFacts>;
  readonly jobSeen: Seen<JobFacts> | null;
  readonly pods: readonly Seen<PodFacts>[];
  /** What is known where there is no pod. */
  readonly podLookup: Lookup<PodFacts>;
}

export async function findObjects(
  cluster: Cluster,
  target: GatherTarget,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<FoundObjects> {
  const found = await (target.kind === "job" ? findJob : findPod)(cluster, target, troubles, signal);
  return { ...found, pods: found.pods.map((pod) => withContainer(pod, target.container)) };
}

async function findJob(
  cluster: Cluster,
  { name }: GatherTarget,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<FoundObjects> {
  const job = await getJob(cluster, name, signal);
  troubles.note(`Job ${name}`, job);
  const jobSeen = job.kind === "answered" ? job.value : null;
  // Pods that a deleted Job left behind still say whose they were; both labels are as old as Jobs.
  const labelSelector = jobSeen === null ? `job-name=${name}` : podsOfJob(jobSeen.uid);
  const pods = await listPods(cluster, { labelSelector }, "", signal);
  troubles.note(`pods of Job ${name}`, pods);
  return {
    job: lookupOf(job),
    jobSeen,
    pods: pods.kind === "answered" ? pods.value : [],
    podLookup: pods.kind === "answered" ? absent : unavailable,
  };
}

async function findPod(
  cluster: Cluster,
  { name }: GatherTarget,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<FoundObjects> {
  const pod = await getPod(cluster, name, "", signal);
  troubles.note(`pod ${name}`, pod);
  if (pod.kind !== "answered") {
    return { job: { kind: "not_asked" }, jobSeen: null, pods: [], podLookup: lookupOf(pod) };
  }
  const found = { pods: [pod.value], podLookup: absent };
  const owner = ownerName(pod.value);
  if (owner === null) return { ...found, job: { kind: "not_asked" }, jobSeen: null };
  const job = await getJob(cluster, owner, signal);
  troubles.note(`Job ${owner}`, job);
  // A Job that took the name later is another's.
  if (job.kind === "answered" && job.value.uid !== pod.value.jobUid)
    return { ...found, job: absent, jobSeen: null };
  return { ...found, job: lookupOf(job), jobSeen: job.kind === "answered" ? job.value : null };
}

function ownerName({ jobUid, labels }: Seen<PodFacts>): string | null {
  if (jobUid === null) return null;
  return labels.get("batch.kubernetes.io/job-name") ?? labels.get("job-name") ?? null;
}

function withContainer(pod: Seen<PodFacts>, agentContainer: string | null): Seen<PodFacts> {
  const facts = readPod(pod.object, { agentContainer });
  return facts === null ? pod : { ...pod, facts };
}

const absent = { kind: "absent", lastSeen: null } as const;
const unavailable = { kind: "unavailable", lastSeen: null } as const;

function lookupOf<T>(answer: Answer<Seen<T>>): Lookup<T> {
  if (answer.kind === "answered") return { kind: "found", value: answer.value.facts };
  return isMissing(answer) ? absent : unavailable;
}
