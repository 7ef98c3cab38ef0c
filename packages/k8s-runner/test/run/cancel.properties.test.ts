import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { faultPlan } from "../simulator/fault-plan.ts";
import { lines, onStage, written } from "./support/stage.ts";

const delays = { scheduleMs: 40, startMs: 40, statusMs: 30 };
/** A status that is told four seconds late, so that a cancel may fall between the end and the news of it. */
const late = { ...delays, statusMs: 4000 };

test("for all instants of a cancel, the run settles with nothing left open, and a finished agent is not called cancelled", async () => {
  const seen = reached("cancelled while it ran", "ended long before it was cancelled", "too late");
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 4500 }), async (cancelMs) => {
      await onStage({ script: lines(10, 0, 100), delays: late }, async ({ simulator, clock, until, run }) => {
        const handle = run();
        const cancelledAt = clock.now() + cancelMs;
        let wasHeard = false;
        const callOff = clock.after(cancelMs, () => {
          wasHeard = handle.state().phase !== "settled";
          handle.cancel({ by: "ada", reason: "no" });
        });
        const { ending } = await until(handle.outcome);
        callOff();
        const agent = simulator.truth.runs()[0]?.pods[0]?.containers[0];
        const endedAt = agent?.ended?.how === "by-itself" ? agent.ended.at : null;
        // The kubelet tells the end in whole seconds: within one of them nobody can say which came first.
        const isOpen = endedAt !== null && endedAt > cancelledAt - 1000;
        if (endedAt !== null && !isOpen) expect(ending).toEqual({ kind: "ended", confirmed: true });
        if (ending.kind === "ended") expect(endedAt).not.toBe(null);
        else expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
        if (agent !== undefined && handle.output() !== "") expect(handle.output()).toBe(written(simulator));
        seen.when("cancelled while it ran", ending.kind === "cancelled" && agent !== undefined);
        seen.when("too late", ending.kind === "ended");
        seen.when("ended long before it was cancelled", endedAt !== null && !isOpen && wasHeard);
      });
    }),
    { numRuns: 25 },
  );
  seen.expectAll();
});

test("for all fault plans and instants, a cancel ends the run, and a living agent is never confirmed dead", async () => {
  const seen = reached("confirmed");
  await fc.assert(
    fc.asyncProperty(faultPlan(), fc.integer({ min: 0, max: 3000 }), async (faults, cancelMs) => {
      await onStage(
        { script: lines(40, 0, 50), faults, delays },
        async ({ simulator, clock, until, run }) => {
          const handle = run();
          const callOff = clock.after(cancelMs, () => handle.cancel({ by: "ada", reason: "no" }));
          const { ending } = await until(handle.outcome, 24 * 3_600_000);
          callOff();
          const isConfirmed = "confirmed" in ending && ending.confirmed;
          const agents = simulator.truth
            .runs()
            .flatMap(({ pods }) => pods.flatMap(({ containers }) => containers));
          if (isConfirmed) expect(agents.filter(({ ended }) => ended === null)).toEqual([]);
          seen.when("confirmed", isConfirmed && agents.length > 0);
        },
      );
    }),
    { numRuns: 20 },
  );
  seen.expectAll();
});
