import { getJob } from "../cluster/objects/jobs.ts";
import type { Trouble } from "../cluster/request/answer.ts";
import { readIdentity } from "../job/job-identity.ts";
import { limitsFrom, type LimitWishes } from "../lifecycle/limits.ts";
import type { Timestamps } from "../log/hand-over.ts";
import { admissionOf } from "./admission.ts";
import { follow } from "./follow.ts";
import { isMissing } from "./failure.ts";
import { runLabels } from "./news.ts";
import { isFramed } from "./job-annotations.ts";
import { loadedInTime } from "./loaded-in-time.ts";
import { readLimits } from "./limits-annotation.ts";
import type { RunHandle } from "./run-handle.ts";
import type { FollowOptions } from "./run-options.ts";
import { recordKey, type RunRecord } from "./run-record.ts";
import { sha256 } from "./sha256.ts";

export interface AttachOptions extends FollowOptions {
  readonly jobName: string;
  /** The cluster's own, if absent. */
  readonly namespace?: string;
  /** In place of those that are written on the Job. A run that has a record here keeps what it was begun with. */
  readonly limits?: LimitWishes;
  readonly timestamps?: Timestamps;
}

export type Attached =
  | { readonly kind: "attached"; readonly run: RunHandle }
  /** There is neither a record nor a Job of this name. */
  | { readonly kind: "not-found" }
  /** There is a Job of this name, and it is none of ours. */
  | { readonly kind: "not-ours" }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

/**
 * Takes up a run that another process began and left, or died over. Where its record is in the store, the output goes on
 * where that process left it; from another machine, with the Job's annotations alone, it begins anew: all of the log is
 * handed over, also what another process has shown already. The limits are those that the run was begun with. A run that
 * has settled gives its outcome again.
 *
 * @throws TypeError for limits that can't be right.
 */
export async function attach(options: AttachOptions, signal: AbortSignal): Promise<Attached> {
  const cluster = { ...options.cluster, namespace: options.namespace ?? options.cluster.namespace };
  const { jobName } = options;
  // Wrong ones are told before anything is asked.
  limitsFrom(options.limits);
  const stored = options.store?.load(recordKey({ namespace: cluster.namespace, jobName }));
  const loaded = loadedInTime(cluster.clock, Promise.resolve(stored));
  const record = (await loaded.catch(() => null)) ?? null;
  if (record !== null) return { kind: "attached", run: takeUp(options, cluster, record, loaded) };
  const held = await getJob(cluster, jobName, signal);
  if (held.kind !== "answered")
    return isMissing(held) ? { kind: "not-found" } : { kind: "trouble", trouble: held };
  const identity = readIdentity(held.value.object);
  if (identity === null) return { kind: "not-ours" };
  const timestamps = options.timestamps ?? "strip";
  const framed = isFramed(held.value.object);
  const limits = limitsFrom(options.limits, readLimits(held.value.object));
  return {
    kind: "attached",
    run: takeUp(options, cluster, { identity, jobName, limits, timestamps, framed }, loaded),
  };
}

type Taken = Pick<RunRecord, "identity" | "jobName" | "limits" | "timestamps" | "framed">;

function takeUp(
  options: AttachOptions,
  cluster: AttachOptions["cluster"],
  taken: Taken,
  loaded: Promise<RunRecord | null | undefined>,
): RunHandle {
  const { identity, jobName, limits, timestamps, framed } = taken;
  return follow(options, {
    cluster,
    identity,
    jobName,
    labels: runLabels(identity, sha256),
    limits,
    timestamps,
    framed,
    guard: null,
    admission: admissionOf(cluster, jobName, identity),
    // A record that could not be used is told among the run's problems.
    load: async () => (await loaded) ?? null,
  });
}
