import { classify, lastKnown, type Code, type Evidence, type Outcome } from "@runverdict/classifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import type { FaultPlan, Happening } from "../../src/simulator/faults/fault-plan.ts";
import type { RunTruth } from "../../src/simulator/truth.ts";
import { disturbedPlans } from "../simulator/fault-plan.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { lines, onStage } from "./support/stage.ts";

const job = "";

interface Takedown {
  readonly what: Happening;
  /** The codes that name it. */
  readonly codes: readonly Code[];
  readonly outcome?: Outcome;
  /** Troubles that gave another code once. */
  readonly examples?: [FaultPlan, number][];
}

/** The log goes with its file while the only connection to it is broken. */
const rotatedUnseen: FaultPlan = {
  wire: [
    { on: "create jobs", nth: 1, kind: "error", code: 503 },
    { on: "get pods/log", nth: 1, kind: "cut", afterBytes: 0, how: "close" },
  ],
  happenings: [
    {
      when: { kind: "run", run: 0, reached: "created", afterMs: 2006 },
      what: { kind: "rotate-log", job },
    },
  ],
};

/** What ends an agent in the midst of its work, or takes it out of our sight for good. */
const takedowns: readonly Takedown[] = [
  { what: { kind: "oom", job }, codes: ["oom_killed"] },
  { what: { kind: "evict", why: "node-pressure", job }, codes: ["evicted"] },
  { what: { kind: "evict", why: "own-limit", job }, codes: ["disk_limit_exceeded"] },
  { what: { kind: "evict", why: "api", job }, codes: ["drained"] },
  { what: { kind: "preempt", job }, codes: ["preempted"] },
  { what: { kind: "node-removed" }, codes: ["node_lost"] },
  // Back when its pod was to go already: the agent is stopped, and its end told.
  { what: { kind: "node-loss", backAfterMs: 500_000 }, codes: ["node_tainted"] },
  // Whoever can't see the agent end can't say that the node took it: it may go on where nobody sees it.
  { what: { kind: "node-loss", backAfterMs: null }, codes: ["timed_out"], outcome: "timed_out" },
  { what: { kind: "delete-pod", graceSeconds: 1, job }, codes: ["deleted_externally"] },
  { what: { kind: "delete-job", policy: "Background", job }, codes: ["deleted_externally"] },
  { what: { kind: "delete-job", policy: "Foreground", job }, codes: ["deleted_externally"] },
  // Its agent works to an end of its own, of which nobody knows more without a transcript; less where troubles took that.
  {
    what: { kind: "delete-job", policy: "Orphan", job },
    codes: ["unknown", "log_incomplete"],
    examples: [[rotatedUnseen, 0]],
  },
  { what: { kind: "expire-job", job }, codes: ["deleted_externally"] },
];

/** Whether it was the takedown that became of the agent; another may have been first. */
function wasTaken(what: Happening, [run]: readonly RunTruth[]): boolean {
  if (what.kind === "delete-job" && what.policy === "Orphan") return run?.deleted?.by === "stranger";
  const pod = run?.pods.at(-1);
  if (what.kind === "node-loss") return pod?.takenDown?.by === "taint";
  return pod?.containers.at(-1)?.ended?.how !== "by-itself";
}

/** A pod that was gone before anybody saw that it was to go, and why. */
function isUnseen({ pod }: Evidence): boolean {
  const last = lastKnown(pod);
  const isMarked = last?.conditions.some(({ type }) => type === "DisruptionTarget") === true;
  return pod.kind === "absent" && !isMarked && (last?.deletionRequestedAt ?? null) === null;
}

/** What its absence says then, or the exit code in the Job's condition, which came of the deletion's signal. */
const unseen: readonly Code[] = ["deleted_externally", "terminated"];

/** It writes for two seconds and works on in silence; only what is not taken from it does it end. */
function script(what: Happening): Script {
  const { steps } = lines(40, 0, 50);
  const worksMs = what.kind === "delete-job" && what.policy === "Orphan" ? 60_000 : 3_600_000;
  return { steps: [...steps.slice(0, -1), { kind: "exit", afterMs: worksMs, code: 0 }] };
}

test.each(takedowns)(
  "for all other troubles, the verdict names $what.kind",
  async ({ what, codes, outcome = "failed", examples = [] }) => {
    const met = reached("it took the agent", "trouble befell");
    await fc.assert(
      fc.asyncProperty(
        disturbedPlans(),
        fc.integer({ min: 0, max: 1200 }),
        async ({ wire, happenings }, afterMs) => {
          const when = { kind: "run", run: 0, reached: "running", afterMs } as const;
          const faults = { wire, happenings: [...happenings, { when, what }] };
          await onStage({ script: script(what), faults }, async ({ simulator, until, run }) => {
            const { outcome: told } = run({
              limits: { runMs: 900_000, scheduleMs: 900_000, startMs: 900_000 },
            });
            const { evidence } = await until(told, 24 * 3_600_000);
            const truth = simulator.truth.runs();
            if (truth.length > 1 || !wasTaken(what, truth)) return;
            met.when("it took the agent", true);
            met.when("trouble befell", simulator.faults.befallen().length > 0);
            const verdict = classify(evidence);
            // A child that was killed for memory before is in the container's own status, and surer than a deletion.
            const child = happenings.some((one) => one.what.kind === "oom-child")
              ? ["oom_killed" as const]
              : [];
            const blind = isUnseen(evidence) ? unseen : [];
            expect([...codes, ...child, ...blind]).toContain(verdict.code);
            expect(verdict.outcome).toBe(outcome);
          });
        },
      ),
      { numRuns: 3 + examples.length, examples },
    );
    met.expectAll();
  },
);
