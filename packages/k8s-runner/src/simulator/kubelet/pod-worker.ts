import type { Pod } from "../objects.ts";
import type { ContainerRun } from "./container-run.ts";
import { killContainer } from "./end-containers.ts";
import { livePod, removeIfDeleted } from "./live-pod.ts";
import type { Node, StopOrder } from "./node.ts";
import { isStopping, newPodLife } from "./pod-life.ts";
import type { StatusPublisher } from "./publish-status.ts";
import { stopPod, watchDeadline } from "./stop-pod.ts";

/** Looks after one pod from its binding to its end. */
export interface PodWorker {
  readonly runs: readonly ContainerRun[];
  readonly status: StatusPublisher;
  /** The pod's object has changed. */
  readonly changed: () => void;
  readonly stop: (order: StopOrder) => void;
  /** The object is gone without the kubelet's doing, or the machine is: what still runs is killed. */
  readonly abandon: (by: StopOrder["by"]) => void;
  readonly isOver: () => boolean;
  /** Kills what runs, for good; resolves when it has ended. The pod's status says nothing of it. */
  readonly destroy: () => Promise<void>;
}

const AT_ONCE: StopOrder = { by: "stranger", graceMs: 0, verdict: null, announces: false };

export function createPodWorker(node: Node, pod: Pod, find: () => Pod | null): PodWorker {
  const life = newPodLife(node, pod, find);
  void livePod(life);
  return {
    runs: life.runs,
    status: life.status,
    changed: () => {
      const present = find();
      if (present === null) return;
      const { deletionTimestamp, deletionGracePeriodSeconds = 30 } = present.metadata;
      if (deletionTimestamp === undefined) {
        if (!isStopping(life) && !life.isTerminal) watchDeadline(life);
      } else if (life.isOver) void removeIfDeleted(life);
      else stopPod(life, { ...AT_ONCE, graceMs: deletionGracePeriodSeconds * 1000 });
    },
    stop: (order) => stopPod(life, order),
    abandon: (by) => {
      stopPod(life, { ...AT_ONCE, by });
      life.runs.forEach(killContainer);
    },
    isOver: () => life.isOver,
    destroy: async () => {
      life.order ??= AT_ONCE;
      life.status.hold();
      life.runs.forEach(killContainer);
      // A container that is coming up is killed as soon as it is there.
      await Promise.all(life.starting);
      life.runs.forEach(killContainer);
      for (const run of life.runs) await life.ends.get(run);
    },
  };
}
