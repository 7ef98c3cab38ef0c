import { endContainers } from "./end-containers.ts";
import type { StopOrder } from "./node.ts";
import { graceOf, isStopping, publish } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";

/** Ends a pod as a whole. Whoever deleted it has been noted before: the first is who did it. Native sidecars end after the others. */
export function stopPod(life: PodLife, order: StopOrder): void {
  if (isStopping(life) || life.isTerminal) return;
  life.order = order;
  life.node.witness.podTakenDown(life.pod.metadata.uid, { by: order.by, at: life.node.clock.now() });
  publish(life);
  life.sleepers.forEach((rise) => rise());
  const first = life.runs.filter(({ role }) => role !== "sidecar");
  void endContainers(life, first, order.graceMs);
}

/** Ends the pod when its own deadline is over, as it stands in the pod now. */
export function watchDeadline(life: PodLife): void {
  life.callOffDeadline();
  const seconds = life.find()?.spec.activeDeadlineSeconds;
  if (seconds === undefined) return;
  const { clock, record } = life.node;
  life.callOffDeadline = clock.after(life.startedAt + seconds * 1000 - clock.now(), () => {
    const reason = "DeadlineExceeded";
    const message = "Pod was active on the node longer than the specified deadline";
    const pod = life.find();
    if (pod !== null) record(pod, { type: "Normal", reason, message, by: "kubelet" });
    stopPod(life, {
      by: "pod-deadline",
      graceMs: graceOf(life),
      verdict: { reason, message },
      announces: true,
    });
  });
}
