import type { Script } from "@runverdict/k8s-runner/simulator";
import { describe, expect, test } from "vitest";
import { aftermath } from "../host-double/aftermath.ts";
import { createRunLog } from "../host-double/run-log.ts";
import { shownJson } from "../host-double/stored-json.ts";
import { countedUsage } from "../host-double/usage.ts";
import { answer } from "../support/agent-lines.ts";
import { init, result, says, sessionId as own } from "../support/claude-lines.ts";
import { hostRow } from "../support/host-row.ts";
import { aClaim, endless, happy, jobsOf, onCluster, writing } from "../support/on-cluster.ts";
import { recordedOver } from "../support/recorded-ends.ts";

const session = "b5a1f6f0-4c1e-4d0b-9b57-2f6c52b1b6aa";

const ending = (code: number, ...lines: readonly string[]): Script => ({
  steps: [...writing(lines), { kind: "exit", afterMs: 5, code }],
});

describe("§2, the order of outcomes", () => {
  test("A success is exit code 0 with neither message nor signal, and its answer is the run's summary.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const run = begin({ context: { config: aClaim } });
      const { row, result: told } = await run.ended;
      expect(row).toMatchObject({
        status: "succeeded",
        errorCode: null,
        exitCode: 0,
        resultJson: { summary: "All tests pass.", verdict: { code: "succeeded" } },
      });
      expect(told).toMatchObject({
        usage: { inputTokens: 12, outputTokens: 5 },
        costUsd: 0.01,
        sessionParams: { sessionId: session },
      });
      expect(jobsOf(simulator)).toEqual({ alive: 0, gone: 1 });
    });
  });

  test("An agent that is killed after its result has succeeded.", async () => {
    await onCluster({ scripts: [ending(137, ...answer)] }, async ({ begin }) => {
      expect((await begin().ended).row).toMatchObject({ status: "succeeded", exitCode: 0, signal: null });
    });
  });

  test("A refusal that exits with 0 is a failure, and the host hears of it.", async () => {
    const refused = result({ session_id: own, result: "I can not help with that.", stop_reason: "refusal" });
    await onCluster({ scripts: [ending(0, init(), refused)] }, async ({ begin }) => {
      expect((await begin().ended).row).toMatchObject({
        status: "failed",
        errorCode: "claude_refusal",
        exitCode: null,
        error: expect.stringContaining("refused"),
        resultJson: { stopReason: "refusal", errorFamily: "model_refusal", run: { exitCode: 0 } },
      });
    });
  });

  test("An exit that nobody saw is a failure with a message (§0.4).", () => {
    const unseen = recordedOver
      .map(({ end }) => ({ outcome: end.verdict.outcome, row: hostRow(end) }))
      .filter(({ outcome, row }) => outcome === "failed" && row.exitCode === null);
    expect(unseen.length).toBeGreaterThan(50);
    for (const { row } of unseen)
      expect(row).toMatchObject({ status: "failed", error: expect.stringMatching(/\S/) });
  });

  test("A time limit is kept by the adapter, for the host keeps none, and is told as the host names it.", async () => {
    await onCluster({ scripts: [endless] }, async ({ begin }) => {
      const { row } = await begin({ context: { config: { timeoutSec: 1, graceSec: 1 } } }).ended;
      expect(row).toMatchObject({ status: "timed_out", errorCode: "timeout" });
      expect(row.error).toContain("Timed out after 1s");
    });
  });
});

describe("§2, an adapter that throws", () => {
  const failures = [
    ["the log", { log: createRunLog(() => Promise.reject(new Error("disk full"))) }],
    ["the start", { context: { onMeta: () => Promise.reject(new Error("no connection")) } }],
    ["an event", { context: { onEvent: () => Promise.reject(new Error("no connection")) } }],
  ] as const;

  test.each(failures)("A host that can't store %s ends no run by it.", async (_, how) => {
    await onCluster({}, async ({ begin }) => {
      expect((await begin(how).ended).row.status).toBe("succeeded");
    });
  });

  test("A host that fails before anything began is told so, and may begin again by itself.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const onCancellationReady = () => Promise.reject(new Error("no connection"));
      const { row, result: told } = await begin({ context: { onCancellationReady } }).ended;
      expect(told).not.toBeNull();
      expect(row).toMatchObject({ status: "failed", errorCode: "adapter_fault" });
      expect(row.error).toContain("no connection");
      expect(aftermath(row).next).toEqual({ kind: "rerun" });
      expect(simulator.counters.total()).toBe(0);
    });
  });

  test("Wrong configuration is a result too, before anything is created.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const config = { timeoutSec: "soon", "resources.limits.memory": "much" };
      const { row } = await begin({ context: { config } }).ended;
      expect(row).toMatchObject({ status: "failed", errorCode: "configuration_incomplete" });
      expect(row.error).toMatch(
        /timeoutSec[\s\S]*resources\.limits\.memory|resources\.limits\.memory[\s\S]*timeoutSec/,
      );
      expect(simulator.counters.total()).toBe(0);
    });
  });
});

