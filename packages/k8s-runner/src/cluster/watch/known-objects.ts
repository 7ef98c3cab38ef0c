import type { SeenObject } from "../objects/seen-object.ts";
import { isNewer } from "./resource-version.ts";

/** What happened to an object, as those who subscribed are told it. */
export type Change =
  | { readonly kind: "added" | "modified"; readonly object: SeenObject }
  /** It is gone, or no longer selected: a look-up tells which. */
  | {
      readonly kind: "deleted";
      /** The last state that is known. */
      readonly object: SeenObject;
      /** Nobody saw it go, so that its last state may have been another. */
      readonly finalStateUnknown: boolean;
    };

/** What the watch says of an object. */
export interface ObjectEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: SeenObject;
}

/**
 * The objects that are there, as far as we were told. For each UID the changes that it gives have rising versions, none
 * comes twice, and what is older than what is known changes nothing, whatever order it comes in.
 */
export interface KnownObjects {
  readonly apply: (event: ObjectEvent) => readonly Change[];
  /** All that is there as of this version: what is missing was deleted, unless it is newer than the list. */
  readonly replace: (objects: readonly SeenObject[], version: string) => readonly Change[];
  readonly all: () => readonly SeenObject[];
}

/** Late news of a deleted object come soon after it, so that the oldest of these are of no use any more. */
const KEPT_TOMBSTONES = 4096;

export function createKnownObjects(): KnownObjects {
  const byUid = new Map<string, SeenObject>();
  const uidByName = new Map<string, string>();
  /** The version as of which an object is known to be gone. */
  const tombstones = new Map<string, string>();

  function bury(object: SeenObject, version: string): void {
    byUid.delete(object.uid);
    if (uidByName.get(nameOf(object)) === object.uid) uidByName.delete(nameOf(object));
    tombstones.delete(object.uid);
    tombstones.set(object.uid, version);
    const [oldest] = tombstones.keys();
    if (tombstones.size > KEPT_TOMBSTONES && oldest !== undefined) tombstones.delete(oldest);
  }

  function isStale({ uid, resourceVersion }: SeenObject): boolean {
    const known = byUid.get(uid)?.resourceVersion ?? tombstones.get(uid);
    return known !== undefined && !isNewer(resourceVersion, known);
  }

  function put(object: SeenObject): readonly Change[] {
    if (isStale(object)) return [];
    const former = byUid.get(uidByName.get(nameOf(object)) ?? "");
    const replaced: Change[] = [];
    if (former !== undefined && former.uid !== object.uid) {
      // The name can only be free again because the former object went, and nobody told us.
      if (isNewer(former.resourceVersion, object.resourceVersion)) return [];
      bury(former, object.resourceVersion);
      replaced.push({ kind: "deleted", object: former, finalStateUnknown: true });
    }
    const kind = byUid.has(object.uid) ? "modified" : "added";
    byUid.set(object.uid, object);
    uidByName.set(nameOf(object), object.uid);
    tombstones.delete(object.uid);
    return [...replaced, { kind, object }];
  }

  function drop(object: SeenObject): readonly Change[] {
    if (isStale(object)) return [];
    bury(object, object.resourceVersion);
    return [{ kind: "deleted", object, finalStateUnknown: false }];
  }

  return {
    apply: ({ type, object }) => (type === "DELETED" ? drop(object) : put(object)),
    replace(objects, version) {
      const listed = new Set(objects.map(({ uid }) => uid));
      const missing = [...byUid.values()].filter(
        ({ uid, resourceVersion }) => !listed.has(uid) && !isNewer(resourceVersion, version),
      );
      const gone = missing.map((object): Change => {
        bury(object, version);
        return { kind: "deleted", object, finalStateUnknown: true };
      });
      return [...gone, ...objects.flatMap(put)];
    },
    all: () => [...byUid.values()],
  };
}

function nameOf({ namespace, name }: SeenObject): string {
  return `${namespace}/${name}`;
}
