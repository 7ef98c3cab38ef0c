import type { Cluster } from "../cluster.ts";
import type { SeenObject } from "../objects/seen-object.ts";
import { apiPath, type Resource } from "../request/api-request.ts";
import { keepUp, type WatchState } from "./keep-up.ts";
import { createKnownObjects, type Change } from "./known-objects.ts";
import { createObjectIndex } from "./object-index.ts";
import { createSubscribers, type Listener, type Subscription } from "./subscribers.ts";

export interface WatchOptions {
  readonly resource: Resource;
  /** Only what it selects is known here; empty for all. */
  readonly labelSelector: string;
  /** Told what a listener throws; the watch goes on. */
  readonly onFault: (error: unknown) => void;
  /** The server ends each watch after between one and two of these. */
  readonly lifeMs?: number;
  /** After how long without even a bookmark, which comes once a minute, a watch is taken for dead. */
  readonly silenceMs?: number;
  /** All is listed anew so often, because a server may lose an event and nobody notices. */
  readonly relistMs?: number;
}

/** What is there, and what happens to it: one list and one watch, however many subscribe. */
export interface ObjectWatch {
  /**
   * Tells the listener at once of all that is there and meant, as `added`, and then of each change, until the function
   * that is given back is called.
   */
  readonly subscribe: (of: Subscription, listener: Listener) => () => void;
  readonly known: () => readonly SeenObject[];
  /** Resolves when all was listed for the first time, or the watch was stopped before. */
  readonly listed: Promise<void>;
  readonly state: () => WatchState;
  readonly counts: () => WatchCounts;
  /** Resolves when nothing of it is left. */
  readonly stop: () => Promise<void>;
}

export interface WatchCounts {
  readonly lists: number;
  readonly watches: number;
  readonly events: number;
  /** Changes that were told; stale and repeated events are none. */
  readonly changes: number;
  readonly failures: number;
}

const defaults = { lifeMs: 300_000, silenceMs: 150_000, relistMs: 600_000 } as const;

/**
 * Begins to list and to watch, until it is stopped or the signal is aborted.
 *
 * @throws TypeError when the cluster's namespace can't be one.
 */
export function watchObjects(cluster: Cluster, options: WatchOptions, signal: AbortSignal): ObjectWatch {
  apiPath(options.resource, cluster.namespace);
  const stopping = new AbortController();
  const ending = AbortSignal.any([signal, stopping.signal]);
  const objects = createKnownObjects();
  const index = createObjectIndex();
  const subscribers = createSubscribers(options.onFault);
  const first = Promise.withResolvers<void>();
  const counts = { lists: 0, watches: 0, events: 0, changes: 0, failures: 0 };
  let state: WatchState = { kind: "listing" };

  /** Whose change will be told in a moment: who subscribes while others are told hears of it then. */
  let untold = new Set<string>();

  function tellAll(changes: readonly Change[]): void {
    untold = new Set(changes.map(({ object }) => object.uid));
    for (const change of changes) {
      untold.delete(change.object.uid);
      counts.changes += 1;
      index.note(change);
      subscribers.tell(change);
    }
  }

  const loop = keepUp(cluster, { ...defaults, ...options }, ending, {
    enter: (next) => {
      state = next;
      if (next.kind === "listing") counts.lists += 1;
      if (next.kind === "opening") counts.watches += 1;
      if (next.kind === "waiting") counts.failures += 1;
    },
    replace: (all, version) => {
      tellAll(objects.replace(all, version));
      first.resolve();
    },
    apply: (event) => {
      counts.events += 1;
      tellAll(objects.apply(event));
    },
  }).finally(first.resolve);

  return {
    subscribe(of, listener) {
      const leave = subscribers.add(of, listener);
      const present = index.meant(of).filter(({ uid }) => !untold.has(uid));
      present.forEach((object) => listener({ kind: "added", object }));
      return leave;
    },
    known: objects.all,
    listed: first.promise,
    state: () => state,
    counts: () => ({ ...counts }),
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
