import type { Cluster } from "../cluster.ts";
import type { ApiServer } from "../api/api-server.ts";
import { disrupt } from "../kubelet/disruption.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import type { PodWorker } from "../kubelet/pod-worker.ts";
import type { Pod } from "../objects.ts";
import { remove } from "../store/removal.ts";
import type { Happening, JobHappening } from "./fault-plan.ts";
import { loseNode, removeNode } from "./lose-node.ts";

/** What happenings act upon. */
export interface Stage {
  readonly cluster: Cluster;
  readonly kubelet: Kubelet;
  readonly api: ApiServer;
  readonly namespace: string;
  readonly nodeNotReadyMs: number;
}

/** Makes something happen now. What concerns a pod that is not there (yet, or any more) does nothing. */
export function happen(stage: Stage, what: Happening): void {
  const { cluster, kubelet, api } = stage;
  switch (what.kind) {
    case "kubelet-restart":
      return kubelet.restart(what.downMs);
    case "api-server-restart":
      return api.restart(what.downMs, what.how);
    case "compact-history":
      return cluster.store.compact();
    case "node-loss":
      return loseNode(cluster, kubelet, stage.nodeNotReadyMs, what.backAfterMs);
    case "node-removed":
      return removeNode(cluster, kubelet);
    default:
      return happenToJob(stage, what.namespace ?? stage.namespace, what.job, what);
  }
}

function happenToJob(stage: Stage, namespace: string, name: string, what: JobHappening): void {
  const { cluster } = stage;
  const job = cluster.store.get("jobs", namespace, name);
  if (what.kind === "delete-job" || what.kind === "expire-job") {
    if (job === null) return;
    if (what.kind === "expire-job") remove(cluster, "jobs", job, { by: "ttl", policy: "Foreground" });
    else remove(cluster, "jobs", job, { by: "stranger", policy: what.policy });
    return;
  }
  const pod = cluster.store
    .list("pods", namespace)
    .filter(({ metadata }) => metadata.labels?.["job-name"] === name)
    .toSorted((one, other) => Number(other.metadata.resourceVersion) - Number(one.metadata.resourceVersion))
    .at(0);
  if (pod === undefined) return;
  const worker = stage.kubelet.workerOf(pod.metadata.uid);
  happenToPod(stage, pod, worker, what);
}

function happenToPod(stage: Stage, pod: Pod, worker: PodWorker | null, what: JobHappening): void {
  const { cluster } = stage;
  switch (what.kind) {
    case "rotate-log":
      worker?.runs.forEach(({ log }) => log?.rotate());
      break;
    case "oom":
    case "oom-child": {
      const run = worker?.runs.find(({ role }) => role === "main");
      run?.started?.oom(what.kind === "oom" ? "container" : "child");
      break;
    }
    case "late-status":
      worker?.status.delayBy(what.byMs);
      break;
    case "preempt": {
      const message = "default-scheduler: preempting to accommodate a higher priority pod";
      const marked = disrupt(cluster, pod, "PreemptionByScheduler", message);
      const by = "Preempted by pod 1c619664-b117-44f6-8578-7134ac8cc331 on node node-1";
      cluster.record(pod, { type: "Normal", reason: "Preempted", message: by, by: "default-scheduler" });
      remove(cluster, "pods", marked, { by: "preemption" });
      break;
    }
    case "evict":
      evictPod(stage, pod, worker, what.why);
      break;
    case "delete-pod":
      remove(cluster, "pods", pod, {
        by: "stranger",
        ...(what.graceSeconds === undefined ? {} : { graceSeconds: what.graceSeconds }),
      });
      break;
    case "delete-job":
    case "expire-job":
      break;
  }
}

function evictPod(
  { cluster }: Stage,
  pod: Pod,
  worker: PodWorker | null,
  why: "node-pressure" | "own-limit" | "api",
): void {
  if (why === "api") {
    remove(cluster, "pods", disrupt(cluster, pod, "EvictionByEvictionAPI", "Eviction API: evicting"), {
      by: "eviction-api",
    });
    return;
  }
  const message =
    why === "node-pressure"
      ? "The node was low on resource: memory. Threshold quantity: 100Mi, available: 51204Ki. "
      : "Pod ephemeral local storage usage exceeds the total limit of containers 20Mi. ";
  cluster.record(pod, { type: "Warning", reason: "Evicted", message, by: "kubelet" });
  if (why === "node-pressure") disrupt(cluster, pod, "TerminationByKubelet", message);
  // Evictions of this kind give a second at most.
  worker?.stop({ by: why, graceMs: 0, verdict: { reason: "Evicted", message }, announces: false });
}