describe("§0.3, §0.7, §0.11 and §2, resultJson", () => {
  test("What an agent says can be stored, whatever characters are in it.", async () => {
    const said = result({ session_id: own, result: "a\0b \ud83d c" });
    await onCluster({ scripts: [ending(0, init(), said)] }, async ({ begin }) => {
      const { row } = await begin().ended;
      expect(row).toMatchObject({ status: "succeeded", resultJson: { summary: "a b c" } });
    });
  });

  test("It is shown whole, however much was said: the verdict with its proof, and not the transcript.", async () => {
    const words = Array.from({ length: 400 }, (_, count) => says(`${count} ${"word ".repeat(200)}`));
    const scripts = [{ ...ending(3, init(), words.join("")), terminationMessage: "e".repeat(4096) }];
    await onCluster({ scripts }, async ({ begin }) => {
      const { resultJson } = (await begin().ended).row;
      expect(shownJson(resultJson)).toEqual(resultJson);
      expect(resultJson).toMatchObject({ verdict: { evidence: expect.any(Array) }, run: { exitCode: 3 } });
      expect(JSON.stringify(resultJson)).not.toContain("399 word word word");
    });
  });

  test("Nothing is told that the host does not read, or that fails the run.", async () => {
    await onCluster({ scripts: [happy, ending(3, init())] }, async ({ begin }) => {
      for (const runId of ["run-1", "run-2"]) {
        const { result: told } = await begin({ context: { runId } }).ended;
        for (const key of ["runtimeServices", "errorMeta", "question", "nativeFinalization"])
          expect(told).not.toHaveProperty(key);
      }
    });
  });

  test("A failure says on the issue what happened and what to do, for its summary is the run's comment.", async () => {
    await onCluster(
      { scripts: [{ steps: [...writing(answer.slice(0, 2)), { kind: "oom", afterMs: 5 }] }] },
      async ({ begin }) => {
        const { row, result: told } = await begin().ended;
        expect(row).toMatchObject({ status: "failed", resultJson: { verdict: { code: "oom_killed" } } });
        expect(row.error).toMatch(/OOMKilled/);
        expect(told?.summary).toMatch(/^Out of memory: [\s\S]*Raise the memory limit/);
      },
    );
  });
});

describe("§2, sessions", () => {
  const resumed = (command: readonly string[] | undefined): string | null =>
    command?.[command.indexOf("--resume") + 1] === session ? session : null;

  test.each(["issue-42", null])(
    "The next run of %s goes on with the session, also after a failure.",
    async (task) => {
      const scripts = [ending(3, ...answer.slice(0, 2)), happy, happy];
      await onCluster({ scripts }, async ({ begin, started }) => {
        const how = task === null ? {} : { taskKey: task };
        for (const runId of ["run-1", "run-2", "run-3"])
          await begin({ ...how, context: { runId, config: aClaim } }).ended;
        expect(started.map(({ command }) => command.join(" ").includes(`--resume ${session}`))).toEqual([
          false,
          true,
          true,
        ]);
      });
    },
  );

  test("Of each task it is its own.", async () => {
    await onCluster({}, async ({ begin, started }) => {
      for (const taskKey of ["issue-1", "issue-2", "issue-1"])
        await begin({ taskKey, context: { runId: `run-${started.length}`, config: aClaim } }).ended;
      expect(started.map(({ command }) => command.includes("--resume"))).toEqual([false, false, true]);
      expect(resumed(started[2]?.command)).toBe(session);
    });
  });

  test("One that can't be found is forgotten, and one whose files went with the pod is not promised.", async () => {
    const lost = {
      kind: "write",
      afterMs: 5,
      stream: "stderr",
      text: `No conversation found with session ID: ${session}\n`,
    } as const;
    const scripts: Script[] = [happy, { steps: [lost, { kind: "exit", afterMs: 5, code: 1 }] }, happy];
    await onCluster({ scripts }, async ({ begin, started }) => {
      for (const runId of ["run-1", "run-2", "run-3"])
        await begin({ taskKey: "issue-1", context: { runId, config: aClaim } }).ended;
      expect(started.map(({ command }) => command.includes("--resume"))).toEqual([false, true, false]);
      const run = begin({ context: { runId: "run-4" } });
      expect((await run.ended).result).toMatchObject({ exitCode: 0, sessionParams: null });
      expect(run.log.text()).toContain("can't go on with this session");
    });
  });

  test("A run that never got to one leaves what the host has.", async () => {
    await onCluster({}, async ({ begin, started }) => {
      const task = { taskKey: "issue-1" };
      await begin({ ...task, context: { runId: "run-1", config: aClaim } }).ended;
      await begin({ ...task, context: { runId: "run-2", config: { ...aClaim, timeoutSec: "soon" } } }).ended;
      await begin({ ...task, context: { runId: "run-3", config: aClaim } }).ended;
      expect(started.map(({ command }) => command.includes("--resume"))).toEqual([false, true]);
    });
  });
});

describe("§0.8, usage", () => {
  test("A resumed run is counted for what it used itself.", async () => {
    const of = (total: number) =>
      result({ session_id: own, usage: { input_tokens: 100, output_tokens: 20 }, total_cost_usd: total });
    await onCluster(
      { scripts: [ending(0, init(), of(0.5)), ending(0, init(), of(0.7))] },
      async ({ begin }) => {
        const runs = [];
        for (const runId of ["run-1", "run-2"])
          runs.push((await begin({ taskKey: "issue-1", context: { runId, config: aClaim } }).ended).result);
        const [before, now] = runs;
        expect(now?.usageBasis).toBe("per_run");
        expect(now === undefined || now === null ? null : countedUsage(now, before?.usage ?? null)).toEqual(
          now?.usage,
        );
        expect(now?.usage).toMatchObject({ inputTokens: 100, outputTokens: 20 });
      },
    );
  });
});
