import fc from "fast-check";
import type {
  FaultPlan,
  Happening,
  Moment,
  PlannedHappening,
  RequestKind,
  WireFault,
  WireTrouble,
} from "../../src/simulator/faults/fault-plan.ts";

/** What a runner asks in the course of a run. */
const REQUESTS: readonly RequestKind[] = [
  "create jobs",
  "create secrets",
  "patch jobs",
  "get jobs",
  "list jobs",
  "watch jobs",
  "get pods",
  "list pods",
  "watch pods",
  "get pods/log",
  "list events",
  "delete jobs",
];

const streamed: ReadonlySet<RequestKind> = new Set(["watch jobs", "watch pods", "get pods/log"]);

/** Troubles of one request. Those that only make sense for streams or lists befall only them. */
function wireFault(): fc.Arbitrary<WireFault> {
  const nth = fc.integer({ min: 1, max: 4 });
  return fc
    .constantFrom(...REQUESTS)
    .chain((on) => fc.tuple(fc.constant(on), nth, troubleOf(on)))
    .map(([on, count, trouble]) => ({ on, nth: count, ...trouble }));
}

function troubleOf(on: RequestKind): fc.Arbitrary<WireTrouble> {
  const code = fc.constantFrom(429, 500, 503, 504);
  const any: readonly fc.Arbitrary<WireTrouble>[] = [
    code.map((one) => ({ kind: "error", code: one })),
    fc
      .integer({ min: 1, max: 3 })
      .map((retryAfterSeconds) => ({ kind: "error", code: 429, retryAfterSeconds })),
    fc.constant({ kind: "request-lost" }),
    fc.constant({ kind: "answer-lost" }),
    fc.constant({ kind: "hang" }),
    fc.integer({ min: 1, max: 2000 }).map((ms) => ({ kind: "delay", ms })),
    fc
      .record({
        afterBytes: fc.integer({ min: 0, max: 6000 }),
        how: fc.constantFrom("close", "reset", "eof", "stall"),
      })
      .map((cut) => ({ kind: "cut", ...cut })),
  ];
  const stale = fc.integer({ min: 1, max: 20 }).map((changes): WireTrouble => ({ kind: "stale", changes }));
  const lost = fc.integer({ min: 1, max: 8 }).map((event): WireTrouble => ({ kind: "lost-event", event }));
  if (on.startsWith("list")) return fc.oneof(...any, stale);
  return streamed.has(on) && on !== "get pods/log" ? fc.oneof(...any, lost) : fc.oneof(...any);
}

/** One trouble of a request and one of a stream that every run has, so that each kind befalls some run. */
function sureTroubles(): fc.Arbitrary<readonly WireFault[]> {
  const first = (on: RequestKind, trouble: WireTrouble): WireFault => ({ on, nth: 1, ...trouble });
  const asked = fc.constantFrom(
    first("create jobs", { kind: "error", code: 503 }),
    first("create jobs", { kind: "request-lost" }),
    first("create jobs", { kind: "answer-lost" }),
    first("list pods", { kind: "delay", ms: 700 }),
    first("get jobs", { kind: "hang" }),
    first("list pods", { kind: "stale", changes: 5 }),
  );
  const lost = fc
    .integer({ min: 1, max: 8 })
    .map((event) => first("watch pods", { kind: "lost-event", event }));
  const cut = fc
    .record({
      afterBytes: fc.integer({ min: 0, max: 800 }),
      how: fc.constantFrom("close", "reset", "eof", "stall"),
    })
    .map((how) => first("get pods/log", { kind: "cut", ...how }));
  const either = fc.oneof({ weight: 1, arbitrary: lost }, { weight: 4, arbitrary: cut });
  return fc.tuple(asked, either);
}

function moment(run = 0): fc.Arbitrary<Moment> {
  return fc
    .record({
      reached: fc.constantFrom("created", "scheduled", "running", "ended"),
      afterMs: fc.integer({ min: 0, max: 5000 }),
    })
    .map((when) => ({ kind: "run", run, ...when }));
}

const job = "";

/** What a run outlives: its verdict must be the same as without. An empty name stands for the moment's run. */
function disturbance(): fc.Arbitrary<Happening> {
  const downMs = fc.integer({ min: 1, max: 3000 });
  return fc.oneof(
    downMs.map((ms): Happening => ({ kind: "kubelet-restart", downMs: ms })),
    fc
      .record({ downMs, how: fc.constantFrom("sigkill", "sigterm") })
      .map((restart): Happening => ({ kind: "api-server-restart", ...restart })),
    fc.constant<Happening>({ kind: "compact-history" }),
    fc.constant<Happening>({ kind: "rotate-log", job }),
    fc.constant<Happening>({ kind: "oom-child", job }),
    fc.integer({ min: 1, max: 5000 }).map((byMs): Happening => ({ kind: "late-status", byMs, job })),
  );
}

/** What ends a run, if it comes in time. */
export function takedown(): fc.Arbitrary<Happening> {
  return fc.oneof(
    fc.constant<Happening>({ kind: "oom", job }),
    fc
      .constantFrom("node-pressure", "own-limit", "api")
      .map((why): Happening => ({ kind: "evict", why, job })),
    fc.constant<Happening>({ kind: "preempt", job }),
    fc
      .option(fc.integer({ min: 60_000, max: 900_000 }))
      .map((backAfterMs): Happening => ({ kind: "node-loss", backAfterMs })),
    fc.constant<Happening>({ kind: "node-removed" }),
    fc
      .integer({ min: 0, max: 5 })
      .map((graceSeconds): Happening => ({ kind: "delete-pod", graceSeconds, job })),
    fc
      .constantFrom("Background", "Foreground", "Orphan")
      .map((policy): Happening => ({ kind: "delete-job", policy, job })),
    fc.constant<Happening>({ kind: "expire-job", job }),
  );
}

/** Plans for one run: any troubles on the wire, some disturbances, and at most one takedown. */
export function faultPlan(
  options: { readonly takedowns: boolean } = { takedowns: true },
): fc.Arbitrary<FaultPlan> {
  const planned = (what: fc.Arbitrary<Happening>): fc.Arbitrary<PlannedHappening> =>
    fc.record({ when: moment(), what });
  const most = options.takedowns ? 1 : 0;
  return fc
    .record({
      wire: fc.array(wireFault(), { maxLength: 6 }),
      disturbances: fc.array(planned(disturbance()), { maxLength: 3 }),
      takedowns: fc.array(planned(takedown()), { maxLength: most }),
    })
    .map(({ wire, disturbances, takedowns }) => ({ wire, happenings: [...disturbances, ...takedowns] }));
}

/** Plans that take nothing down, in which something surely goes wrong with a request and with a stream. */
export function disturbedPlans(): fc.Arbitrary<FaultPlan> {
  return fc
    .tuple(sureTroubles(), faultPlan({ takedowns: false }))
    .map(([sure, { wire, happenings }]) => ({ wire: [...sure, ...wire], happenings }));
}
