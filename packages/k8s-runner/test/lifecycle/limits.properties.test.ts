import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import type { Effect } from "../../src/lifecycle/effect.ts";
import type { Limit } from "../../src/lifecycle/ending.ts";
import { type LimitWishes, limitsFrom } from "../../src/lifecycle/limits.ts";
import { step } from "../../src/lifecycle/step.ts";
import { epoch } from "./world/cluster.ts";
import { type Life, live } from "./world/life.ts";
import { type Plan, plans } from "./world/plan.ts";

const nothing = fc.constantFrom(0, null, undefined);

/** A limit of none, and how long the part that it would bound took in a world. */
interface Unlimited {
  readonly limit: Limit;
  readonly name: keyof LimitWishes;
  readonly tookMs: (life: Life) => number;
}

const unlimited: readonly Unlimited[] = [
  { limit: "schedule", name: "scheduleMs", tookMs: ({ truth }) => since(truth.jobMadeAt, truth.scheduledAt) },
  { limit: "start", name: "startMs", tookMs: ({ truth }) => since(truth.scheduledAt, truth.startedAt) },
  {
    limit: "first_output",
    name: "firstOutputMs",
    tookMs: ({ truth }) => since(truth.startedAt, truth.writes[0] ?? truth.endedAt),
  },
  {
    limit: "idle",
    name: "idleMs",
    tookMs: ({ truth }) => since(truth.writes[0] ?? null, truth.writes[1] ?? truth.endedAt),
  },
  { limit: "run", name: "runMs", tookMs: ({ truth }) => since(truth.startedAt, truth.endedAt) },
];

test.each(unlimited)("for all worlds with a $name of 0, null or nothing, it never fires", (which) => {
  const { when, expectAll } = reached("what it would bound took long");
  fc.assert(
    fc.property(plans, nothing, (plan, none) => {
      const life = live({ ...plan, limits: { ...plan.limits, [which.name]: none } }, step);
      when("what it would bound took long", which.tookMs(life) > 15_000);
      expect(firedOf(life)).not.toContain(which.limit);
    }),
  );
  expectAll();
});

/** Nobody disturbs: the API server answers, no process dies, and nothing of the watch is lost. */
const calm = {
  outages: [],
  crashes: [],
  lostNews: [],
  detachAt: null,
  cancelAt: null,
  foreign: null,
} as const;
/** A fresh look, the record of why, and the answer to a stop: what lies between a limit and what is done about it. */
const handlingMs = 40_000;

test("for all wishes for a linger, none among them, an agent that hangs after its final word is stopped when it is over", () => {
  const { when, expectAll } = reached(
    "no linger was wished for",
    "a linger was wished for",
    "it was stubborn",
  );
  const wishes = fc.oneof(nothing, fc.integer({ min: 1, max: 120_000 }));
  const words = fc.integer({ min: 1, max: 600_000 });
  fc.assert(
    fc.property(plans, wishes, words, (plan, lingerMs, finalWordMs) => {
      const limits: LimitWishes = { lingerMs, stopGraceMs: plan.limits.stopGraceMs };
      const life = live({ ...plan, ...calm, limits, cuts: [], workMs: null, finalWordMs }, step);
      fc.pre(life.truth.jobMadeAt !== null);
      when("no linger was wished for", (lingerMs ?? 0) === 0);
      when("a linger was wished for", (lingerMs ?? 0) > 0);
      when("it was stubborn", plan.stubborn);
      const saidAt = life.truth.finalWordAt ?? Number.NaN;
      const stoppedAt = firstAt(life, "stop-agent");
      expect(stoppedAt - saidAt).toBeGreaterThanOrEqual(limitsFrom(limits).lingerMs);
      expect(stoppedAt - saidAt).toBeLessThan(limitsFrom(limits).lingerMs + handlingMs);
      expect(life.last).toMatchObject({ phase: "settled", ending: { kind: "ended" } });
    }),
  );
  expectAll();
});

/** The longest that a look which failed waits before it is tried again. */
const backOffMs = 30_000;

test("for all outages over the end of a linger, the agent is stopped when it is over and the API server answers again", () => {
  const { when, expectAll } = reached("it outlasted the linger", "it began after the final word");
  const outages = fc.record({
    sinceWordMs: fc.integer({ min: -60_000, max: 25_000 }),
    forMs: fc.integer({ min: 1, max: 3_600_000 }),
  });
  fc.assert(
    fc.property(plans, outages, (plan, { sinceWordMs, forMs }) => {
      const hanging = hangingAfter(plan);
      const saidAt = live(hanging, step).truth.finalWordAt ?? Number.NaN;
      const from = Math.max(hanging.startingMs + hanging.schedulingMs + 5000, saidAt + sinceWordMs);
      const life = live({ ...hanging, outages: [[from, forMs]] }, step);
      const overAt = (life.truth.finalWordAt ?? Number.NaN) + limitsFrom(hanging.limits).lingerMs;
      when("it outlasted the linger", from < overAt && from + forMs > overAt);
      when("it began after the final word", from > saidAt);
      expect(life.last).toMatchObject({ phase: "settled", ending: { kind: "ended" } });
      expect(firstAt(life, "stop-agent")).toBeGreaterThanOrEqual(overAt);
      expect(firstAt(life, "stop-agent")).toBeLessThan(
        Math.max(overAt, from + forMs) + backOffMs + handlingMs,
      );
    }),
  );
  expectAll();
});

