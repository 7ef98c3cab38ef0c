import type { Turn } from "./pursue.ts";
import type { Admitting } from "./state.ts";

/** The first state of a run and what it asks for. `seed` is any whole number that differs from run to run. */
export function begin(start: { readonly at: number; readonly seed: number }): Turn {
  const { at, seed } = start;
  if (!Number.isSafeInteger(seed))
    throw new TypeError(`The seed is ${seed}; give a whole number, for example from the run's id.`);
  const state: Admitting = {
    phase: "admitting",
    seed,
    asks: 1,
    connections: 0,
    create: null,
    job: { kind: "unseen" },
    pod: { kind: "unseen" },
    jobOverAsk: null,
    intents: [],
    log: null,
    errands: { admit: { kind: "asked", ask: 1, byAt: at + 60_000, attempt: 0 } },
  };
  return { state, effects: [{ kind: "admit", ask: 1 }] };
}
