import type { Lookup } from "@runverdict/classifier";
import type { Sight } from "./event.ts";

/** What was seen of an object so far. */
export type Seen<T> =
  | { readonly kind: "unseen" }
  /** A look-up with this ask found that there is none for this run. */
  | { readonly kind: "none"; readonly ask: number }
  | ({ readonly kind: "present" } & Sight<T>)
  /** The one of this UID is gone, and does not come back. */
  | { readonly kind: "absent"; readonly uid: string; readonly last: T };

export function uidOf(seen: Seen<unknown>): string | null {
  return seen.kind === "present" || seen.kind === "absent" ? seen.uid : null;
}

/** The last known state, gone or not. */
export function factsOf<T>(seen: Seen<T>): T | null {
  if (seen.kind === "present") return seen.facts;
  return seen.kind === "absent" ? seen.last : null;
}

/** Whether a state of the same object is newer than what is known. */
export function isNewer(sight: Sight<unknown>, seen: Seen<unknown>): boolean {
  if (seen.kind === "absent") return seen.uid !== sight.uid;
  return seen.kind !== "present" || compareVersions(sight.resourceVersion, seen.resourceVersion) > 0;
}

/**
 * Kubernetes promises since 1.35 that resourceVersions of one kind compare as whole numbers, and etcd's always did.
 * Whatever is no number counts as newer, so that a foreign store makes us believe too much, never too little.
 */
function compareVersions(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [one.replace(/^0+/, ""), other.replace(/^0+/, "")];
  if (!/^\d{1,40}$/.test(left) || !/^\d{1,40}$/.test(right)) return 1;
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** In the classifier's terms. `vouched`: a final consistent read answered; without it, what is known may be old. */
export function lookupOf<T>(seen: Seen<T>, vouched: boolean): Lookup<T> {
  switch (seen.kind) {
    case "present":
      return vouched ? { kind: "found", value: seen.facts } : { kind: "unavailable", lastSeen: seen.facts };
    case "absent":
      return { kind: "absent", lastSeen: seen.last };
    case "none":
      return { kind: "absent", lastSeen: null };
    case "unseen":
      return { kind: "unavailable", lastSeen: null };
  }
}
