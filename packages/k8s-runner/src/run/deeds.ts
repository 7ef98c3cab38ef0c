import type { Effect } from "../lifecycle/effect.ts";
import { perform } from "./perform.ts";
import type { RunContext } from "./run-context.ts";

/** The effects of one run that are under way. */
export interface Deeds {
  readonly start: (effect: Effect) => void;
  /** Something that answers no effect. */
  readonly startAside: (deed: Promise<void>) => void;
  /** Resolves when none is under way any more. */
  readonly ended: () => Promise<void>;
}

export function createDeeds(run: RunContext): Deeds {
  const underWay = new Set<Promise<void>>();

  /** What fails in an unforeseen way is asked again, like what the server could not answer. */
  async function doIt(effect: Effect): Promise<void> {
    try {
      const event = await perform(run, effect);
      if (event !== null) run.tell(event);
    } catch (error) {
      if (run.signal.aborted) return;
      run.problems.note(error);
      if (!("ask" in effect)) return;
      run.tell({ kind: "request-failed", at: run.cluster.clock.now(), ask: effect.ask, why: "unavailable" });
    }
  }

  function keep(deed: Promise<void>): void {
    const kept = deed.finally(() => underWay.delete(kept));
    underWay.add(kept);
  }

  return {
    start: (effect) => keep(doIt(effect)),
    startAside: keep,
    ended: async () => void (await Promise.all(underWay)),
  };
}
