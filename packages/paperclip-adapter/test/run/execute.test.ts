import {
  createSimulator,
  type Script,
  type Simulator,
  type SimulatorOptions,
} from "@runverdict/k8s-runner/simulator";
import { expect, test } from "vitest";
import { createConnections } from "../../src/run/connections.ts";
import { execute, type Host } from "../../src/run/execute.ts";
import { createSweeper } from "../../src/run/sweeper.ts";
import { createSessionMemory } from "../../src/session/session-memory.ts";
import { readLogLine } from "../../src/ui-parser/log-line.ts";
import { answer } from "../support/agent-lines.ts";
import { hostThat, runRow, type HostAnswer } from "../support/host-api.ts";
import { hostDouble, readByHost, type HostDouble } from "../support/host-double.ts";
import type { ExecutionContext } from "../../src/host/execution-context.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";

interface Scene {
  readonly simulator: Simulator;
  readonly host: (differs?: Partial<ExecutionContext>) => HostDouble;
  /** In one process of Paperclip's, unless it says otherwise. */
  readonly run: (host: HostDouble, process?: Partial<Host>) => Promise<ExecutionResult>;
}

async function onCluster(options: SimulatorOptions, act: (scene: Scene) => Promise<void>): Promise<void> {
  const simulator = await createSimulator(options);
  const [connections, sessions] = [createConnections(), createSessionMemory()];
  try {
    await act({
      simulator,
      host: ({ config, ...differs } = {}) =>
        hostDouble({
          config: { kubeconfig: simulator.kubeconfig, image: "agent:1", dataVolume: "scratch", ...config },
          ...differs,
        }),
      run: (host, process = {}) =>
        execute(host.context, { env: {}, connections, sweeper: createSweeper(), sessions, ...process }),
    });
    // Nothing of a run is left in the host's process.
    while (simulator.counters.openSockets() > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  } finally {
    await simulator.close();
  }
}

const plays = (script: Script): SimulatorOptions => ({ script: () => script });
const writes = answer.map((text) => ({ kind: "write" as const, afterMs: 5, text }));
const happy: Script = { steps: [...writes, { kind: "exit", afterMs: 5, code: 0 }] };
const endless: Script = {
  steps: [...writes.slice(0, 2), { kind: "write", afterMs: 5, text: "" }],
};

test("A run that succeeds is told as a success, with its answer, usage and session, and no Job is left.", async () => {
  await onCluster(plays(happy), async ({ simulator, host, run }) => {
    const double = host({ config: { dataVolume: "claim", dataClaimName: "workspaces" } });
    const result = await run(double);
    expect(readByHost(result, false)).toEqual({ status: "succeeded", errorCode: null });
    expect(result).toMatchObject({
      exitCode: 0,
      summary: "All tests pass.",
      usage: { inputTokens: 12, outputTokens: 5 },
      usageBasis: "per_run",
      costUsd: 0.01,
      sessionParams: { sessionId: "b5a1f6f0-4c1e-4d0b-9b57-2f6c52b1b6aa" },
    });
    expect(double.log()).toContain("All tests pass.");
    expect(double.calls).toEqual(["onCancellationReady", "onMeta", "onDispatch"]);
    expect(simulator.truth.runs().map(({ goneAt }) => goneAt === null)).toEqual([false]);
  });
});

test("The log of a run reads as what the agent does, and hides what the form keeps secret.", async () => {
  const secret = "hunter-2-hunter-2";
  const text = JSON.stringify({ type: "assistant", message: { content: `The key is ${secret}.` } });
  const telling: Script = { steps: [{ kind: "write", afterMs: 5, text: `${text}\n` }, ...happy.steps] };
  await onCluster(plays(telling), async ({ host, run }) => {
    const double = host({ config: { env: { API_KEY: secret } } });
    await run(double);
    const lines = double.log().split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "agent     │ The key is [redacted].",
        "agent     │ All tests pass.",
        "result    │ success · 12 tokens in, 5 out, 0 cached · $0.0100 · 1 turn, 900 ms",
      ]),
    );
    expect(lines.filter((line) => line !== "" && readLogLine(line) === null)).toEqual([]);
  });
});

test("The raw log of a run is what the agent wrote, beside our own lines.", async () => {
  await onCluster(plays(happy), async ({ host, run }) => {
    const double = host({ config: { logFormat: "stream-json" } });
    await run(double);
    expect(double.log()).toContain(answer.join(""));
  });
});

test("A session whose files go with the pod is not promised to the next run.", async () => {
  await onCluster(plays(happy), async ({ host, run }) => {
    const double = host();
    expect(await run(double)).toMatchObject({ exitCode: 0, sessionParams: null });
    expect(double.log()).toMatch(/session/i);
  });
});

