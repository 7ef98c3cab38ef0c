import { read, unusable, type Attempt } from "../explain/attempt.ts";
import { listAt, textAt } from "../explain/field.ts";
import { getJob, getPod, listPods, podsOfJob, type Cluster } from "../run/runner.ts";
import type { Target } from "./arguments.ts";
import { choosePod } from "./choose-pod.ts";
import { isMissing, readingFrom, troubleWords, type Reading } from "./reading.ts";

/** The objects of one run, as the API server gave them. */
export interface FoundRun {
  readonly job: Found;
  readonly pod: Found;
  readonly remarks: readonly string[];
  readonly troubles: readonly string[];
}

export type Found =
  | { readonly kind: "found"; readonly object: unknown }
  | { readonly kind: "absent" | "unavailable" | "not_asked" };

/** Finds Job and pod from either. Only what was named must be there. */
export async function findRun(
  cluster: Cluster,
  target: Target,
  signal: AbortSignal,
): Promise<Attempt<FoundRun>> {
  const reading = readingFrom(cluster, signal);
  return target.kind === "job"
    ? fromJob(cluster, target, reading, signal)
    : fromPod(cluster, target, reading, signal);
}

async function fromJob(
  cluster: Cluster,
  { name }: Target,
  reading: Reading,
  signal: AbortSignal,
): Promise<Attempt<FoundRun>> {
  const answer = await reading(() => getJob(cluster, name, signal));
  if (answer.kind !== "answered" && !isMissing(answer)) return unusable(troubleWords(answer));
  const job: Found =
    answer.kind === "answered" ? { kind: "found", object: answer.value.object } : { kind: "absent" };
  // Pods that a deleted Job left behind still say whose they were.
  const labels = {
    labelSelector: answer.kind === "answered" ? podsOfJob(answer.value.uid) : `job-name=${name}`,
  };
  const pods = await reading(() => listPods(cluster, labels, "", signal));
  if (job.kind === "absent" && (pods.kind !== "answered" || pods.value.length === 0))
    return unusable(notThere("Job", name, cluster));
  if (pods.kind !== "answered")
    return read({ job, pod: { kind: "unavailable" }, remarks: [], troubles: [troubleWords(pods)] });
  const objects = pods.value.map((pod) => pod.object);
  const chosen = choosePod(objects);
  return read({
    job,
    pod: chosen === null ? { kind: "absent" } : { kind: "found", object: chosen },
    remarks: objects.length > 1 ? [severalPods(objects.length, chosen)] : [],
    troubles: [],
  });
}

function severalPods(many: number, chosen: unknown): string {
  const name = textAt(chosen, "metadata", "name") ?? "";
  return `The Job has ${many} pods; this is about ${name}, and \`runverdict diagnose pod/NAME\` is about another.`;
}

async function fromPod(
  cluster: Cluster,
  { name }: Target,
  reading: Reading,
  signal: AbortSignal,
): Promise<Attempt<FoundRun>> {
  const pod = await reading(() => getPod(cluster, name, "", signal));
  if (pod.kind !== "answered")
    return unusable(isMissing(pod) ? notThere("pod", name, cluster) : troubleWords(pod));
  const found = { kind: "found", object: pod.value.object } as const;
  const owner = jobNameOf(found.object);
  if (owner === null) return read({ pod: found, job: { kind: "not_asked" }, remarks: [], troubles: [] });
  const job = await reading(() => getJob(cluster, owner, signal));
  // Of the same name there may be another Job by now.
  if (job.kind === "answered" && job.value.uid === pod.value.jobUid)
    return read({ pod: found, job: { kind: "found", object: job.value.object }, remarks: [], troubles: [] });
  if (job.kind === "answered" || isMissing(job))
    return read({ pod: found, job: { kind: "absent" }, remarks: [], troubles: [] });
  return read({ pod: found, job: { kind: "unavailable" }, remarks: [], troubles: [troubleWords(job)] });
}

function jobNameOf(pod: unknown): string | null {
  const owner = listAt(pod, "metadata", "ownerReferences").find((one) => textAt(one, "kind") === "Job");
  return textAt(owner, "name");
}

function notThere(kind: "Job" | "pod", name: string, { namespace }: Cluster): string {
  const list = kind === "Job" ? "jobs" : "pods";
  return `There is no ${kind} "${name}" in the namespace ${namespace}; \`kubectl get ${list} -n ${namespace}\` lists those that are there. Name another namespace with -n.`;
}
