import { expect, test } from "vitest";
import type { Ended, HostRun } from "../host-double/host-double.ts";
import { answer } from "../support/agent-lines.ts";
import { hostThat, hostWith, runRow, type HostAnswer } from "../support/host-api.ts";
import { aClaim, endless, happy, hostProcess, onCluster, writing } from "../support/on-cluster.ts";

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

test("A run that the host gives no more than the session's id goes on with it, but not with other servers than it had.", async () => {
  await onCluster({}, async ({ begin }) => {
    const servers = [{ name: "projects", url: "http://127.0.0.1:1/mcp", token: "t", connectionId: "p" }];
    const runtimeMcp = { getServers: () => servers };
    const first = await begin({ context: { config: aClaim, runtimeMcp } }).ended;
    const sessionId = String(first.result?.sessionId);
    const runtime = { sessionId, sessionParams: { sessionId }, sessionDisplayId: sessionId, taskKey: null };
    const next = begin({ context: { config: aClaim, runtime, runtimeMcp } });
    await next.ended;
    expect(next.log.text()).toContain(`Going on with session ${sessionId}.`);
    const without = begin({ context: { config: aClaim, runtime } });
    await without.ended;
    expect(without.log.text()).toContain("is not resumed: the MCP servers are not those that it had.");
  });
});

/** While a run is at work, another process of the host's begins one for the same session; `row` is told of the first. */
async function inTwoProcesses(
  row: HostAnswer,
  act: (second: HostRun, end: Ended) => Promise<void> | void,
): Promise<void> {
  const steps = [...writing(["at work\n"]), ...writing(answer, 200), ...happy.steps.slice(-1)];
  await onCluster({ scripts: [{ steps }] }, async ({ simulator, begin }) => {
    const { url, asked } = await hostThat(row);
    const context = { taskId: "issue-42" };
    const first = begin({ taskKey: "issue-42", context: { runId: "run-1", context } });
    await first.logSays("at work");
    const second = begin({
      taskKey: "issue-42",
      context: { runId: "run-2", context, authToken: "token-of-run-2" },
      by: hostProcess({ PAPERCLIP_API_URL: url }),
    });
    await act(second, await second.ended);
    expect((await first.ended).row.status).toBe("succeeded");
    expect(simulator.truth.runs().length).toBe(1);
    expect(asked).toEqual([{ path: "/api/heartbeat-runs/run-1", authorization: "Bearer token-of-run-2" }]);
  });
}

test("Two processes of Paperclip that wake one session at once: the second does not begin, and is charged nothing.", async () => {
  const heldUntil = Date.now() + 60_000;
  const row = runRow("running", { controllerLeaseExpiresAt: new Date(heldUntil).toISOString() });
  await inTwoProcesses(row, (_, { result }) => {
    expect(result).toMatchObject({
      errorCode: "k8s_concurrent_run_blocked",
      errorFamily: "transient_upstream",
      retryNotBefore: new Date(heldUntil + 5000).toISOString(),
    });
    expect(result).not.toHaveProperty("costUsd");
  });
});

test("A Job whose run the host calls interrupted is gone on with by the next run, in whatever process.", async () => {
  await inTwoProcesses(runRow("interrupted"), (second, { row }) => {
    expect(second.log.text()).toMatch(/Going on with Job ac-\S+ of run run-1, which was left alive/);
    expect(row.status).toBe("succeeded");
  });
});

/** One process begins a run for a session, and others wake the same session while its agent is at work. */
async function inSeveralProcesses(
  rows: Parameters<typeof hostWith>[0],
  act: (wake: (runId: string) => HostRun, asked: () => readonly string[]) => Promise<void>,
): Promise<void> {
  const steps = [...writing(["at work\n"]), ...writing(answer, 300), ...happy.steps.slice(-1)];
  await onCluster({ scripts: [{ steps }] }, async ({ simulator, begin }) => {
    const { url, asked } = await hostWith(rows);
    const wake = (runId: string): HostRun =>
      begin({
        taskKey: "issue-42",
        context: { runId, context: { taskId: "issue-42" }, authToken: "token" },
        by: hostProcess({ PAPERCLIP_API_URL: url }),
      });
    const first = wake("run-1");
    await first.logSays("at work");
    await act(wake, () => asked.map(({ path }) => path));
    await first.ended;
    expect(simulator.truth.runs()).toHaveLength(1);
  });
}

const taken = {
  "run-1": runRow("interrupted"),
  "run-2": runRow("running"),
  "run-3": runRow("running"),
};

test("A Job that another run has gone on with is that run's: the third does not begin, and is charged nothing.", async () => {
  await inSeveralProcesses(taken, async (wake, asked) => {
    const second = wake("run-2");
    await second.logSays("Going on with Job");
    const third = await wake("run-3").ended;
    expect(third.result).toMatchObject({
      errorCode: "k8s_concurrent_run_blocked",
      errorMessage: expect.stringMatching(/^Job ac-\S+ of run run-2 is still running, and another process /),
    });
    expect(third.result).not.toHaveProperty("costUsd");
    expect(asked()).toEqual(["/api/heartbeat-runs/run-1", "/api/heartbeat-runs/run-2"]);
    expect((await second.ended).row.status).toBe("succeeded");
  });
});

test("Of two that go on with a Job at once one does.", async () => {
  await inSeveralProcesses(taken, async (wake) => {
    const ends = await Promise.all([wake("run-2").ended, wake("run-3").ended]);
    const codes = ends.map(({ result }) => result?.errorCode ?? "none");
    expect(codes.toSorted()).toEqual(["k8s_concurrent_run_blocked", "none"]);
  });
});
