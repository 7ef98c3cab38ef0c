import { endContainers, killContainer } from "./end-containers.ts";
import type { StopOrder } from "./node.ts";
import { graceOf, publish } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";

/** Ends a pod as a whole. Whoever deleted it has been noted before: the first is who did it. Native sidecars end after the others. */
export function stopPod(life: PodLife, order: StopOrder): void {
  if (life.isTerminal) return;
  if (life.order !== null) return hasten(life, life.order, order.graceMs);
  life.order = order;
  life.node.witness.podTakenDown(life.pod.metadata.uid, { by: order.by, at: life.node.clock.now() });
  publish(life);
  life.sleepers.forEach((rise) => rise());
  const first = life.runs.filter(({ role }) => role !== "sidecar");
  void endContainers(life, first, order.graceMs);
}

/** Who deletes a pod again with a shorter grace cuts short what is left of the longer one. SIGTERM is not sent again. */
function hasten(life: PodLife, order: StopOrder, graceMs: number): void {
  if (graceMs >= order.graceMs) return;
  life.order = { ...order, graceMs };
  life.node.clock.after(graceMs, () => life.runs.forEach(killContainer));
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