test("A run that the host gives no more than the session's id goes on with it, but not with other servers than it had.", async () => {
  await onCluster(plays(happy), async ({ host, run }) => {
    const config = { dataVolume: "claim", dataClaimName: "workspaces" };
    const servers = [{ name: "projects", url: "http://127.0.0.1:1/mcp", token: "t", connectionId: "p" }];
    const first = await run(host({ config, runtimeMcp: { getServers: () => servers } }));
    const sessionId = String(first.sessionId);
    const runtime = { sessionId, sessionParams: { sessionId }, sessionDisplayId: sessionId, taskKey: null };
    const next = host({ config, runtime, runtimeMcp: { getServers: () => servers } });
    await run(next);
    expect(next.log()).toContain(`Going on with session ${sessionId}.`);
    const without = host({ config, runtime });
    await run(without);
    expect(without.log()).toContain("is not resumed: the MCP servers are not those that it had.");
  });
});

test("A run that is cancelled ends gracefully, is acknowledged, and leaves no Job.", async () => {
  const flushes: Script = { ...endless, onTerm: { kind: "exit", afterMs: 10, code: 143 } };
  await onCluster(plays(flushes), async ({ simulator, host, run }) => {
    const double = host();
    const running = run(double);
    while (!double.log().includes("All tests pass.")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(double.cancel()).toBe(true);
    const result = await running;
    expect(readByHost(result, true).status).toBe("cancelled");
    expect(result).toMatchObject({
      exitCode: null,
      signal: "SIGTERM",
      errorCode: "cancelled",
      resultJson: { executionCancellation: { state: "acknowledged", forced: false } },
    });
    expect(simulator.truth.runs().map(({ goneAt }) => goneAt === null)).toEqual([false]);
  });
});

test("Wrong configuration is told by field, before anything is created.", async () => {
  await onCluster({}, async ({ simulator, host, run }) => {
    const double = host({ config: { timeoutSec: "soon", "resources.limits.memory": "much" } });
    const result = await run(double);
    expect(readByHost(result, false)).toEqual({ status: "failed", errorCode: "configuration_incomplete" });
    expect(result.errorMessage).toMatch(
      /timeoutSec.*\n?.*resources\.limits\.memory|resources\.limits\.memory[\s\S]*timeoutSec/,
    );
    expect(simulator.counters.total()).toBe(0);
  });
});

test("An agent that is out of memory is told so, and is no success.", async () => {
  const oom: Script = { steps: [...writes.slice(0, 2), { kind: "oom", afterMs: 5 }] };
  await onCluster(plays(oom), async ({ host, run }) => {
    const result = await run(host());
    expect(readByHost(result, false).status).toBe("failed");
    expect(result.resultJson).toMatchObject({ verdict: { code: "oom_killed" } });
    expect(result.errorMessage).toMatch(/OOMKilled/);
  });
});

test("A Job that is deleted by somebody else is told in the original's words.", async () => {
  await onCluster(plays(endless), async ({ simulator, host, run }) => {
    const double = host();
    const running = run(double);
    while (!double.log().includes("All tests pass.")) await new Promise((resolve) => setTimeout(resolve, 5));
    const job = simulator.truth.runs()[0]?.job.name ?? "";
    simulator.happen({ kind: "delete-job", job, policy: "Background" });
    const result = await running;
    expect(result.errorCode).toBe("k8s_job_deleted_externally");
    expect(result.errorMessage).toMatch(
      /K8s Job was deleted externally before Claude could complete \[detected_via=.*, job=.*, ns=agents, .*stdout_nonempty_lines=2\]/,
    );
  });
});

test("A time limit ends the run, with its session kept.", async () => {
  await onCluster(plays(endless), async ({ host, run }) => {
    const result = await run(host({ config: { timeoutSec: 1, graceSec: 1 } }));
    expect(readByHost(result, false)).toEqual({ status: "timed_out", errorCode: "timeout" });
    expect(result.errorMessage).toContain("Timed out after 1s");
  });
});

test("Two runs of one session at once: the second does not begin, and the host tries it again when the first may have ended.", async () => {
  await onCluster(
    plays({
      ...happy,
      steps: [
        { kind: "write", afterMs: 5, text: "at work\n" },
        ...writes.map((step) => ({ ...step, afterMs: 200 })),
        { kind: "exit", afterMs: 5, code: 0 },
      ],
    }),
    async ({ simulator, host, run }) => {
      const runtime = { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: "issue-42" };
      const context = { taskId: "issue-42" };
      const first = host({ runId: "run-1", runtime, context });
      const running = run(first);
      while (!first.log().includes("at work")) await new Promise((resolve) => setTimeout(resolve, 5));
      const second = host({ runId: "run-2", runtime, context });
      // Taking the Job up as well would charge it twice, and its agent knows nothing of what the second was woken for.
      expect(await run(second)).toMatchObject({
        errorCode: "k8s_concurrent_run_blocked",
        errorFamily: "transient_upstream",
        executionRecovery: { kind: "bootstrap", providerWorkStarted: false },
      });
      expect(readByHost(await running, false).status).toBe("succeeded");
      expect(simulator.truth.runs().length).toBe(1);
    },
  );
});

/** A run of one process of Paperclip's that is at work, and one of another's for the same session. */
async function inTwoProcesses(
  row: HostAnswer,
  act: (scene: Scene & { first: HostDouble; second: HostDouble; result: ExecutionResult }) => Promise<void>,
): Promise<void> {
  const slowly = writes.map((step) => ({ ...step, afterMs: 200 }));
  const steps = [
    { kind: "write" as const, afterMs: 5, text: "at work\n" },
    ...slowly,
    ...happy.steps.slice(-1),
  ];
  await onCluster(plays({ steps }), async (scene) => {
    const { url, asked } = await hostThat(row);
    const runtime = { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: "issue-42" };
    const context = { taskId: "issue-42" };
    const first = scene.host({ runId: "run-1", runtime, context });
    const running = scene.run(first);
    while (!first.log().includes("at work")) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = scene.host({ runId: "run-2", runtime, context, authToken: "token-of-run-2" });
    const result = await scene.run(second, {
      env: { PAPERCLIP_API_URL: url },
      connections: createConnections(),
    });
    await act({ ...scene, first, second, result });
    expect(readByHost(await running, false).status).toBe("succeeded");
    expect(scene.simulator.truth.runs().length).toBe(1);
    expect(asked).toEqual([{ path: "/api/heartbeat-runs/run-1", authorization: "Bearer token-of-run-2" }]);
  });
}

test("Two processes of Paperclip that wake one session at once: the second does not begin, and is charged nothing.", async () => {
  const heldUntil = Date.now() + 60_000;
  const row = runRow("running", { controllerLeaseExpiresAt: new Date(heldUntil).toISOString() });
  await inTwoProcesses(row, ({ result }) => {
    expect(result).toMatchObject({
      errorCode: "k8s_concurrent_run_blocked",
      errorFamily: "transient_upstream",
      retryNotBefore: new Date(heldUntil + 5000).toISOString(),
    });
    expect(result).not.toHaveProperty("costUsd");
    return Promise.resolve();
  });
});

test("A Job whose run the host calls interrupted is gone on with by the next run, in whatever process.", async () => {
  await inTwoProcesses(runRow("interrupted"), ({ second, result }) => {
    expect(second.log()).toMatch(/Going on with Job ac-\S+ of run run-1, which was left alive/);
    expect(readByHost(result, false).status).toBe("succeeded");
    return Promise.resolve();
  });
});

test("A cluster that can't be reached is told with its cure, and the host may try again.", async () => {
  await onCluster({}, async ({ host, run }) => {
    const result = await run(host({ config: { kubeconfig: "/nowhere/kubeconfig" } }));
    expect(readByHost(result, false).status).toBe("failed");
    expect(result.errorMessage).toContain("There is no kubeconfig at /nowhere/kubeconfig");
    expect(result.executionRecovery).toEqual({ kind: "bootstrap", providerWorkStarted: false });
  });
});

test("What the host does wrong is no exception: a log that can't be written, a context without anything in it.", async () => {
  await onCluster(plays(happy), async ({ host, run }) => {
    const result = await run(host({ onLog: () => Promise.reject(new Error("disk full")) }));
    expect(readByHost(result, false).status).toBe("succeeded");
  });
});

test("Runs of one kubeconfig share two watches, and each tells its Job and its end.", async () => {
  const steps = [...writes.map((step) => ({ ...step, afterMs: 100 })), ...happy.steps.slice(-1)];
  await onCluster(plays({ steps }), async ({ simulator, host, run }) => {
    const events: unknown[] = [];
    const doubles = ["run-1", "run-2", "run-3"].map((runId) =>
      host({ runId, onEvent: (event) => Promise.resolve(void events.push(event)) }),
    );
    await Promise.all(doubles.map((double) => run(double)));
    const { "watch jobs": jobs, "watch pods": pods } = simulator.counters.requests();
    expect([jobs, pods]).toEqual([1, 1]);
    expect(events).toHaveLength(3);
    for (const { log } of doubles) expect(log()).toMatch(/Job ac-\S+ in namespace agents[\s\S]*Succeeded/);
  });
});
