import type { EventObject } from "../objects.ts";
import type { Change } from "./change.ts";
import { namespaceOf } from "./store.ts";
import type { Store } from "./store.ts";

/**
 * The Events about the object with this UID, in the order of their creation, so that nobody looks through those of a
 * thousand runs for those of one: asked so, a list took 5 ms, and held up all others.
 */
export type EventsAbout = (uid: string) => readonly EventObject[];

export function createEventIndex(store: Store): EventsAbout {
  const about = new Map<string, Map<string, EventObject>>();
  const uids = new Map<string, string>();
  const forget = (key: string, uid: string): void => {
    uids.delete(key);
    const own = about.get(uid);
    own?.delete(key);
    if (own?.size === 0) about.delete(uid);
  };
  store.subscribe(({ resource, object }: Change) => {
    if (resource !== "events") return;
    const [namespace, { name }] = [namespaceOf(object), object.metadata];
    const key = `${namespace}/${name}`;
    const event = store.get("events", namespace, name);
    const uid = event?.involvedObject.uid ?? uids.get(key);
    if (uid === undefined) return;
    if (event === null) return forget(key, uid);
    uids.set(key, uid);
    about.set(uid, (about.get(uid) ?? new Map<string, EventObject>()).set(key, event));
  });
  return (uid) => [...(about.get(uid)?.values() ?? [])];
}
