import type { Cluster } from "../cluster.ts";
import type { Pod, PodStatus } from "../objects.ts";
import { oldStatus } from "./old-status.ts";
import type { PodView } from "./pod-status.ts";
import { podStatus } from "./pod-status.ts";

/**
 * Brings what the kubelet knows of one pod into the API: late, not at all while it is out of reach, and only the newest:
 * a state that is over before it was written is never heard of.
 */
export interface StatusPublisher {
  readonly publish: (view: PodView) => void;
  /** Resolves when everything that was published has been written. */
  readonly written: () => Promise<void>;
  readonly delayBy: (ms: number) => void;
  readonly hold: () => void;
  readonly release: () => void;
}

export function createStatusPublisher(cluster: Cluster, find: () => Pod | null): StatusPublisher {
  const { clock, store, delays, features } = cluster;
  let newest: PodStatus | null = null;
  let isWritten = true;
  let extraMs = 0;
  let isHeld = false;
  const whenWritten = new Set<() => void>();

  const flush = (): void => {
    const pod = find();
    if (isHeld || isWritten || newest === null) return;
    isWritten = true;
    if (pod !== null) store.replace("pods", { ...pod, status: withForeign(pod, newest) });
    whenWritten.forEach((done) => done());
    whenWritten.clear();
  };

  return {
    publish: (view) => {
      const pod = find();
      if (pod === null) return;
      const made = podStatus(newest === null ? pod : { ...pod, status: newest }, view, clock.now());
      newest = features.currentKubelet ? made : oldStatus(newest, made, view);
      isWritten = false;
      clock.after(delays.statusMs + extraMs, flush);
    },
    written: () =>
      new Promise((resolve) => {
        if (isWritten) resolve();
        else whenWritten.add(resolve);
      }),
    delayBy: (ms) => {
      extraMs = ms;
    },
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      flush();
    },
  };
}

/** Conditions that somebody else set, and fields that the kubelet doesn't know, stay, unless it writes no conditions at all. */
function withForeign(pod: Pod, status: PodStatus): PodStatus {
  if (status.conditions === undefined) return { ...pod.status, ...status, conditions: [] };
  const own = new Set((status.conditions ?? []).map(({ type }) => type));
  const foreign = (pod.status.conditions ?? []).filter(({ type }) => !own.has(type));
  return { ...pod.status, ...status, conditions: [...foreign, ...(status.conditions ?? [])] };
}
