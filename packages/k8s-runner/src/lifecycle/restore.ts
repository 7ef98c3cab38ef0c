import type { LifecycleState } from "./state.ts";
import { storedState } from "./stored/stored-state.ts";

export type Restored =
  | { readonly kind: "restored"; readonly state: LifecycleState }
  /** For people: what is wrong, and what to do. Nothing that was stored is quoted. */
  | { readonly kind: "refused"; readonly why: string };

/**
 * A state that was stored as JSON. Whoever could write the file could write anything, a crash may have cut it, and another
 * version may have stored it: it is taken whole or not at all, and no `step` from what is taken throws. Hand in
 * `restarted` first: what was under way in the former process is asked for again.
 */
export function restore(stored: unknown): Restored {
  return isState(stored)
    ? { kind: "restored", state: stored }
    : { kind: "refused", why: damagedAt(storedState(stored, "state")) };
}

/** What is to be said of a stored thing that is damaged at this path. */
export function damagedAt(path: string | null): string {
  return `\`${path}\` is damaged, or was stored by another version: take the run up from its Job instead.`;
}

function isState(stored: unknown): stored is LifecycleState {
  return storedState(stored, "state") === null;
}
