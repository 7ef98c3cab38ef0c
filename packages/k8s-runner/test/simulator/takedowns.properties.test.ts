import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { createVirtualClock } from "../../src/simulator/clock/virtual-clock.ts";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import type { Happening } from "../../src/simulator/faults/fault-plan.ts";
import type { Actor, PodTruth } from "../../src/simulator/truth.ts";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { takedown } from "./fault-plan.ts";
import { namespace } from "./support/with-simulator.ts";

const script = { steps: [] };

/** A lost node counts as not ready after 46 s, and a pod without a word of its own bears that for five minutes. */
const MISSED_MS = 46_000 + 300_000;

function isMissed({ backAfterMs }: { readonly backAfterMs: number | null }): boolean {
  return backAfterMs === null || backAfterMs > MISSED_MS;
}

/** Who is to be named for it; null when the pod is not taken down, but only its container, or nothing at all. */
function actorOf(what: Happening): Actor | null {
  switch (what.kind) {
    case "evict":
      return what.why === "api" ? "eviction-api" : what.why;
    case "preempt":
      return "preemption";
    case "node-loss":
      return isMissed(what) ? "taint" : null;
    case "node-removed":
      return "pod-gc";
    case "delete-pod":
      return "stranger";
    case "delete-job":
      return what.policy === "Orphan" ? null : "garbage-collector";
    case "expire-job":
      return "garbage-collector";
    default:
      return null;
  }
}

test("for all takedowns of an agent that would never end, the truth names who did it, and how the agent ended", async () => {
  const met = reached(
    "oom",
    "evict",
    "preempt",
    "node-loss",
    "node-removed",
    "delete-pod",
    "delete-job",
    "expire-job",
  );
  await fc.assert(
    fc.asyncProperty(takedown(), fc.integer({ min: 0, max: 3000 }), async (what, afterMs) => {
      const when = { kind: "run", run: 0, reached: "running", afterMs } as const;
      const clock = createVirtualClock();
      const faults = { wire: [], happenings: [{ when, what }] };
      const simulator = await createSimulator({
        clock,
        delays: { rotateMs: 600_000 },
        script: () => script,
        faults,
      });
      try {
        await ask(simulator.url, "POST", `/apis/batch/v1/namespaces/${namespace}/jobs`, agentJob("run-1"));
        await clock.advance(1_000_000);
        const [pod] = simulator.truth.runs()[0]?.pods ?? [];
        expect(pod?.takenDown?.by ?? null).toBe(actorOf(what));
        expectEnding(what, pod);
        met.when(what.kind as Parameters<typeof met.when>[0], true);
      } finally {
        await simulator.close();
      }
    }),
    { numRuns: 60 },
  );
  met.expectAll();
});

function expectEnding(what: Happening, pod: PodTruth | undefined): void {
  const ended = pod?.containers[0]?.ended ?? null;
  if (what.kind === "oom") expect(ended).toMatchObject({ exitCode: 137, how: "oom" });
  else if (what.kind === "delete-job" && what.policy === "Orphan") expect(ended).toBeNull();
  else if (what.kind === "node-loss" && !isMissed(what)) expect(ended).toBeNull();
  else if (what.kind === "node-loss" && what.backAfterMs === null) expect(pod?.goneAt).toBeNull();
  else expect(["stopped", "killed"]).toContain(ended?.how);
}
