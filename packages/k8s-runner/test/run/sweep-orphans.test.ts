import { expect, test } from "vitest";
import { createMemoryStore } from "../../src/run/memory-store.ts";
import { sweepOrphans, type SweepOptions, type SweepReport } from "../../src/run/sweep-orphans.ts";
import { aSpec } from "./support/a-spec.ts";
import { lines, onStage, type Stage } from "./support/stage.ts";

const hourMs = 3_600_000;

function sweep({ cluster, until }: Stage, options: Partial<SweepOptions> = {}): Promise<SweepReport> {
  return until(sweepOrphans({ cluster, ...options }, new AbortController().signal));
}

const makerDies = {
  wire: [{ on: "create secrets" as const, nth: 1, kind: "hang" as const }],
  happenings: [],
};

/** Leaves a suspended Job behind that nobody will resume. */
async function leaveBehind({ simulator, until, when, run }: Stage): Promise<void> {
  const handle = run();
  await when(() => simulator.counters.requests()["create secrets"] === 1);
  handle.detach();
  await until(handle.outcome);
}

test("A suspended Job whose maker died is deleted when it is old enough, and not before.", async () => {
  await onStage({ faults: makerDies }, async (stage) => {
    const { simulator, clock, when } = stage;
    await leaveBehind(stage);
    expect((await sweep(stage)).found).toEqual([]);
    await clock.advance(hourMs);
    const dry = await sweep(stage, { dryRun: true });
    expect(dry.found).toMatchObject([{ kind: "job", why: "never-resumed", outcome: "would-delete" }]);
    expect(simulator.truth.runs()[0]?.goneAt).toBe(null);
    const report = await sweep(stage);
    expect(report.found).toMatchObject([{ outcome: "deleted", trouble: null }]);
    await when(() => simulator.truth.runs()[0]?.goneAt !== null);
    expect((await sweep(stage)).found).toEqual([]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

test("A Job that somebody resumes in the moment in which it is swept is left alone.", async () => {
  // Between the list and the deletion stands a patch, which is delayed here.
  const delay = { on: "patch jobs" as const, nth: 1, kind: "delay" as const, ms: 500 };
  await onStage({ faults: { ...makerDies, wire: [...makerDies.wire, delay] } }, async (stage) => {
    const { simulator, cluster, clock, until, run } = stage;
    await leaveBehind(stage);
    await clock.advance(hourMs);
    const report = sweepOrphans({ cluster }, new AbortController().signal);
    const next = run();
    expect((await until(report)).found).toMatchObject([{ outcome: "gone" }]);
    expect((await until(next.outcome)).ending).toEqual({ kind: "ended", confirmed: true });
    expect(simulator.truth.runs().length).toBe(1);
  });
});

test("What works, is waited for, or has a record, is left alone however old it is.", async () => {
  const store = createMemoryStore();
  await onStage({ script: { steps: [] } }, async (stage) => {
    const { clock, until, when, run } = stage;
    const handle = run({ store });
    await when(() => handle.state().phase === "running");
    await clock.advance(50 * hourMs);
    expect((await sweep(stage, { secrets: true })).found).toEqual([]);
    handle.cancel({ by: "ada", reason: "enough" });
    await until(handle.outcome);
  });
});

test("A finished Job that nobody took up goes after its time, by the caller's wish or its own TTL.", async () => {
  await onStage({ script: lines(2), features: { suspend: true } }, async (stage) => {
    const { simulator, clock, until, when, run } = stage;
    const handle = run({ spec: aSpec({ ttlMs: null }) });
    await when(() => handle.state().phase === "running");
    handle.detach();
    await until(handle.outcome);
    await clock.advance(48 * hourMs);
    expect((await sweep(stage)).found).toEqual([]);
    expect((await sweep(stage, { finishedMs: 50 * hourMs })).found).toEqual([]);
    expect((await sweep(stage, { finishedMs: 24 * hourMs })).found).toMatchObject([{ why: "finished" }]);
    await when(() => simulator.truth.runs()[0]?.goneAt !== null);
  });
});

test("What could not be looked at is told.", async () => {
  const faults = {
    wire: [{ on: "list jobs" as const, nth: 1, kind: "error" as const, code: 503 as const }],
    happenings: [],
  };
  await onStage({ faults }, async (stage) => {
    const { found, troubles } = await sweep(stage);
    expect([found, troubles.length]).toEqual([[], 1]);
  });
});

test.each([
  ["fails", () => Promise.reject(new Error("the disk is full")), "the disk is full"],
  ["hangs", () => new Promise<never>(() => {}), "The store did not give what it holds in time."],
] as const)(
  "Where the store %s, nobody knows what is followed, and nothing is swept.",
  async (_, list, why) => {
    await onStage({ faults: makerDies }, async (stage) => {
      await leaveBehind(stage);
      await stage.clock.advance(2 * hourMs);
      const store = { ...createMemoryStore(), list };
      expect(await sweep(stage, { store })).toMatchObject({ found: [], troubles: [why] });
      expect((await sweep(stage)).found.length).toBe(1);
    });
  },
);
