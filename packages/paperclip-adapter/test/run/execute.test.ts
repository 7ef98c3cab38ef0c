import { expect, test } from "vitest";
import { answer } from "../support/agent-lines.ts";
import { endless, happy, onCluster, writing } from "../support/on-cluster.ts";

/** What the host makes of a run, rule by rule: test/host-rules. */

test("A Job that is deleted by somebody else is told in the original's words.", async () => {
  await onCluster({ scripts: [endless] }, async ({ simulator, begin }) => {
    const run = begin();
    await run.logSays("All tests pass.");
    const job = simulator.truth.runs()[0]?.job.name ?? "";
    simulator.happen({ kind: "delete-job", job, policy: "Background" });
    const { row } = await run.ended;
    expect(row).toMatchObject({ status: "failed", errorCode: "k8s_job_deleted_externally" });
    expect(row.error).toMatch(
      /K8s Job was deleted externally before Claude could complete \[detected_via=.*, job=.*, ns=agents, .*stdout_nonempty_lines=2\]/,
    );
  });
});

test("A cluster that can't be reached is told with its cure, and the host may try again.", async () => {
  await onCluster({}, async ({ begin }) => {
    const run = begin({ context: { config: { kubeconfig: "/nowhere/kubeconfig" } } });
    const { row } = await run.ended;
    expect(row.status).toBe("failed");
    expect(row.error).toContain("There is no kubeconfig at /nowhere/kubeconfig");
    expect(row.resultJson["executionRecovery"]).toEqual({ kind: "bootstrap", providerWorkStarted: false });
  });
});

test("Runs of one kubeconfig share two watches, and each tells its Job and its end.", async () => {
  const slow = { steps: [...writing(answer, 100), ...happy.steps.slice(-1)] };
  await onCluster({ scripts: [slow] }, async ({ simulator, begin }) => {
    const runs = ["run-1", "run-2", "run-3"].map((runId) => begin({ context: { runId } }));
    await Promise.all(runs.map(({ ended }) => ended));
    const { "watch jobs": jobs, "watch pods": pods } = simulator.counters.requests();
    expect([jobs, pods]).toEqual([1, 1]);
    for (const { log, events } of runs) {
      expect(events).toHaveLength(1);
      expect(log.text()).toMatch(/Job ac-\S+ in namespace agents[\s\S]*Succeeded/);
    }
  });
});
