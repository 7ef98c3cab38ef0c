import type { SeenObject } from "../objects/seen-object.ts";
import type { Change } from "./known-objects.ts";

/** Whose changes somebody wants to be told. */
export type Subscription =
  /** Of the Job with this UID, or of the pods that it made. */
  | { readonly kind: "job-uid"; readonly uid: string }
  | { readonly kind: "label"; readonly key: string; readonly value: string }
  | { readonly kind: "everything" };

export type Listener = (change: Change) => void;

export interface Subscribers {
  readonly add: (of: Subscription, listener: Listener) => () => void;
  /** Tells each listener once. */
  readonly tell: (change: Change) => void;
}

/** With a thousand runs, each change finds its listeners by a look-up, not by asking all. */
export function createSubscribers(onFault: (error: unknown) => void): Subscribers {
  const listeners = new Map<string, Set<Listener>>();
  return {
    add(of, listener) {
      const key = keyOf(of);
      let hasLeft = false;
      // The same function may be given twice, and is then two listeners. Who leaves is told nothing more, even if others
      // are being told at that moment.
      const own: Listener = (change) => {
        if (!hasLeft) listener(change);
      };
      listeners.set(key, (listeners.get(key) ?? new Set()).add(own));
      return () => {
        hasLeft = true;
        const others = listeners.get(key);
        others?.delete(own);
        if (others?.size === 0) listeners.delete(key);
      };
    },
    tell(change) {
      const told = keysOf(change.object).flatMap((key) => [...(listeners.get(key) ?? [])]);
      for (const listener of told) {
        try {
          listener(change);
        } catch (error) {
          // One run's mistake is not the others'.
          onFault(error);
        }
      }
    },
  };
}

/** Under which of an object's keys a subscriber is told of it. */
export function keyOf(of: Subscription): string {
  switch (of.kind) {
    case "job-uid":
      return `uid ${of.uid}`;
    case "label":
      return `label ${of.key}=${of.value}`;
    case "everything":
      return "";
  }
}

/** An object goes by the labels that it has now. */
export function keysOf({ uid, jobUid, labels }: SeenObject): readonly string[] {
  const owner = jobUid === null ? [] : [`uid ${jobUid}`];
  return ["", `uid ${uid}`, ...owner, ...[...labels].map(([key, value]) => `label ${key}=${value}`)];
}
