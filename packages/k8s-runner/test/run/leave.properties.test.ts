import { getEventListeners } from "node:events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { faultPlan } from "../simulator/fault-plan.ts";
import { lines, onStage, type Stage } from "./support/stage.ts";

const delays = { scheduleMs: 40, startMs: 40, statusMs: 600 };
/** Longer than any request may take on which somebody who leaves could wait. */
const PROMPTLY_MS = 10_000;

/** The first moments have more in them than their share. */
const instant = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2500 }));

/** Whoever wants it no more, or once more, after it has settled, is told nothing new, and nobody is asked anything. */
async function expectSilence({ simulator, clock, until }: Stage, act: () => void): Promise<void> {
  const { total, openStreams } = simulator.counters;
  await until(new Promise<void>((resolve) => clock.after(1000, resolve)));
  const asked = total();
  act();
  await until(new Promise<void>((resolve) => clock.after(120_000, resolve)));
  expect([total() - asked, openStreams()]).toEqual([0, 0]);
}

test("for all fault plans and instants, whoever leaves a run is let go at once, and it goes on without him", async () => {
  const seen = reached("before there was a Job", "while the agent worked", "after it had ended", "too late");
  await fc.assert(
    fc.asyncProperty(faultPlan(), instant, async (faults, leaveMs) => {
      await onStage({ script: lines(20, 0, 50), faults, delays }, async (stage) => {
        const { simulator, clock, until, run } = stage;
        const handle = run();
        let settled = 0;
        void handle.outcome.then(() => (settled += 1));
        await until(new Promise<void>((resolve) => clock.after(leaveMs, resolve)));
        const isTooLate = settled > 0;
        handle.detach();
        const { ending, cleanup } = await until(handle.outcome, PROMPTLY_MS);
        const isLeft = ending.kind === "detached";
        const agent = simulator.truth.runs()[0]?.pods[0]?.containers[0];
        seen.when("before there was a Job", isLeft && simulator.truth.runs().length === 0);
        seen.when("while the agent worked", isLeft && agent?.ended === null);
        seen.when("after it had ended", isLeft && agent?.ended?.how === "by-itself");
        seen.when("too late", isTooLate);
        if (!isTooLate) expect([isLeft, cleanup]).toEqual([true, "left"]);
        await expectSilence(stage, () => {
          handle.detach();
          handle.cancel({ by: "ada", reason: "no" });
        });
        expect([settled, handle.state().phase]).toEqual([1, "settled"]);
      });
    }),
    { numRuns: 25 },
  );
  seen.expectAll();
});

test("for all fault plans and instants, a signal that is aborted settles the run once, and nothing listens to it any more", async () => {
  const seen = reached("before there was a Job", "confirmed", "too late", "and left as well");
  await fc.assert(
    fc.asyncProperty(
      faultPlan(),
      instant,
      fc.option(instant, { nil: null }),
      async (faults, abortMs, leaveMs) => {
        await onStage({ script: lines(20, 0, 50), faults, delays }, async (stage) => {
          const { simulator, clock, until, run } = stage;
          const caller = new AbortController();
          const handle = run({ signal: caller.signal });
          let settled = 0;
          void handle.outcome.then(() => (settled += 1));
          const abort = (): void => caller.abort("no more");
          if (abortMs === 0) abort();
          const callOffs = [clock.after(abortMs, abort)];
          if (leaveMs !== null) callOffs.push(clock.after(leaveMs, handle.detach));
          const { ending, evidence } = await until(handle.outcome, 24 * 3_600_000);
          callOffs.forEach((callOff) => callOff());
          expect(getEventListeners(caller.signal, "abort")).toEqual([]);
          const wasAborted = caller.signal.aborted;
          await expectSilence(stage, () => caller.abort("once more"));
          expect([settled, handle.state().phase]).toEqual([1, "settled"]);
          if (ending.kind === "cancelled") expect(evidence.run.intents[0]?.by).toBe("caller");
          const isCancelled = ending.kind === "cancelled";
          const wasMade = simulator.truth.runs().length > 0;
          seen.when("before there was a Job", isCancelled && !wasMade);
          seen.when("confirmed", isCancelled && ending.confirmed && wasMade);
          seen.when("too late", ending.kind === "ended");
          seen.when("and left as well", ending.kind === "detached" && wasAborted);
        });
      },
    ),
    { numRuns: 25 },
  );
  seen.expectAll();
});
