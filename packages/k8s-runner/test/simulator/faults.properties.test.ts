import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { createVirtualClock } from "../../src/simulator/clock/virtual-clock.ts";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import type { Simulator } from "../../src/simulator/create-simulator.ts";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { faultPlan } from "./fault-plan.ts";
import { openStream } from "./support/open-stream.ts";
import type { OpenStream } from "./support/open-stream.ts";
import { namespace } from "./support/with-simulator.ts";

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const pods = `/api/v1/namespaces/${namespace}/pods`;
const text = Array.from({ length: 40 }, (_, index) => `line ${index}\n`);
const script = {
  steps: [
    ...text.map((line) => ({ kind: "write", afterMs: 50, text: line }) as const),
    { kind: "exit", afterMs: 50, code: 0 } as const,
  ],
};

const TAKEDOWNS: ReadonlySet<string> = new Set([
  "oom",
  "evict",
  "preempt",
  "node-loss",
  "node-removed",
  "delete-pod",
  "delete-job",
  "expire-job",
]);
const delays = { rotateMs: 10_000 };

/** Opens what a runner keeps open; what gets no answer is left where it is. */
async function watchAll(simulator: Simulator): Promise<readonly OpenStream[]> {
  const openings = [`${jobs}?watch=true`, `${pods}?watch=true&allowWatchBookmarks=true`].map((path) =>
    Promise.race([openStream(simulator.url, path).catch(() => null), unanswered()]),
  );
  return (await Promise.all(openings)).filter((stream) => stream !== null);
}

function unanswered(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), 20));
}

test("for all plans that take nothing down, the run ends as its script says, and the API comes to say so", async () => {
  const met = reached("trouble on the wire", "a disturbance", "a rotation");
  await fc.assert(
    fc.asyncProperty(faultPlan({ takedowns: false }), async (faults) => {
      const clock = createVirtualClock();
      const simulator = await createSimulator({
        clock,
        delays,
        script: () => script,
        faults: { ...faults, wire: [] },
      });
      try {
        await ask(simulator.url, "POST", jobs, agentJob("run-1"));
        simulator.faults.onWire(faults.wire);
        const streams = await watchAll(simulator);
        await clock.advance(20_000);
        simulator.faults.clearWire();
        streams.forEach((stream) => stream.abort());
        const { body } = await ask(simulator.url, "GET", `${jobs}/run-1`);
        expect(body.status.succeeded).toBe(1);
        const list = await ask(simulator.url, "GET", pods);
        expect(list.body.items[0].status.phase).toBe("Succeeded");
        const [agent] = simulator.truth.runs()[0]?.pods[0]?.containers ?? [];
        expect(agent?.stdout.text).toBe(text.join(""));
        expect(agent?.ended).toMatchObject({ exitCode: 0, how: "by-itself" });
        met.when("trouble on the wire", faults.wire.length > 0);
        met.when("a disturbance", faults.happenings.length > 0);
        met.when(
          "a rotation",
          faults.happenings.some(({ what }) => what.kind === "rotate-log"),
        );
      } finally {
        await simulator.close();
      }
    }),
    { numRuns: 30 },
  );
  met.expectAll();
});

test("for all cuts of a followed log, what arrived is how the log begins", async () => {
  const met = reached("cut within a line", "everything");
  const cut = fc.record({
    afterBytes: fc.integer({ min: 0, max: 400 }),
    how: fc.constantFrom("close", "reset", "eof", "stall"),
  });
  await fc.assert(
    fc.asyncProperty(cut, async (trouble) => {
      const clock = createVirtualClock();
      const wire = [{ on: "get pods/log", nth: 1, kind: "cut", ...trouble } as const];
      const simulator = await createSimulator({
        clock,
        delays,
        script: () => script,
        faults: { wire, happenings: [] },
      });
      try {
        await ask(simulator.url, "POST", jobs, agentJob("run-1"));
        await clock.advance(100);
        const { body } = await ask(simulator.url, "GET", pods);
        const log = await openStream(simulator.url, `${pods}/${body.items[0].metadata.name}/log?follow=true`);
        await clock.advance(10_000);
        if (trouble.how !== "stall") await log.ended;
        const whole = text.join("");
        const seen = log.text();
        // A reset may overtake what was on its way; otherwise the cut is where the plan says.
        expect(whole.startsWith(seen)).toBe(true);
        if (trouble.how !== "reset") expect(seen).toHaveLength(Math.min(trouble.afterBytes, whole.length));
        met.when("cut within a line", seen !== "" && !seen.endsWith("\n"));
        met.when("everything", seen === whole);
        log.abort();
      } finally {
        await simulator.close();
      }
    }),
    { numRuns: 40 },
  );
  met.expectAll();
});

test("for all plans, closing leaves no socket, no stream and nothing to do", async () => {
  const met = reached("a takedown", "open streams");
  await fc.assert(
    fc.asyncProperty(faultPlan(), fc.integer({ min: 0, max: 5000 }), async (faults, lastsMs) => {
      const clock = createVirtualClock();
      const simulator = await createSimulator({ clock, delays, script: () => script, faults });
      await Promise.race([
        ask(simulator.url, "POST", jobs, agentJob("run-1")).catch(() => null),
        unanswered(),
      ]);
      await watchAll(simulator);
      await clock.advance(lastsMs);
      met.when("open streams", simulator.counters.openStreams() > 0);
      await simulator.close();
      expect([simulator.counters.openSockets(), simulator.counters.openStreams(), clock.pending()]).toEqual([
        0, 0, 0,
      ]);
      met.when(
        "a takedown",
        faults.happenings.some(({ what }) => TAKEDOWNS.has(what.kind)),
      );
    }),
    { numRuns: 40 },
  );
  met.expectAll();
});
