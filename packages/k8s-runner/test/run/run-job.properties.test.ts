import fc from "fast-check";
import { expect, test } from "vitest";
import type { Evidence } from "@runverdict/classifier";
import type { RunTruth } from "../../src/simulator/truth.ts";
import type { RunOutcome } from "../../src/run/run-outcome.ts";
import type { FaultPlan, WireFault } from "../../src/simulator/faults/fault-plan.ts";
import { reached } from "../../../../test/support/reached.ts";
import { disturbedPlans, faultPlan } from "../simulator/fault-plan.ts";
import { lines, onStage } from "./support/stage.ts";

interface Lived {
  readonly outcome: RunOutcome;
  readonly output: string;
  readonly truth: readonly RunTruth[];
  readonly befallen: readonly WireFault[];
  /** How often the log was asked for. */
  readonly logReads: number;
}

/** Lives a run of forty lines, two seconds of them, through a plan. */
async function lived(faults: FaultPlan, code: number): Promise<Lived> {
  let result: Lived | null = null;
  await onStage({ script: lines(40, code, 50), faults }, async ({ simulator, until, run }) => {
    const handle = run({ limits: { runMs: 900_000, scheduleMs: 900_000, startMs: 900_000 } });
    const outcome = await until(handle.outcome, 24 * 3_600_000);
    result = {
      outcome,
      output: handle.output(),
      truth: simulator.truth.runs(),
      befallen: simulator.faults.befallen(),
      logReads: simulator.counters.requests()["get pods/log"] ?? 0,
    };
  });
  if (result === null) throw new Error("it was not lived");
  return result;
}

function agentOf(truth: readonly RunTruth[]): RunTruth["pods"][number]["containers"][number] | null {
  return truth.at(-1)?.pods.at(-1)?.containers.at(-1) ?? null;
}

/** Whether anybody but the agent itself ended it, or took its pod or Job away. */
function wasDisturbed(truth: readonly RunTruth[]): boolean {
  const takenBy = truth.flatMap(({ deleted, pods }) => [deleted, ...pods.map(({ takenDown }) => takenDown)]);
  const isForeign = takenBy.some(
    (one) => one !== null && one.by !== "client" && one.by !== "garbage-collector",
  );
  return isForeign || agentOf(truth)?.ended?.how !== "by-itself";
}

/** Each line of the output is one that was written, or its beginning, in the order of the writing, and comes once. */
function isTold(output: string, written: string): boolean {
  const all = written.split("\n");
  let next = 0;
  return output.split("\n").every((line) => {
    if (line === "") return true;
    const place = all.findIndex((one, at) => at >= next && one.startsWith(line));
    next = place + 1;
    return place !== -1;
  });
}

function exitCodeIn({ pod }: Evidence): number | null {
  const facts = pod.kind === "found" ? pod.value : null;
  const state = facts?.agent?.state;
  return state?.kind === "terminated" ? state.exitCode : null;
}

/** Whether the last answer with the log ended in the middle as if that were all: nobody can tell it from the whole. */
function endsFalsely({ befallen, logReads }: Lived): boolean {
  return befallen.some(
    (fault) =>
      fault.on === "get pods/log" && fault.nth === logReads && fault.kind === "cut" && fault.how === "eof",
  );
}

/** A pod that is first seen when its agent has ended, so that its log is read once, in one answer, which is cut. */
function cutInItsOnlyRead(how: "reset" | "eof"): [FaultPlan, number] {
  const wire: readonly WireFault[] = [
    { on: "create jobs", nth: 1, kind: "error", code: 503 },
    { on: "get pods/log", nth: 1, kind: "cut", afterBytes: 0, how },
  ];
  const what = { kind: "api-server-restart", downMs: 793, how: "sigterm" } as const;
  const when = { kind: "run", run: 0, reached: "created", afterMs: 0 } as const;
  return [{ wire, happenings: [{ when, what }] }, 0];
}

const numRuns = 25;

/** Each of them befalls some run of the property. */
const troubles = [
  "error",
  "request-lost",
  "answer-lost",
  "delay",
  "hang",
  "stale",
  "lost-event",
  "cut close",
  "cut reset",
  "cut eof",
  "cut stall",
] as const;
const disturbances = [
  "kubelet-restart",
  "api-server-restart",
  "compact-history",
  "rotate-log",
  "oom-child",
  "late-status",
] as const;

function troubleOf(fault: WireFault): string {
  return fault.kind === "cut" ? `cut ${fault.how}` : fault.kind;
}

test("for all fault plans without a takedown, the run is told as it ended, and its output is whole or declared not to be", async () => {
  const seen = reached(...troubles, ...disturbances);
  await fc.assert(
    fc.asyncProperty(disturbedPlans(), fc.integer({ min: 0, max: 3 }), async (plan, code) => {
      const life = await lived(plan, code);
      const { outcome, output, truth, befallen } = life;
      for (const name of troubles)
        seen.when(
          name,
          befallen.some((one) => troubleOf(one) === name),
        );
      for (const name of disturbances)
        seen.when(
          name,
          plan.happenings.some(({ what }) => what.kind === name),
        );
      const agent = agentOf(truth);
      expect(outcome.ending).toEqual({ kind: "ended", confirmed: true });
      expect(exitCodeIn(outcome.evidence)).toBe(code);
      expect(agent?.ended).toMatchObject({ exitCode: code, how: "by-itself" });
      expect(truth.length).toBe(1);
      const { log } = outcome.evidence.run;
      // What was rotated away before the first line was read leaves no trace in the log.
      const isRotated = plan.happenings.some(({ what }) => what.kind === "rotate-log");
      if (log?.completeness === "unproven" && !isRotated && !endsFalsely(life))
        expect(output).toBe(agent?.stdout.text);
      expect(isTold(output, agent?.stdout.text ?? "")).toBe(true);
    }),
    { numRuns, examples: [cutInItsOnlyRead("reset"), cutInItsOnlyRead("eof")] },
  );
  seen.expectAll();
});

test("for all fault plans, the ending is what truly happened, and nothing that was not written is handed over", async () => {
  const seen = reached("ended", "taken down");
  await fc.assert(
    fc.asyncProperty(faultPlan(), async (plan) => {
      const { outcome, output, truth } = await lived(plan, 0);
      const agent = agentOf(truth);
      const { ending, evidence } = outcome;
      seen.when("ended", ending.kind === "ended");
      seen.when("taken down", ending.kind === "gone" || agent?.ended?.how !== "by-itself");
      if (ending.kind === "ended" && ending.confirmed && agent !== null) expect(agent.ended).not.toBe(null);
      if (exitCodeIn(evidence) !== null && truth.length === 1)
        expect(exitCodeIn(evidence)).toBe(agent?.ended?.exitCode);
      if (ending.kind === "gone") expect(wasDisturbed(truth)).toBe(true);
      if (!wasDisturbed(truth)) expect(ending).toEqual({ kind: "ended", confirmed: true });
      const written = truth.flatMap(({ pods }) =>
        pods.flatMap(({ containers }) => containers.map(({ stdout }) => stdout.text)),
      );
      expect(isTold(output, written.join(""))).toBe(true);
      expect(evidence.run.log?.completeness).not.toBe("complete");
    }),
    { numRuns },
  );
  seen.expectAll();
});
