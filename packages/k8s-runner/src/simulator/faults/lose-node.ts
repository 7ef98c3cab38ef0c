import type { Cluster } from "../cluster.ts";
import { disrupt } from "../kubelet/disruption.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import type { Pod } from "../objects.ts";
import { instant } from "../store/instant.ts";
import { remove } from "../store/removal.ts";

/** The node falls silent; after a while it counts as not ready, and after each pod's toleration the pod is deleted. */
export function loseNode(
  cluster: Cluster,
  kubelet: Kubelet,
  nodeNotReadyMs: number,
  backAfterMs: number | null,
): void {
  const { clock, store, record } = cluster;
  let isBack = false;
  kubelet.lose();
  const tolerate = (pod: Pod): void => {
    const { name, namespace = "", uid } = pod.metadata;
    const seconds =
      pod.spec.tolerations?.find(({ key }) => key === "node.kubernetes.io/unreachable")?.tolerationSeconds ??
      0;
    clock.after(seconds * 1000, () => {
      const present = store.get("pods", namespace, name);
      if (isBack || present?.metadata.uid !== uid) return;
      const marked = disrupt(
        cluster,
        present,
        "DeletionByTaintManager",
        "Taint manager: deleting due to NoExecute taint",
      );
      const message = `Marking for deletion Pod ${namespace}/${name}`;
      record(present, {
        type: "Normal",
        reason: "TaintManagerEviction",
        message,
        by: "taint-eviction-controller",
      });
      remove(cluster, "pods", marked, { by: "taint" });
    });
  };
  clock.after(nodeNotReadyMs, () => {
    if (isBack) return;
    for (const pod of store
      .list("pods")
      .filter(({ spec, status }) => spec.nodeName !== undefined && status.phase === "Running")) {
      record(pod, {
        type: "Warning",
        reason: "NodeNotReady",
        message: "Node is not ready",
        by: "node-controller",
      });
      tolerate(store.replace("pods", unready(pod, clock.now())));
    }
  });
  if (backAfterMs === null) return;
  clock.after(backAfterMs, () => {
    isBack = true;
    kubelet.comeBack();
  });
}

function unready(pod: Pod, nowAt: number): Pod {
  const conditions = (pod.status.conditions ?? []).map((condition) => {
    if (condition.type !== "Ready") return condition;
    return { ...condition, status: "False" as const, lastTransitionTime: instant(nowAt) };
  });
  return { ...pod, status: { ...pod.status, conditions } };
}

/**
 * The machine is gone, and its node's object with it. The garbage collector waits whether another of its name comes, two
 * of its rounds (40 s in 1.36); then the pods are declared failed and removed, and nobody asks the kubelet.
 */
export function removeNode(cluster: Cluster, kubelet: Kubelet): void {
  const { store, clock, delays } = cluster;
  kubelet.perish();
  clock.after(2 * delays.podGcMs, () =>
    store
      .list("pods")
      .filter(({ spec }) => spec.nodeName !== undefined)
      .forEach((pod) => collect(cluster, pod)),
  );
}

function collect(cluster: Cluster, pod: Pod): void {
  const { store, clock, witness } = cluster;
  witness.podTakenDown(pod.metadata.uid, { by: "pod-gc", at: clock.now() });
  const marked = disrupt(cluster, pod, "DeletionByPodGC", "PodGC: node no longer exists");
  const isOver = pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
  const phase = isOver ? pod.status.phase : "Failed";
  const failed = store.replace("pods", { ...marked, status: { ...marked.status, phase } });
  remove(cluster, "pods", failed, { by: "pod-gc", graceSeconds: 0 });
}
