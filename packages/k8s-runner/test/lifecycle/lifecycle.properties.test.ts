import fc from "fast-check";
import { expect, test } from "vitest";
import { step } from "../../src/lifecycle/step.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { type Life, live } from "./world/life.ts";
import { plans } from "./world/plan.ts";
import { type PromiseName, promises } from "./world/promises.ts";

/** The life in which each promise is hard to keep; without one among the worlds, keeping it proves nothing. */
const tempting: Readonly<Record<PromiseName, (life: Life) => boolean>> = {
  "it settles once, and nothing follows": ({ settledAt }) => settledAt !== null,
  "left alone, it settles": ({ plan, truth }) => plan.lostNews.every(Boolean) && truth.endedBy === "itself",
  "nothing is deleted before the forensics are sealed": did("delete-job"),
  "nothing is taken down without an intent of ours": did("stop-agent"),
  "an end is only said of a run that is over": ({ plan, truth }) =>
    truth.startedAt !== null && (plan.outages.length > 0 || plan.cuts.length > 3),
  "a refusal is the server's": ({ last }) => endOf(last) === "refused",
  "a finished run is never called stopped, and no limit fires on it": ({ truth, plan }) =>
    truth.endedBy === "itself" && plan.limits.runMs !== null && plan.lagMs > 1000,
  "a limit only fires when it was exceeded": ({ last }) => endOf(last) === "limit",
  "what comes after the final word changes no end": ({ truth, plan, last }) =>
    truth.finalWordAt !== null &&
    plan.cancelAt !== null &&
    truth.finalWordAt < plan.cancelAt &&
    endOf(last) === "ended",
  "who cancels, and is in time, is heard": ({ last }) => endOf(last) === "cancelled",
  "rumours change nothing": ({ moments }) =>
    moments.some(({ rumour, event }) => rumour && event.kind === "pod-seen"),
  "its state is plain JSON": ({ moments }) => moments.some(({ event }) => event.kind === "restarted"),
  "a detached run is left alone": ({ last }) => endOf(last) === "detached",
  "only one log connection is open at a time": ({ last }) => last.connections > 3,
};

test.each(names())("for all worlds: %s", (name) => {
  let met = 0;
  fc.assert(
    fc.property(plans, (plan) => {
      const life = live(plan, step);
      met += tempting[name](life) ? 1 : 0;
      expect(promises[name](life, step)).toBeNull();
    }),
  );
  expect(met).toBeGreaterThan(0);
});

function names(): readonly PromiseName[] {
  return Object.keys(promises) as PromiseName[];
}

function did(kind: string): (life: Life) => boolean {
  return ({ moments }) => moments.some(({ effects }) => effects.some((effect) => effect.kind === kind));
}

function endOf(state: LifecycleState): string | null {
  return state.phase === "settled" ? state.ending.kind : null;
}
