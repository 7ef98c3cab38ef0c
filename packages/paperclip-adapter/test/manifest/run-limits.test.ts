import { runJob } from "@runverdict/k8s-runner";
import type { RequestKind, Script, WireFault } from "@runverdict/k8s-runner/simulator";
import { expect, test } from "vitest";
import { graceOf, runLimits } from "../../src/manifest/run-limits.ts";
import { configOf } from "../config/support/reading.ts";
import { onStage, type Stage } from "../support/stage.ts";
import { aSpec } from "../support/a-spec.ts";

/** So long the host waits for a run that was stopped (2026.916.1). */
const STOP_IS_OVER_MS = 60_000;

/** All that the runner asks for from the cancel on. */
const asked: readonly RequestKind[] = [
  "get jobs",
  "get pods",
  "list pods",
  "list events",
  "get pods/log",
  "patch jobs",
  "delete pods",
  "delete jobs",
];
const each = (trouble: (on: RequestKind, nth: number) => WireFault): readonly WireFault[] =>
  asked.flatMap((on) => Array.from({ length: 40 }, (_, nth) => trouble(on, nth + 1)));

/** It hears no SIGTERM. */
const deaf: Script = {
  steps: [{ kind: "write", afterMs: 5, text: "at work\n" }],
  onTerm: { kind: "ignore" },
};

/** How long Stop takes, by the cluster's clock, and what it came to. */
async function stopping({ cluster, simulator, clock, when, until }: Stage, graceSec: number) {
  const { limits } = configOf({ image: "agent:1", graceSec });
  const signal = new AbortController();
  const run = runJob({
    cluster,
    spec: { ...aSpec, graceMs: graceOf(limits) },
    limits: runLimits(limits),
    signal: signal.signal,
    onOutput: () => {},
  });
  await when(() => run.state().phase === "running");
  const beganAt = clock.now();
  signal.abort(new Error("Cancelled by control plane"));
  const { ending } = await until(run.outcome);
  expect(simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).not.toBeNull();
  return { ending, ms: clock.now() - beganAt };
}

const stopped = { kind: "cancelled", intent: "cancel", confirmed: true };

test.each([0, 1, 25, 60, 3600])(
  "Stop is over within the host's minute where the form grants %i s of grace, and every answer of the API server takes 4 s.",
  async (graceSec) => {
    const wire = each((on, nth) => ({ on, nth, kind: "delay", ms: 4000 }));
    await onStage({ script: () => deaf, faults: { wire, happenings: [] } }, async (stage) => {
      const { ending, ms } = await stopping(stage, graceSec);
      expect(ending).toEqual(stopped);
      expect(ms).toBeLessThan(STOP_IS_OVER_MS);
    });
  },
);

test("Stop is over within the host's minute where the log and the last reads never answer.", async () => {
  const silent = new Set<RequestKind>(["get jobs", "list events", "get pods/log", "delete jobs"]);
  const wire = each((on, nth) => ({ on, nth, kind: "hang" })).filter(({ on }) => silent.has(on));
  await onStage({ script: () => deaf, faults: { wire, happenings: [] } }, async (stage) => {
    const { ending, ms } = await stopping(stage, 60);
    expect(ending).toEqual(stopped);
    expect(ms).toBeLessThan(STOP_IS_OVER_MS);
  });
});
