import { runJob } from "@runverdict/k8s-runner";
import { expect, test } from "vitest";
import { createSweeper } from "../../src/run/sweeper.ts";
import { onStage } from "../support/stage.ts";
import { aSpec } from "../support/a-spec.ts";

const spec = { ...aSpec, prompt: "Say hello." };

test("A Job whose host died before it let it run is gone after the next look, and looking has its rest.", async () => {
  const hang = { on: "create secrets" as const, nth: 1, kind: "hang" as const };
  await onStage({ faults: { wire: [hang], happenings: [] } }, async ({ simulator, cluster, until, when }) => {
    const run = runJob({ cluster, spec, onOutput: () => {} });
    await when(() => simulator.counters.requests()["create secrets"] === 1);
    run.detach();
    await until(run.outcome);
    const sweeper = createSweeper({ restMs: 60_000, olderThanMs: 5000 });
    await until(sweeper.sweep(cluster, "agents"));
    expect(simulator.truth.runs().map(({ goneAt }) => goneAt)).toEqual([null]);
    await until(cluster.clock.sleep(30_000, new AbortController().signal));
    const before = simulator.counters.total();
    await until(sweeper.sweep(cluster, "agents"));
    expect(simulator.counters.total()).toBe(before);
    await until(cluster.clock.sleep(40_000, new AbortController().signal));
    await until(sweeper.sweep(cluster, "agents"));
    await when(() => simulator.truth.runs()[0]?.goneAt !== null);
  });
});

test("A look that was refused is no look: the next run tries again.", async () => {
  const permissions = [{ verb: "create", group: "batch", resource: "jobs" }];
  await onStage({ access: { permissions } }, async ({ simulator, cluster, until }) => {
    const sweeper = createSweeper();
    await until(sweeper.sweep(cluster, "agents"));
    await until(sweeper.sweep(cluster, "agents"));
    expect(simulator.counters.requests()["list jobs"]).toBe(2);
  });
});
