import { remove } from "../store/removal.ts";
import { sleep } from "../clock/clock.ts";
import { hasFailed } from "./container-run.ts";
import { endContainers } from "./end-containers.ts";
import { keepContainer, restartContainer } from "./keep-container.ts";
import { missingVolume } from "./missing-volume.ts";
import { graceOf, isStopping, pause, publish } from "./pod-life.ts";
import type { PodLife } from "./pod-life.ts";
import { startContainer } from "./start-container.ts";
import { watchDeadline } from "./stop-pod.ts";

/** Leads a pod from its binding to its terminal status, and out of the API if it was deleted. */
export async function livePod(life: PodLife): Promise<void> {
  await prepare(life);
  if (await initialize(life)) {
    await Promise.all(life.runs.filter(({ role }) => role === "main").map((run) => keepContainer(life, run)));
  }
  await endContainers(life, life.runs, life.order?.graceMs ?? graceOf(life));
  if (!isStopping(life)) {
    publish(life);
    await pause(life, life.node.delays.phaseMs);
  }
  life.callOffDeadline();
  life.isTerminal = true;
  publish(life);
  await life.status.written();
  life.isOver = true;
  await removeIfDeleted(life);
}

/** Admission, volumes, sandbox. */
async function prepare(life: PodLife): Promise<void> {
  const { delays, clock } = life.node;
  await pause(life, delays.admitMs);
  life.startedAt = clock.now();
  watchDeadline(life);
  publish(life);
  await mount(life);
  await pause(life, delays.sandboxMs);
  if (isStopping(life)) return;
  life.hasSandbox = true;
  publish(life);
}

async function mount(life: PodLife): Promise<void> {
  const { store, record, delays } = life.node;
  while (!isStopping(life)) {
    const message = missingVolume(store, life.pod);
    const pod = life.find();
    if (message === null || pod === null) return;
    record(pod, { type: "Warning", reason: "FailedMount", message, by: "kubelet" });
    await pause(life, delays.retryMs);
  }
}

/** Runs the init containers, one after the other; false when the main ones must not be started. */
async function initialize(life: PodLife): Promise<boolean> {
  for (const run of life.runs.filter(({ role }) => role !== "main")) {
    if (isStopping(life)) return false;
    if (run.role === "init") {
      await keepContainer(life, run);
      if (hasFailed(run)) return false;
    } else {
      await startContainer(life, run);
      void restartContainer(life, run);
    }
  }
  return !isStopping(life);
}

/** The kubelet's own, last delete of a pod whose containers have ended. */
export async function removeIfDeleted(life: PodLife): Promise<void> {
  const { clock, delays } = life.node;
  if (life.isRemoving || life.find()?.metadata.deletionTimestamp === undefined) return;
  life.isRemoving = true;
  await sleep(clock, delays.removeMs);
  const pod = life.find();
  if (pod !== null) remove(life.node, "pods", pod, { by: "kubelet", graceSeconds: 0 });
}