test("for all runs whose API server is away for good, nobody says that they ended, and a cancel lets the caller go", () => {
  const { when, expectAll } = reached("in the linger", "before the final word");
  const cancels = fc.integer({ min: 0, max: 3_600_000 });
  const words = fc.integer({ min: 1, max: 120_000 });
  fc.assert(
    fc.property(plans, words, cancels, (plan, finalWordMs, cancelMs) => {
      const hanging = { ...hangingAfter(plan), finalWordMs };
      const { truth, moments } = live(hanging, step);
      const from = at(moments.find(({ after }) => after.phase === "running")) + 30_000;
      const blind = { ...hanging, outages: [[from, 1_000_000_000]] } as const;
      when("in the linger", from > (truth.finalWordAt ?? Number.NaN));
      when("before the final word", from < (truth.finalWordAt ?? Number.NaN));
      const cancelAt = from + cancelMs;
      const left = live({ ...blind, cancelAt }, step);
      const cancelled = left.moments.find(({ event }) => event.kind === "cancel-requested");
      expect(cancelled?.before.phase).toBe("running");
      const { stopGraceMs, drainMs, teardownMs } = limitsFrom(hanging.limits);
      expect((left.settledAt ?? Infinity) - cancelAt).toBeLessThan(
        15_000 + (stopGraceMs + 60_000) + drainMs * 10 + teardownMs * 2,
      );
      expect(left.last).toMatchObject({ phase: "settled", ending: { confirmed: false } });
    }),
  );
  expectAll();
});

test("for all wishes for a drain, none among them, what is left of a log that never ends is gathered for ten of it", () => {
  const { when, expectAll } = reached("no drain was wished for", "a drain was wished for");
  const wishes = fc.oneof(nothing, fc.integer({ min: 2000, max: 60_000 }));
  fc.assert(
    fc.property(plans, wishes, (plan, drainMs) => {
      const endless = { pieces: 1_000_000, everyMs: 1500 };
      const limits: LimitWishes = { drainMs };
      const life = live({ ...plan, ...calm, limits, workMs: 60_000, rest: endless, lagMs: 0 }, step);
      fc.pre(life.truth.jobMadeAt !== null);
      when("no drain was wished for", (drainMs ?? 0) === 0);
      when("a drain was wished for", (drainMs ?? 0) > 0);
      const endedAt = life.truth.endedAt ?? Number.NaN;
      expect(firstAt(life, "seal-forensics") - endedAt).toBeLessThan(limitsFrom(limits).drainMs * 10 + 5000);
    }),
  );
  expectAll();
});

test("for all wishes for a teardown, none among them, an API server that is away when it begins is waited for so long", () => {
  const { when, expectAll } = reached("no teardown was wished for", "a teardown was wished for");
  const wishes = fc.oneof(nothing, fc.integer({ min: 1000, max: 600_000 }));
  fc.assert(
    fc.property(plans, wishes, (plan, teardownMs) => {
      const limits: LimitWishes = { teardownMs };
      const ends = { ...plan, ...calm, limits, workMs: 60_000, finalWordMs: null };
      const sealedAt = firstAt(live(ends, step), "delete-job");
      fc.pre(Number.isFinite(sealedAt));
      when("no teardown was wished for", (teardownMs ?? 0) === 0);
      when("a teardown was wished for", (teardownMs ?? 0) > 0);
      const life = live({ ...ends, outages: [[sealedAt, 1_000_000_000]] }, step);
      expect(life.last).toMatchObject({ phase: "settled", cleanup: "left" });
      expect(life.settledAt).toBe(sealedAt + limitsFrom(limits).teardownMs);
    }),
  );
  expectAll();
});

/** An agent that hangs after its final word, and nobody disturbs; its linger is as long as it takes an outage to fall into it. */
function hangingAfter(plan: Plan): Plan {
  const limits: LimitWishes = { lingerMs: 30_000, stopGraceMs: plan.limits.stopGraceMs };
  const finalWordMs = plan.finalWordMs ?? 60_000;
  return { ...plan, ...calm, limits, creates: ["created"], cuts: [], rumours: [], workMs: null, finalWordMs };
}

function at(moment: Life["moments"][number] | undefined): number {
  return moment === undefined ? Number.NaN : moment.event.at - epoch;
}

function since(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : to - from;
}

function firstAt({ moments }: Life, kind: Effect["kind"]): number {
  return at(moments.find(({ effects }) => effects.some((effect) => effect.kind === kind)));
}

function firedOf({ moments }: Life): readonly (string | null)[] {
  return moments
    .flatMap(({ effects }) => effects)
    .flatMap((effect) =>
      effect.kind === "record-intent" && effect.intent.kind === "deadline" ? [effect.intent.phase] : [],
    );
}
