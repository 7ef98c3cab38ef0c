import { classify, type Code } from "@runverdict/classifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import type { Happening } from "../../src/simulator/faults/fault-plan.ts";
import type { RunTruth } from "../../src/simulator/truth.ts";
import { disturbedPlans } from "../simulator/fault-plan.ts";
import { lines, onStage } from "./support/stage.ts";

const job = "";

/** What ends an agent in the midst of its work, and the codes that name it. */
const takedowns: readonly { readonly what: Happening; readonly codes: readonly Code[] }[] = [
  { what: { kind: "oom", job }, codes: ["oom_killed"] },
  { what: { kind: "evict", why: "node-pressure", job }, codes: ["evicted"] },
  { what: { kind: "evict", why: "own-limit", job }, codes: ["disk_limit_exceeded"] },
  { what: { kind: "evict", why: "api", job }, codes: ["drained"] },
  { what: { kind: "preempt", job }, codes: ["preempted"] },
  // Where nobody saw the condition that the controller wrote before it deleted the pod, it is a stranger's deletion.
  { what: { kind: "node-removed" }, codes: ["node_lost", "deleted_externally"] },
  { what: { kind: "delete-pod", graceSeconds: 1, job }, codes: ["deleted_externally"] },
  { what: { kind: "delete-job", policy: "Background", job }, codes: ["deleted_externally"] },
  { what: { kind: "delete-job", policy: "Foreground", job }, codes: ["deleted_externally"] },
  { what: { kind: "expire-job", job }, codes: ["deleted_externally"] },
];

/** Which takedown it was that ended the agent; another may have been first, or the agent's own end. */
function endedBy([run]: readonly RunTruth[]): string | null {
  return run?.pods.at(-1)?.containers.at(-1)?.ended?.how ?? null;
}

test.each(takedowns)("for all other troubles, the verdict names $what.kind", async ({ what, codes }) => {
  const met = reached("it ended the agent", "trouble befell");
  await fc.assert(
    fc.asyncProperty(
      disturbedPlans(),
      fc.integer({ min: 0, max: 1200 }),
      async ({ wire, happenings }, afterMs) => {
        const when = { kind: "run", run: 0, reached: "running", afterMs } as const;
        const faults = { wire, happenings: [...happenings, { when, what }] };
        await onStage({ script: lines(40, 0, 50), faults }, async ({ simulator, until, run }) => {
          const { outcome } = run({ limits: { runMs: 900_000, scheduleMs: 900_000, startMs: 900_000 } });
          const { evidence } = await until(outcome, 24 * 3_600_000);
          const truth = simulator.truth.runs();
          if (truth.length > 1 || endedBy(truth) === "by-itself") return;
          met.when("it ended the agent", true);
          met.when("trouble befell", simulator.faults.befallen().length > 0);
          const verdict = classify(evidence);
          // A child that was killed for memory before is in the container's own status, and surer than a deletion.
          const child = happenings.some((one) => one.what.kind === "oom-child")
            ? ["oom_killed" as const]
            : [];
          expect([...codes, ...child]).toContain(verdict.code);
          expect(verdict.outcome).toBe("failed");
        });
      },
    ),
    { numRuns: 3 },
  );
  met.expectAll();
});
