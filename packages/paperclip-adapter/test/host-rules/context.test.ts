import { describe, expect, test } from "vitest";
import { answer } from "../support/agent-lines.ts";
import { happy, jobsOf, onCluster, writing } from "../support/on-cluster.ts";

describe("§0.12, older hosts", () => {
  test("A run needs no more of its host than a log.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const run = begin({ era: "2026.831" });
      expect((await run.ended).row.status).toBe("succeeded");
      expect(run.calls).toEqual(["onMeta"]);
      expect(jobsOf(simulator)).toEqual({ alive: 0, gone: 1 });
    });
  });
});

describe("§2, what the host is called with", () => {
  test("It is told of the start once, and of the dispatch when all is looked up and no Job is made yet.", async () => {
    await onCluster({}, async ({ simulator, begin }) => {
      const asked: object[] = [];
      const onDispatch = () => void asked.push({ ...simulator.counters.requests() });
      const run = begin({ context: { onDispatch } });
      await run.ended;
      expect(asked).toEqual([expect.objectContaining({ "list jobs": expect.any(Number) })]);
      expect(asked[0]).not.toHaveProperty("create jobs");
      expect(simulator.counters.requests()).toHaveProperty("create jobs");
      expect(run.metas).toHaveLength(1);
    });
  });

  test("It is told of no process, for the host would watch a stranger's.", async () => {
    await onCluster({}, async ({ begin }) => {
      const run = begin();
      await run.ended;
      expect(run.calls).toEqual(["onCancellationReady", "onMeta", "onDispatch"]);
    });
  });
});

describe("§2, what the agent is given", () => {
  test("Nothing of the host's own disk, its own key, and no identity from a form.", async () => {
    const env = {
      TMPDIR: "/var/lib/paperclip/tmp",
      PAPERCLIP_SCRATCH_DIR: "/var/lib/paperclip/scratch",
      GH_CONFIG_DIR: "/var/lib/paperclip/gh",
      PAPERCLIP_API_KEY: "a-key-from-the-form",
      PAPERCLIP_RUN_ID: "another-run",
      MY_OWN: "stays",
    };
    await onCluster({}, async ({ begin, started }) => {
      const config = { env, paperclipApiUrl: "https://paperclip.example" };
      await begin({ context: { runId: "run-1", authToken: "the-token-of-the-run", config } }).ended;
      const given = started[0]?.env ?? {};
      expect(given).toMatchObject({
        PAPERCLIP_API_KEY: "the-token-of-the-run",
        PAPERCLIP_API_URL: "https://paperclip.example",
        PAPERCLIP_RUN_ID: "run-1",
        MY_OWN: "stays",
      });
      expect(JSON.stringify(given)).not.toMatch(/\/var\/lib\/paperclip|a-key-from-the-form|another-run/);
    });
  });

  test("An address of the host's at which no pod can reach it is told to whoever reads the log.", async () => {
    await onCluster({ env: { PAPERCLIP_RUNTIME_API_URL: "http://127.0.0.1:3100" } }, async ({ begin }) => {
      const run = begin({ context: { authToken: "the-token-of-the-run" } });
      await run.ended;
      expect(run.log.text()).toContain("The agent can't reach Paperclip at http://127.0.0.1:3100");
    });
  });
});

describe("§2, several runs of one agent", () => {
  const slow = { steps: [...writing(answer, 100), ...happy.steps.slice(-1)] };

  test("Those of several tasks are at work at once.", async () => {
    await onCluster({ scripts: [slow] }, async ({ simulator, begin }) => {
      const tasks = ["issue-1", "issue-2", "issue-3"];
      const runs = tasks.map((taskKey, index) => begin({ taskKey, context: { runId: `run-${index}` } }));
      const ends = await Promise.all(runs.map(({ ended }) => ended));
      expect(ends.map(({ row }) => row.status)).toEqual(["succeeded", "succeeded", "succeeded"]);
      const agents = simulator.truth.runs().map(({ pods }) => pods[0]?.containers[0]);
      const lastStart = Math.max(...agents.map((agent) => agent?.startedAt ?? Infinity));
      for (const agent of agents) expect(agent?.ended?.at).toBeGreaterThan(lastStart);
    });
  });

  test("Of one session the second does not begin, and the host tries it again when the first may have ended.", async () => {
    await onCluster({ scripts: [slow] }, async ({ simulator, begin }) => {
      const context = { taskId: "issue-42" };
      const first = begin({ taskKey: "issue-42", context: { runId: "run-1", context } });
      await first.logSays("init");
      const second = begin({ taskKey: "issue-42", context: { runId: "run-2", context } });
      // Taking the Job up as well would charge it twice, and its agent knows nothing of what the second was woken for.
      expect((await second.ended).result).toMatchObject({
        errorCode: "k8s_concurrent_run_blocked",
        errorFamily: "transient_upstream",
        executionRecovery: { kind: "bootstrap", providerWorkStarted: false },
      });
      expect((await first.ended).row.status).toBe("succeeded");
      expect(simulator.truth.runs()).toHaveLength(1);
    });
  });
});
