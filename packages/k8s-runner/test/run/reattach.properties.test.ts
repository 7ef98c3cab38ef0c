import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryStore } from "../../src/run/memory-store.ts";
import type { RunStore } from "../../src/run/run-store.ts";
import { reached } from "../../../../test/support/reached.ts";
import { faultPlan } from "../simulator/fault-plan.ts";
import { lines, onStage, written } from "./support/stage.ts";

/** What a process saves until it dies; what it does after that reaches nobody. */
function mortal(store: RunStore): { readonly store: RunStore; readonly die: () => void } {
  let isDead = false;
  const save: RunStore["save"] = (record) => (isDead ? Promise.resolve() : store.save(record));
  return {
    store: { ...store, save },
    die: () => {
      isDead = true;
    },
  };
}

const noFaults = { wire: [], happenings: [] };

test("for all instants at which processes die, the next goes on: one Job, one end, and the whole output by its offsets", async () => {
  const seen = reached("died while the agent worked", "output came twice");
  const lives = fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 1, maxLength: 3 });
  // A consumer who is slow has not taken what was read already.
  const slowness = fc.constantFrom(0, 150, 700);
  await fc.assert(
    fc.asyncProperty(lives, slowness, faultPlan({ takedowns: false }), async (all, slowMs, { wire }) => {
      const faults = { wire, happenings: [] };
      await onStage({ script: lines(40, 3, 50), faults }, async ({ simulator, clock, until, run }) => {
        const store = createMemoryStore();
        let output = Buffer.alloc(0);
        let handed = 0;
        const onOutput = async (bytes: Uint8Array, offset: number): Promise<void> => {
          if (slowMs > 0) await new Promise<void>((resolve) => clock.after(slowMs, resolve));
          expect(offset).toBeLessThanOrEqual(output.length);
          output = Buffer.concat([output.subarray(0, offset), bytes]);
          handed += bytes.length;
        };
        for (const lifeMs of all) {
          const process = mortal(store);
          const handle = run({ store: process.store, onOutput });
          const callOff = clock.after(lifeMs, () => {
            seen.when("died while the agent worked", handle.state().phase === "running");
            process.die();
            handle.detach();
          });
          await until(handle.outcome);
          callOff();
        }
        const { ending, evidence } = await until(run({ store, onOutput }).outcome, 24 * 3_600_000);
        expect(ending).toEqual({ kind: "ended", confirmed: true });
        expect(evidence.pod).toMatchObject({ kind: "found", value: { agent: { state: { exitCode: 3 } } } });
        expect(simulator.truth.runs().length).toBe(1);
        if (evidence.run.log?.completeness === "unproven") expect(output.toString()).toBe(written(simulator));
        seen.when("output came twice", handed > output.length);
      });
    }),
    {
      numRuns: 25,
      // The rest was read whole, and its end lay in the memory of the process that died.
      examples: [[[2026], 700, noFaults]],
    },
  );
  seen.expectAll();
});
