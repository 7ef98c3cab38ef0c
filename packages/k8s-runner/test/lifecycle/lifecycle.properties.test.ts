import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { step } from "../../src/lifecycle/step.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { type Life, live } from "./world/life.ts";
import { type Plan, plans } from "./world/plan.ts";
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
  "the rest of a log is waited for as long as it comes, and no longer": (life) =>
    did("leave-log-rest")(life) && life.moments.some(({ event }) => event.kind === "log-rest-progressed"),
  "what was deleted is told as deleted": ({ plan, truth }) =>
    truth.jobDeletedAt !== null && plan.lostDeletions > 0,
  "rumours change nothing": ({ moments }) =>
    moments.some(({ rumour, event }) => rumour && event.kind === "pod-seen"),
  "its state is plain JSON": ({ moments }) => moments.some(({ event }) => event.kind === "restarted"),
  "a detached run is left alone": ({ last }) => endOf(last) === "detached",
  "only one log connection is open at a time": ({ last }) => last.connections > 3,
};

/** A pod was scheduled in time and taken before its agent began; no other came, and the limit counted anew. */
const takenWhileItStarted: Plan = {
  seed: 0,
  limits: { scheduleMs: 1000, lingerMs: 1000, drainMs: 2000, teardownMs: 60_000, stopGraceMs: 1000 },
  creates: ["created"],
  guardFailures: 0,
  schedulingMs: 1,
  startingMs: 2951,
  workMs: 1,
  exitCode: 0,
  outputEveryMs: 500,
  finalWordMs: 1,
  sidecar: false,
  lagMs: 0,
  lostNews: [false, false, false, false, true],
  outages: [],
  cuts: [],
  foreign: { at: 3012, what: "pod" },
  cancelAt: null,
  detachAt: null,
  crashes: [],
  rumours: [],
  rest: { pieces: 0, everyMs: 1500 },
  lostDeletions: 0,
  stubborn: false,
};

/** Its word came after twenty seconds of silence, to a stream that stalled, while the last look was under way. */
const wroteWhileItWasLookedAt: Plan = {
  ...takenWhileItStarted,
  limits: { ...takenWhileItStarted.limits, firstOutputMs: 8782, idleMs: 9920 },
  creates: ["lost-made", "created"],
  schedulingMs: 1,
  startingMs: 1,
  workMs: null,
  outputEveryMs: 20_000,
  finalWordMs: null,
  lostNews: [true, false, false, true],
  cuts: [[30_033, "stall"]],
  foreign: null,
};

test.each(names())("for all worlds: %s", (name) => {
  const { when, expectAll } = reached("hard to keep");
  fc.assert(
    fc.property(plans, (plan) => {
      const life = live(plan, step);
      when("hard to keep", tempting[name](life));
      expect(promises[name](life, step)).toBeNull();
    }),
    { examples: [[takenWhileItStarted], [wroteWhileItWasLookedAt]] },
  );
  expectAll();
});

test("for all cancels while the API server is away for good, the caller is let go within the teardown, and nothing is claimed", () => {
  const { when, expectAll } = reached("while the guard is asked", "while the Job is made");
  const away = fc.record({
    cancelAt: fc.integer({ min: 0, max: 86_400_000 }),
    guardFailures: fc.nat({ max: 8 }),
    awayFrom: fc.constantFrom(0, 31),
    teardownMs: fc.integer({ min: 1000, max: 600_000 }),
  });
  fc.assert(
    fc.property(plans, away, (plan, { cancelAt, guardFailures, awayFrom, teardownMs }) => {
      const limits = { ...plan.limits, teardownMs };
      const outages = [[awayFrom, 1_000_000_000]] as const;
      const others = { rumours: [], crashes: [], detachAt: null, foreign: null };
      const life = live({ ...plan, ...others, limits, outages, cancelAt, guardFailures }, step);
      const phase = life.moments.find(({ event }) => event.kind === "cancel-requested")?.before.phase;
      when("while the guard is asked", phase === "admitting");
      when("while the Job is made", phase === "creating");
      expect(life.last).toMatchObject({ phase: "settled", cleanup: "nothing" });
      expect((life.settledAt ?? Infinity) - cancelAt).toBeLessThanOrEqual(teardownMs);
      expect(life.last).toMatchObject({ ending: { kind: "cancelled", confirmed: phase === "admitting" } });
    }),
  );
  expectAll();
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
