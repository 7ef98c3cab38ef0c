import type { Seen } from "../cluster/objects/seen-object.ts";
import type { Sight } from "../lifecycle/event.ts";

/** Without the object itself, which the lifecycle would store with its state. */
export function sightOf<T>({ uid, resourceVersion, facts }: Seen<T>): Sight<T> {
  return { uid, resourceVersion, facts };
}
