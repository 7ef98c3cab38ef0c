import { phases } from "./phases.ts";
import type { LifecycleState } from "./state.ts";

/**
 * A state that was stored as JSON; null for anything that is none, as a file of another version or one cut short by a
 * crash. Hand in `restarted` first: what was under way in the former process is asked for again.
 */
export function restore(stored: unknown): LifecycleState | null {
  return isState(stored) ? stored : null;
}

/** The stored text is our own, so the outline is enough: it tells another version and a cut file from a state. */
function isState(stored: unknown): stored is LifecycleState {
  if (typeof stored !== "object" || stored === null) return false;
  const state: { readonly [Name in keyof LifecycleState]?: unknown } = stored;
  const { phase, seed, asks, connections, intents, errands, job, pod } = state;
  return (
    typeof phase === "string" &&
    (phase === "settled" || Object.hasOwn(phases, phase)) &&
    [seed, asks, connections].every(Number.isSafeInteger) &&
    Array.isArray(intents) &&
    [errands, job, pod].every((part) => typeof part === "object" && part !== null)
  );
}
