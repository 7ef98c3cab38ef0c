import { describe, expect, test } from "vitest";
import type { Script, Simulator } from "@runverdict/k8s-runner/simulator";
import { LABELS } from "../../src/host/labels.ts";
import { aftermath } from "../host-double/aftermath.ts";
import type { HostRun } from "../host-double/host-double.ts";
import { aContext } from "../support/a-context.ts";
import { answer } from "../support/agent-lines.ts";
import { aClaim, endless, happy, jobsOf, onCluster, writing } from "../support/on-cluster.ts";

const said = "All tests pass.";

/** It takes its time, and can be stopped meanwhile. */
const slow: Script = { steps: [...writing(answer, 60), { kind: "exit", afterMs: 60, code: 0 }] };

const { agent } = aContext();

async function jobs({ url }: Simulator): Promise<unknown> {
  const listed = await fetch(`${url}/apis/batch/v1/namespaces/agents/jobs`, {
    headers: { connection: "close" },
  });
  return listed.json();
}

const stopped = async (run: HostRun, when = said) => {
  await run.logSays(when);
  return run.stop();
};

describe("§0.2 and §4, Stop", () => {
  test("The run opts in before it asks the cluster for anything.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const askedBefore: number[] = [];
      const onCancellationReady = async () => void askedBefore.push(simulator.counters.total());
      await begin({ context: { onCancellationReady } }).ended;
      expect(askedBefore).toEqual([0]);
      expect(simulator.counters.total()).toBeGreaterThan(0);
    });
  });

  test("Stop is answered when the Job and its pods are gone, and the run says that they are.", async () => {
    await onCluster({ scripts: [endless] }, async ({ simulator, begin }) => {
      const run = begin();
      expect(await stopped(run)).toEqual({ status: 200 });
      expect(jobsOf(simulator)).toEqual({ alive: 0, gone: 1 });
      expect(simulator.truth.runs().flatMap(({ pods }) => pods.map(({ goneAt }) => goneAt === null))).toEqual(
        [false],
      );
      const { row, result } = await run.ended;
      expect(row).toMatchObject({ status: "cancelled", errorCode: "cancelled" });
      expect(result).toMatchObject({
        exitCode: null,
        signal: "SIGTERM",
        errorCode: "cancelled",
        errorMessage: expect.stringMatching(/\S/),
        resultJson: { executionCancellation: { state: "acknowledged", forced: false } },
      });
    });
  });

  test("An agent that does not heed SIGTERM is killed, and the acknowledgement says that it was.", async () => {
    const deaf: Script = { ...endless, onTerm: { kind: "ignore" } };
    await onCluster({ scripts: [deaf] }, async ({ simulator, begin }) => {
      const run = begin({ context: { config: { graceSec: 1 } } });
      expect(await stopped(run)).toEqual({ status: 200 });
      expect(jobsOf(simulator).alive).toBe(0);
      expect((await run.ended).row.resultJson).toMatchObject({
        executionCancellation: { state: "acknowledged", forced: true },
      });
    });
  });

  test("What was stopped with its session kept holds no issue: the next comment goes on with the conversation.", async () => {
    await onCluster({ scripts: [endless, happy] }, async ({ begin, started }) => {
      const run = begin({ taskKey: "issue-42", context: { config: aClaim } });
      await stopped(run);
      const { row } = await run.ended;
      expect(aftermath(row)).toEqual({ next: { kind: "rest" }, comment: "wakes", agent: "idle" });
      await begin({ taskKey: "issue-42", context: { config: aClaim, runId: "run-2" } }).ended;
      expect(started[1]?.command.join(" ")).toContain("--resume b5a1f6f0-4c1e-4d0b-9b57-2f6c52b1b6aa");
    });
  });

  test("What was stopped before its Job was created has started nothing, and holds nothing.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      // Pressed while the run is still opting in.
      const run: HostRun = begin();
      expect(await run.stop()).toEqual({ status: 200 });
      const { row } = await run.ended;
      expect(simulator.truth.runs()).toEqual([]);
      expect(row.resultJson).toMatchObject({
        executionCancellation: { state: "acknowledged" },
        executionRecovery: { kind: "bootstrap", providerWorkStarted: false },
      });
      expect(aftermath(row)).toMatchObject({ next: { kind: "rest" }, comment: "wakes" });
    });
  });

  test("A run that the host has ended before it opted in creates no Job.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const run = begin({ context: { signal: AbortSignal.abort(new Error("budget")) } });
      const { result } = await run.ended;
      expect(result).toMatchObject({ errorCode: "cancelled", signal: "SIGTERM" });
      expect(simulator.truth.runs()).toEqual([]);
    });
  });

  test("A success that Stop came too late for is a cancelled run to the host, acknowledged and without a hold.", async () => {
    const flushing: Script = {
      ...endless,
      onTerm: { kind: "exit", afterMs: 20, code: 0, text: answer.slice(2).join("") },
    };
    await onCluster({ scripts: [flushing] }, async ({ begin }) => {
      const run = begin({ context: { config: aClaim } });
      expect(await stopped(run)).toEqual({ status: 200 });
      const { row, result } = await run.ended;
      expect(row.status).toBe("cancelled");
      expect(result?.resultJson).toMatchObject({ executionCancellation: { state: "acknowledged" } });
      expect(aftermath(row).next).toEqual({ kind: "rest" });
    });
  });
});

describe("§4, hosts that say less", () => {
  test("A host without the signal is asked for the run's status, and its word ends the run.", async () => {
    // The polling itself: test/run/host-cancellation.test.ts.
    await onCluster({}, async ({ begin }) => {
      const run = begin({ era: "2026.831" });
      expect((await run.ended).row.status).toBe("succeeded");
      expect(run.calls).toEqual(["onMeta"]);
    });
  });

  test("A host that lost its hold on the run does not wish it ended: the agent goes on, and its Job is not deleted.", async () => {
    await onCluster({ scripts: [slow] }, async ({ simulator, begin }) => {
      const run = begin({ context: { config: aClaim } });
      await run.logSays("init");
      run.loseLease();
      const { row, result } = await run.ended;
      expect(result).toMatchObject({ exitCode: 0, signal: null, summary: said });
      expect(simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toMatchObject({ how: "by-itself" });
      // To the host it is cancelled all the same; that nothing of it is left keeps the issue open.
      expect(row).toMatchObject({
        status: "cancelled",
        resultJson: { verdict: { code: "succeeded" }, executionCancellation: { state: "acknowledged" } },
      });
      expect(aftermath(row)).toMatchObject({ next: { kind: "rest" }, comment: "wakes" });
    });
  });

  test("A host that shuts down ends no agent, whose Job says whose it is, and is not left for ever.", async () => {
    await onCluster({ scripts: [slow] }, async ({ simulator, begin }) => {
      const run = begin({ context: { runId: "run-1", config: { timeoutSec: 3600 } } });
      await run.logSays("init");
      run.shutDown();
      const labels = {
        [LABELS.adapterType]: "claude_k8s",
        [LABELS.agentId]: agent.id,
        [LABELS.runId]: "run-1",
      };
      const deadline = { activeDeadlineSeconds: expect.any(Number) };
      const spec = { ttlSecondsAfterFinished: 300, ...deadline, template: { spec: deadline } };
      expect(await jobs(simulator)).toMatchObject({ items: [{ metadata: { labels }, spec }] });
      const { row } = await run.ended;
      expect(row).toMatchObject({ status: "interrupted", errorCode: "server_shutdown_interrupted" });
      expect(aftermath(row).next).toEqual({ kind: "hold" });
      expect(simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toMatchObject({ how: "by-itself" });
    });
  });
});
