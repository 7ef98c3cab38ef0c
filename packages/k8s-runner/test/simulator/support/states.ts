import type { Job, Pod } from "../../../src/simulator/objects.ts";

type Kind = "Job" | "Pod";

interface WatchLine {
  readonly type: string;
  readonly object: (Job | Pod) & { readonly kind: string };
}

/**
 * What a watch showed of each object of one kind, as short lines without names and times: how a recording and the
 * simulator are compared. Neighbours that look the same are one.
 */
export function statesOf(lines: readonly string[], kind: Kind): readonly (readonly string[])[] {
  const objects = new Map<string, string[]>();
  for (const line of lines) {
    const event: WatchLine = JSON.parse(line);
    if (event.object.kind !== kind) continue;
    const { uid } = event.object.metadata;
    const states = objects.get(uid) ?? [];
    objects.set(uid, states);
    const state =
      event.type + (kind === "Job" ? jobState(event.object as Job) : podState(event.object as Pod));
    if (states.at(-1) !== state) states.push(state);
  }
  return [...objects.values()];
}

function marks({ metadata }: Job | Pod): string {
  const deleting =
    metadata.deletionTimestamp === undefined ? "" : ` deleting/${metadata.deletionGracePeriodSeconds}`;
  const finalizers = (metadata.finalizers ?? []).map((one) => one.split("/").at(-1)).join("+");
  return `${deleting} generation=${metadata.generation} finalizers=[${finalizers}] owners=${metadata.ownerReferences?.length ?? 0}`;
}

function jobState(job: Job): string {
  const { spec, status } = job;
  const { active, ready, terminating, succeeded, failed, uncountedTerminatedPods: uncounted } = status;
  const counts = JSON.stringify({ active, ready, terminating, succeeded, failed });
  const waiting = Object.keys(uncounted ?? {}).join("+");
  const conditions = (status.conditions ?? []).map(
    (one) => `${one.type}=${one.status}/${one.reason} ${one.message}`,
  );
  const times = `${status.startTime === undefined ? "" : " started"}${status.completionTime === undefined ? "" : " completed"}`;
  return `${marks(job)} suspend=${spec.suspend} ${counts}${times} uncounted=[${waiting}] ${conditions.join(", ")}`;
}

function podState(pod: Pod): string {
  const { spec, status } = pod;
  const conditions = (status.conditions ?? []).map(
    (one) => `${one.type}=${one.status}${one.reason === undefined ? "" : `/${one.reason}`}`,
  );
  const containers = (status.containerStatuses ?? []).map(({ name, state, ready, started, restartCount }) => {
    const { waiting, running, terminated } = state;
    const what =
      waiting?.reason ??
      (running === undefined ? `${terminated?.exitCode}/${terminated?.reason}` : "running");
    return `${name}:${what} ready=${ready} started=${started} restarts=${restartCount}`;
  });
  return `${marks(pod)} node=${spec.nodeName} ${status.phase}/${status.reason ?? ""} observed=${status.observedGeneration} ${conditions.join(" ")} ${containers.join(" ")}`;
}
