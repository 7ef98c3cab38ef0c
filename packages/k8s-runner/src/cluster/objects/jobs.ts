import type { JobFacts } from "@runverdict/classifier";
import type { Job } from "../../job/manifest.ts";
import type { Cluster } from "../cluster.ts";
import { mapAnswer, type Answer } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";
import { deletion, type Deleted, type Deletion } from "./deletion.ts";
import { guarded, pointer, type PatchOperation, type Precondition } from "./json-patch.ts";
import { listPage, type ListAsk } from "./list-page.ts";
import { jobSeen, readSeen, type Seen } from "./seen-object.ts";

export const JOBS = { group: "batch", resource: "jobs" } as const;

export type JobAnswer = Answer<Seen<JobFacts>>;

/** Creates the Job. Where its name is taken the answer is `already-exists`: look whose it is. */
export async function createJob(cluster: Cluster, job: Job, signal: AbortSignal): Promise<JobAnswer> {
  const path = apiPath(JOBS, job.metadata.namespace);
  return asJob(await cluster.request({ method: "POST", path, body: job }, signal));
}

/**
 * What the API server and its admission would say to the Job, quota and policies included; nothing is stored. A webhook
 * that can't judge without acting makes it a `bad-request`. What is answered is no Job: it has no version.
 */
export function rehearseJob(cluster: Cluster, job: Job, signal: AbortSignal): Promise<Answer> {
  const path = apiPath(JOBS, job.metadata.namespace);
  return cluster.request({ method: "POST", path, query: { dryRun: "All" }, body: job }, signal);
}

/** A consistent read: it shows whatever was written before. */
export async function getJob(cluster: Cluster, name: string, signal: AbortSignal): Promise<JobAnswer> {
  const path = apiPath(JOBS, cluster.namespace, name);
  return asJob(await cluster.request({ method: "GET", path }, signal));
}

/** A consistent read of the Jobs that have these labels, up to 500 of them. */
export function listJobs(
  cluster: Cluster,
  ask: ListAsk,
  signal: AbortSignal,
): Promise<Answer<readonly Seen<JobFacts>[]>> {
  return listPage(cluster, JOBS, ask, jobSeen, signal);
}

/** Lets a suspended Job run. */
export function resumeJob(
  cluster: Cluster,
  name: string,
  of: Precondition,
  signal: AbortSignal,
): Promise<JobAnswer> {
  return patchJob(cluster, name, of, [{ op: "replace", path: "/spec/suspend", value: false }], signal);
}

/** Writes annotations on a Job that has some already, as each of ours has. Values are read by anybody: no secrets. */
export function annotateJob(
  cluster: Cluster,
  name: string,
  of: Precondition,
  annotations: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<JobAnswer> {
  const operations = Object.entries(annotations).map(([key, value]): PatchOperation => ({
    op: "add",
    path: pointer("metadata", "annotations", key),
    value,
  }));
  return patchJob(cluster, name, of, operations, signal);
}

export async function patchJob(
  cluster: Cluster,
  name: string,
  of: Precondition,
  operations: readonly PatchOperation[],
  signal: AbortSignal,
): Promise<JobAnswer> {
  const path = apiPath(JOBS, cluster.namespace, name);
  return asJob(await cluster.request({ method: "PATCH", path, body: guarded(of, operations) }, signal));
}

/**
 * Deletes the Job of this UID. Its pods go with it, unless the policy is `Orphan`, which is what the server does when it
 * is told nothing: hence it is always told.
 */
export function deleteJob(
  cluster: Cluster,
  name: string,
  how: { readonly uid: string; readonly propagationPolicy: "Background" | "Foreground" | "Orphan" },
  signal: AbortSignal,
): Promise<Answer<Deleted>> {
  const options: Deletion = { uid: how.uid, propagationPolicy: how.propagationPolicy };
  return deletion(cluster, JOBS, name, options, signal);
}

function asJob(answer: Answer): JobAnswer {
  return mapAnswer(answer, (object) => jobSeen(readSeen(object)));
}
