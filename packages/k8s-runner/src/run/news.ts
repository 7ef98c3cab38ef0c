import type { JobFacts, PodFacts } from "@runverdict/classifier";
import type { Cluster } from "../cluster/cluster.ts";
import { JOBS } from "../cluster/objects/jobs.ts";
import { PODS } from "../cluster/objects/pods.ts";
import { jobSeen, podSeen, type Seen } from "../cluster/objects/seen-object.ts";
import type { Change } from "../cluster/watch/known-objects.ts";
import { watchObjects, type ObjectWatch } from "../cluster/watch/watch-objects.ts";
import { ATTEMPT_LABEL, MANAGED_BY, RUN_LABEL, type JobIdentity } from "../job/job-identity.ts";
import { runHash } from "../job/job-name.ts";
import { AGENT_CONTAINER } from "../job/reserved.ts";
import type { Sha256 } from "../job/sha256.ts";
import { labelSelector } from "./label-selector.ts";

/** What the shared watches tell of the Jobs and pods of one run. */
export type News =
  | { readonly kind: "job"; readonly seen: Seen<JobFacts> }
  | { readonly kind: "pod"; readonly seen: Seen<PodFacts> }
  | { readonly kind: "job-gone" | "pod-gone"; readonly uid: string };

/** The labels by which the Job and the pods of a run are known. */
export interface RunLabels {
  readonly [RUN_LABEL]: string;
  readonly [ATTEMPT_LABEL]: string;
}

export function runLabels(run: Pick<JobIdentity, "runId" | "attempt">, sha256: Sha256): RunLabels {
  return { [RUN_LABEL]: runHash(run.runId, sha256), [ATTEMPT_LABEL]: String(run.attempt) };
}

/** Calls it off. Resolves when nothing is left of what was open for it alone. */
export type Leave = () => Promise<void>;

/** One list and watch for the Jobs of a namespace and one for its pods, open as long as anybody follows. */
export interface NewsSource {
  /** Tells at once what is known of the run, and then what becomes of it. */
  readonly follow: (run: RunLabels, hear: (news: News) => void) => Leave;
}

const sources = new WeakMap<Cluster, Map<string, NewsSource>>();

/** The one source of a connection for a namespace, shared by all runs that are followed over that connection. */
export function newsOf(cluster: Cluster, namespace: string): NewsSource {
  const own = sources.get(cluster) ?? new Map<string, NewsSource>();
  sources.set(cluster, own);
  const source = own.get(namespace) ?? createNews({ ...cluster, namespace });
  own.set(namespace, source);
  return source;
}

interface Watches {
  readonly all: readonly [ObjectWatch, ObjectWatch];
  followers: number;
}

function createNews(cluster: Cluster): NewsSource {
  let current: Watches | null = null;
  // What a listener throws is a mistake of ours, and no reason to end the other runs.
  const onFault = (error: unknown): void =>
    process.emitWarning(error instanceof Error ? error : new Error(String(error)));

  function start(): Watches {
    const watch = (resource: typeof JOBS | typeof PODS): ObjectWatch =>
      watchObjects(
        cluster,
        { resource, labelSelector: labelSelector(MANAGED_BY), onFault },
        new AbortController().signal,
      );
    return { all: [watch(JOBS), watch(PODS)], followers: 0 };
  }

  return {
    follow(run, hear) {
      const watches = (current ??= start());
      watches.followers += 1;
      const subscription = { kind: "label", key: RUN_LABEL, value: run[RUN_LABEL] } as const;
      const leaves = watches.all.map((watch, place) =>
        watch.subscribe(subscription, (change) => {
          if (change.object.labels.get(ATTEMPT_LABEL) !== run[ATTEMPT_LABEL]) return;
          (place === 0 ? newsOfJob(change) : newsOfPod(change)).forEach(hear);
        }),
      );
      return async () => {
        leaves.forEach((leave) => leave());
        watches.followers -= 1;
        if (watches.followers > 0) return;
        if (current === watches) current = null;
        await Promise.all(watches.all.map((watch) => watch.stop()));
      };
    },
  };
}

/** An object that goes is told in its last state first, because that may hold how it ended. */
function newsOfJob(change: Change): readonly News[] {
  const seen = jobSeen(change.object);
  if (seen === null) return [];
  const state = { kind: "job", seen } as const;
  return change.kind === "deleted" ? [state, { kind: "job-gone", uid: seen.uid }] : [state];
}

function newsOfPod(change: Change): readonly News[] {
  const seen = podSeen(change.object, AGENT_CONTAINER);
  if (seen === null) return [];
  const state = { kind: "pod", seen } as const;
  return change.kind === "deleted" ? [state, { kind: "pod-gone", uid: seen.uid }] : [state];
}
