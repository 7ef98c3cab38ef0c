import fc from "fast-check";
import type { LimitWishes } from "../../../src/lifecycle/limits.ts";
import type { LogEnd } from "../../../src/log/log-end.ts";

/** What is to happen in a world, in milliseconds after its begin unless it says otherwise. */
export interface Plan {
  readonly seed: number;
  readonly limits: LimitWishes;
  /** How each create is answered; the last one for good. */
  readonly creates: readonly ("lost-made" | "lost-unmade" | "created" | "rejected")[];
  readonly guardFailures: number;
  readonly schedulingMs: number;
  readonly startingMs: number;
  /** How long the agent works, from its start; null: it never ends by itself. */
  readonly workMs: number | null;
  readonly exitCode: number;
  readonly outputEveryMs: number;
  /** When, from its start, it gives its final word; after it, it writes nothing. */
  readonly finalWordMs: number | null;
  readonly sidecar: boolean;
  /** How long the kubelet takes to publish what happened. */
  readonly lagMs: number;
  /** Which of the watch's events are lost, by their order. */
  readonly lostNews: readonly boolean[];
  /** When the API server answers nothing: from, and for how long. */
  readonly outages: readonly (readonly [number, number])[];
  /** When log connections end, and how; `stall`: they stay open and bring nothing. */
  readonly cuts: readonly (readonly [number, LogEnd["kind"] | "stall"])[];
  readonly foreign: { readonly at: number; readonly what: "pod" | "job" | "job-orphaning" } | null;
  readonly cancelAt: number | null;
  readonly detachAt: number | null;
  readonly crashes: readonly number[];
  /** Old and foreign states of the objects that are told late. */
  readonly rumours: readonly number[];
  /** What was not followed of the log comes in so many pieces, so far apart. */
  readonly rest: { readonly pieces: number; readonly everyMs: number };
  /** How many answers to a deletion are lost although it took effect. */
  readonly lostDeletions: number;
  /** The agent ignores SIGTERM and is killed when the grace is over. */
  readonly stubborn: boolean;
}

const seconds = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most * 1000 });
/** None is said in two ways. */
const limit = (least: number, most: number): fc.Arbitrary<number | null> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: least * 1000, max: most * 1000 }) },
    { weight: 1, arbitrary: fc.constantFrom(null, 0) },
  );
const seldom = <T>(value: fc.Arbitrary<T>, once = 3): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: once - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const ends: readonly (LogEnd["kind"] | "stall")[] = ["eof", "reset", "idle", "server-error", "gone", "stall"];

export const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.integer(),
  limits: fc.record({
    scheduleMs: limit(1, 60),
    startMs: limit(1, 60),
    firstOutputMs: limit(5, 60),
    idleMs: limit(5, 60),
    runMs: limit(10, 600),
    lingerMs: fc.constantFrom(1000, 30_000),
    drainMs: fc.constantFrom(2000, 30_000),
    teardownMs: fc.constant(60_000),
    stopGraceMs: fc.constantFrom(1000, 30_000),
  }),
  creates: fc
    .tuple(
      fc.array(fc.constantFrom("lost-made" as const, "lost-unmade" as const), { maxLength: 2 }),
      fc.constantFrom("created" as const, "created" as const, "created" as const, "rejected" as const),
    )
    .map(([lost, last]) => [...lost, lost.includes("lost-made") ? ("created" as const) : last]),
  guardFailures: fc.nat({ max: 2 }),
  schedulingMs: seconds(90),
  startingMs: seconds(90),
  workMs: fc.oneof({ weight: 4, arbitrary: seconds(900) }, { weight: 1, arbitrary: fc.constant(null) }),
  exitCode: fc.constantFrom(0, 0, 1, 137),
  outputEveryMs: fc.constantFrom(500, 3000, 20_000, 10_000_000),
  finalWordMs: seldom(seconds(600)),
  sidecar: fc.boolean(),
  lagMs: fc.constantFrom(0, 100, 1500),
  lostNews: fc.array(fc.boolean(), { maxLength: 8 }),
  outages: fc.array(fc.tuple(seconds(900), seconds(400)), { maxLength: 2 }),
  cuts: fc.array(fc.tuple(seconds(900), fc.constantFrom(...ends)), { maxLength: 6 }),
  foreign: seldom(
    fc.record({
      at: seconds(900),
      what: fc.constantFrom("pod" as const, "job" as const, "job-orphaning" as const),
    }),
  ),
  cancelAt: seldom(seconds(900)),
  detachAt: seldom(seconds(900), 8),
  crashes: fc.array(seconds(900), { maxLength: 2 }),
  rumours: fc.array(seconds(900), { maxLength: 4 }),
  stubborn: fc.boolean(),
  rest: fc.record({
    pieces: fc.constantFrom(0, 0, 0, 1, 5, 40, 1_000_000),
    everyMs: fc.constantFrom(1500, 4000, 20_000, 40_000),
  }),
  lostDeletions: fc.nat({ max: 2 }),
});
