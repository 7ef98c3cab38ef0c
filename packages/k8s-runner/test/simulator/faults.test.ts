import { describe, expect, test } from "vitest";
import type { RequestKind, WireTrouble } from "../../src/simulator/faults/fault-plan.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { openStream } from "./support/open-stream.ts";
import { startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const pods = `/api/v1/namespaces/${namespace}/pods`;
const secrets = `/api/v1/namespaces/${namespace}/secrets`;
const fault = (on: RequestKind, nth: number, trouble: WireTrouble) => ({
  faults: { wire: [{ on, nth, ...trouble }], happenings: [] },
});

describe("On the wire", () => {
  test("The second create meets a 429 that says when to come again, and does nothing.", async () => {
    const trouble = { kind: "error", code: 429, retryAfterSeconds: 2 } as const;
    await withSimulator(fault("create jobs", 2, trouble), async ({ simulator }) => {
      expect((await ask(simulator.url, "POST", jobs, agentJob("run-1"))).code).toBe(201);
      const refused = await ask(simulator.url, "POST", jobs, agentJob("run-2"));
      expect([refused.code, refused.headers.get("retry-after"), refused.body.reason]).toEqual([
        429,
        "2",
        "TooManyRequests",
      ]);
      expect((await ask(simulator.url, "POST", jobs, agentJob("run-2"))).code).toBe(201);
      expect(simulator.faults.befallen()).toHaveLength(1);
    });
  });

  test("An answer that is lost leaves its effect; a request that is lost leaves nothing.", async () => {
    await withSimulator(fault("create jobs", 1, { kind: "answer-lost" }), async ({ simulator }) => {
      await expect(ask(simulator.url, "POST", jobs, agentJob("run-1"))).rejects.toThrow("fetch failed");
      expect((await ask(simulator.url, "POST", jobs, agentJob("run-1"))).body.reason).toBe("AlreadyExists");
    });
    await withSimulator(fault("create jobs", 1, { kind: "request-lost" }), async ({ simulator }) => {
      await expect(ask(simulator.url, "POST", jobs, agentJob("run-1"))).rejects.toThrow("fetch failed");
      expect((await ask(simulator.url, "POST", jobs, agentJob("run-1"))).code).toBe(201);
    });
  });

  test("A half-open connection gives no answer, until the client gives up.", async () => {
    await withSimulator(fault("list jobs", 1, { kind: "hang" }), async ({ simulator, clock }) => {
      const abort = new AbortController();
      const silent = fetch(new URL(jobs, simulator.url), { signal: abort.signal }).catch(
        (error: unknown) => error,
      );
      while (simulator.counters.total() === 0) await clock.advance(0);
      await clock.advance(60_000);
      abort.abort();
      expect(await silent).toMatchObject({ name: "AbortError" });
    });
  });

  test("An answer can be late.", async () => {
    await withSimulator(fault("list jobs", 1, { kind: "delay", ms: 1000 }), async ({ simulator, clock }) => {
      const late = ask(simulator.url, "GET", jobs);
      while (simulator.counters.total() === 0) await clock.advance(0);
      await clock.advance(1000);
      expect((await late).code).toBe(200);
    });
  });

  test.for([
    ["close", "reset"],
    ["eof", "eof"],
    ["stall", null],
  ] as const)("A watch that is cut brings so many bytes: %s", async ([how, end]) => {
    await withSimulator(
      fault("watch secrets", 1, { kind: "cut", afterBytes: 100, how }),
      async ({ simulator, clock }) => {
        const { url } = simulator;
        const watch = await openStream(url, `${secrets}?watch=true`);
        await ask(url, "POST", secrets, { metadata: { name: "a" } });
        await ask(url, "POST", secrets, { metadata: { name: "b" } });
        await clock.advance(10);
        if (end !== null) await watch.ended;
        expect([watch.bytes().length, watch.end()]).toEqual([100, end]);
        watch.abort();
        const whole = await openStream(url, `${secrets}?watch=true&timeoutSeconds=1`);
        await clock.advance(1000);
        expect(await whole.ended).toBe("eof");
        expect(whole.lines()).toHaveLength(2);
      },
    );
  });

  // It is sent in one go, and what would end it comes before the connection is gone.
  test.for([
    ["close", "reset"],
    ["reset", "reset"],
    ["eof", "eof"],
    ["stall", null],
  ] as const)("So is a log that nobody follows: %s", async ([how, end]) => {
    const script = (): Script => ({
      steps: [
        { kind: "write", afterMs: 0, text: "line\n".repeat(100) },
        { kind: "exit", afterMs: 0, code: 0 },
      ],
    });
    for (const afterBytes of [0, 50]) {
      const { faults } = fault("get pods/log", 1, { kind: "cut", afterBytes, how });
      await withSimulator({ script, faults }, async (stage) => {
        const pod = await startRun(stage, "run-1");
        const log = await openStream(stage.simulator.url, `${pods}/${pod}/log`);
        await stage.clock.advance(10);
        if (end !== null) await log.ended;
        expect([log.bytes().length, log.end()]).toEqual([afterBytes, end]);
        log.abort();
      });
    }
  });

  test("A list is cut like any answer.", async () => {
    await withSimulator(
      fault("list secrets", 1, { kind: "cut", afterBytes: 10, how: "eof" }),
      async ({ simulator }) => {
        const list = await openStream(simulator.url, secrets);
        expect([await list.ended, list.bytes().length]).toEqual(["reset", 10]);
      },
    );
  });

  test("A watch leaves out an event.", async () => {
    await withSimulator(
      fault("watch secrets", 1, { kind: "lost-event", event: 2 }),
      async ({ simulator, clock }) => {
        const { url } = simulator;
        const watch = await openStream(url, `${secrets}?watch=true&timeoutSeconds=1`);
        for (const name of ["a", "b", "c"]) await ask(url, "POST", secrets, { metadata: { name } });
        await clock.advance(1000);
        expect(watch.lines().map((line) => JSON.parse(line).object.metadata.name)).toEqual(["a", "c"]);
      },
    );
  });

  test("A list that allows it is behind; one that does not is never.", async () => {
    const wire = [1, 2].map((nth) => ({ on: "list secrets", nth, kind: "stale", changes: 1 }) as const);
    await withSimulator({ faults: { wire, happenings: [] } }, async ({ simulator: { url } }) => {
      await ask(url, "POST", secrets, { metadata: { name: "a" } });
      await ask(url, "POST", secrets, { metadata: { name: "b" } });
      const stale = await ask(url, "GET", `${secrets}?resourceVersion=0`);
      expect(stale.body.items).toHaveLength(1);
      expect((await ask(url, "GET", secrets)).body.items).toHaveLength(2);
    });
  });
});

describe("In the cluster", () => {
  test("An API server that is killed cuts its streams, refuses connections, and is back with everything.", async () => {
    await withSimulator({}, async (stage) => {
      const { simulator, clock, batch } = stage;
      await startRun(stage, "run-1");
      const watch = await openStream(simulator.url, `${jobs}?watch=true`);
      simulator.happen({ kind: "api-server-restart", downMs: 1000, how: "sigkill" });
      expect(await watch.ended).toBe("reset");
      await expect(ask(simulator.url, "GET", jobs)).rejects.toMatchObject({
        cause: { code: "ECONNREFUSED" },
      });
      await clock.advance(1000);
      expect((await batch.readNamespacedJob({ namespace, name: "run-1" })).status?.active).toBe(1);
    });
  });

  test("One that is told to stop ends its streams as if all were well.", async () => {
    await withSimulator({}, async ({ simulator, clock }) => {
      const watch = await openStream(simulator.url, `${jobs}?watch=true`);
      simulator.happen({ kind: "api-server-restart", downMs: 2000, how: "sigterm" });
      await clock.advance(2000);
      expect(await watch.ended).toBe("eof");
    });
  });

  test("A watch whose connection was cut before its late answer is not left open.", async () => {
    await withSimulator(fault("watch jobs", 1, { kind: "delay", ms: 100 }), async ({ simulator, clock }) => {
      const late = openStream(simulator.url, `${jobs}?watch=true`).catch((error: unknown) => error);
      while (simulator.counters.total() === 0) await clock.advance(0);
      simulator.happen({ kind: "api-server-restart", downMs: 1, how: "sigkill" });
      await late;
      await clock.advance(200);
      expect([simulator.counters.openStreams(), simulator.counters.openSockets()]).toEqual([0, 0]);
    });
  });

  test("A happening waits for its moment in its run.", async () => {
    const what = { kind: "delete-job", job: "", policy: "Background" } as const;
    const when = { kind: "run", run: 1, reached: "running", afterMs: 3000 } as const;
    await withSimulator({ faults: { wire: [], happenings: [{ when, what }] } }, async (stage) => {
      await startRun(stage, "run-1");
      await startRun(stage, "run-2");
      await stage.clock.advance(2900);
      expect((await stage.batch.listNamespacedJob({ namespace })).items).toHaveLength(2);
      await stage.clock.advance(200);
      const left = (await stage.batch.listNamespacedJob({ namespace })).items;
      expect(left.map(({ metadata }) => metadata?.name)).toEqual(["run-1"]);
    });
  });
});
