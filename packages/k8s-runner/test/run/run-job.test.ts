import { classify } from "@runverdict/classifier";
import { expect, test } from "vitest";
import type { AgentWatch } from "../../src/run/agent-watch.ts";
import type { RunOptions } from "../../src/run/run-options.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { aSpec } from "./support/a-spec.ts";
import { lines, onStage, written, type StageOptions } from "./support/stage.ts";

test("An undisturbed run asks for no more than twelve things beside the shared watches, and leaves nothing.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const handle = run();
    const outcome = await until(handle.outcome);
    expect(outcome).toMatchObject({
      ending: { kind: "ended", confirmed: true },
      cleanup: "deleted",
      problems: [],
      evidence: {
        pod: { kind: "found", value: { agent: { state: { kind: "terminated", exitCode: 0 } } } },
        job: { kind: "found" },
        events: { kind: "found" },
        run: { create: { outcome: "created" }, log: { completeness: "unproven", end: "eof" } },
      },
    });
    expect(handle.output()).toBe("line 0 of the agent\nline 1 of the agent\nline 2 of the agent\n");
    const shared = new Set(["list jobs", "list pods", "watch jobs", "watch pods"]);
    const requests = Object.entries(simulator.counters.requests()).filter(([kind]) => !shared.has(kind));
    expect(requests.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(12);
  });
});

test("A Job that is to be kept is there when all is over, and nothing asked for its deletion.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const outcome = await until(run({ keepJob: true }).outcome);
    expect(outcome).toMatchObject({ ending: { kind: "ended" }, cleanup: "left", problems: [] });
    expect(Object.keys(simulator.counters.requests()).filter((kind) => kind.startsWith("delete"))).toEqual(
      [],
    );
  });
});

test("Runs over one connection share two watches.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const handles = Array.from({ length: 5 }, (_, place) => run({ spec: aSpec({ runId: `run-${place}` }) }));
    const outcomes = await until(Promise.all(handles.map(({ outcome }) => outcome)));
    expect(outcomes.map(({ ending }) => ending.kind)).toEqual(Array(5).fill("ended"));
    expect(handles.map(({ output }) => output())).toEqual(
      handles.map((_, place) => written(simulator, place)),
    );
    const { "watch jobs": jobs, "watch pods": pods } = simulator.counters.requests();
    expect([jobs, pods]).toEqual([1, 1]);
  });
});

test("Fifty runs at once ask for no more than twelve things each, over two lists and two watches in all.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const handles = Array.from({ length: 50 }, (_, place) => run({ spec: aSpec({ runId: `run-${place}` }) }));
    const outcomes = await until(Promise.all(handles.map(({ outcome }) => outcome)));
    expect(outcomes.map(({ ending, cleanup }) => `${ending.kind}, ${cleanup}`)).toEqual(
      Array(50).fill("ended, deleted"),
    );
    const {
      "list jobs": jobLists,
      "list pods": podLists,
      "watch jobs": jobWatches,
      "watch pods": podWatches,
      ...own
    } = simulator.counters.requests();
    expect([jobLists, podLists, jobWatches, podWatches]).toEqual([1, 1, 1, 1]);
    const each = Object.values(own).reduce((sum, count) => sum + count, 0) / 50;
    expect(each).toBeLessThanOrEqual(12);
    // Those that see the agent through cannot be fewer: to create, to resume, to read the log, to delete.
    expect(each).toBeGreaterThan(5);
    expect(simulator.counters.mostSockets()).toBeGreaterThanOrEqual(50);
  });
});

test("The evidence is what the classifier wants: it says what the run came to.", async () => {
  await onStage({ script: lines(2, 3) }, async ({ until, run }) => {
    const { evidence } = await until(run().outcome);
    expect(classify(evidence).outcome).toBe("failed");
  });
});

test("The forensics hold the states that Job and pod went through, and can be told by their digest.", async () => {
  await onStage({}, async ({ until, run }) => {
    const { forensics } = await until(run().outcome);
    const phases = forensics?.pods.map((pod) => Object(Object(pod).status).phase);
    expect(phases?.at(0)).toBe("Pending");
    expect(phases).toContain("Running");
    expect(forensics?.jobs.length).toBeGreaterThan(1);
    expect(forensics?.log?.cursor.lines).toBe(3);
    expect(JSON.parse(JSON.stringify(forensics))).toEqual(forensics);
  });
});

test("Nothing secret stands in what is stored.", async () => {
  const spec = aSpec({
    prompt: "the prompt itself",
    env: [{ kind: "secret", name: "API_KEY", value: "the key itself" }],
  });
  await onStage({}, async ({ until, run }) => {
    const outcome = await until(run({ spec }).outcome);
    expect(outcome.ending.kind).toBe("ended");
    expect(JSON.stringify(outcome)).not.toMatch(/the (?:prompt|key) itself/);
  });
});

test("A specification that can't become a Job is refused at once, with what to do about it.", async () => {
  await onStage({}, async ({ simulator, run }) => {
    expect(() => run({ spec: aSpec({ image: "" }) })).toThrow(
      /^The run can't be made into a Job\. \S+image: It is no reference/,
    );
    expect(() => run({ limits: { runMs: -1 } })).toThrow(/runMs/);
    expect(() => run({ wrapperFiles: () => ({}) })).toThrow(/wrapper/);
    expect(simulator.counters.requests()["create jobs"]).toBeUndefined();
  });
});

test("The guard says that the run may not begin, and nothing is made.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const guard: RunOptions["guard"] = () =>
      Promise.resolve({
        kind: "blocked",
        reason: "concurrent_run_blocked",
        message: "Run 6 is still alive.",
      });
    const { ending, cleanup } = await until(run({ guard }).outcome);
    expect(ending).toMatchObject({
      kind: "refused",
      answer: { outcome: "blocked", reason: "concurrent_run_blocked", message: "Run 6 is still alive." },
    });
    expect(cleanup).toBe("nothing");
    expect(simulator.truth.runs()).toEqual([]);
  });
});

test("A guard that fails is asked again.", async () => {
  await onStage({}, async ({ until, run }) => {
    let asked = 0;
    const guard: RunOptions["guard"] = () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error("no answer")) : Promise.resolve({ kind: "admitted" });
    };
    const { ending, problems } = await until(run({ guard }).outcome);
    expect([ending.kind, problems]).toEqual(["ended", ["no answer"]]);
  });
});

test("A guard that never answers, and heeds no signal, holds nobody who cancels or leaves.", async () => {
  await onStage({}, async ({ clock, until, run }) => {
    let asked = 0;
    const guard: RunOptions["guard"] = () => {
      asked += 1;
      return new Promise(() => {});
    };
    const [cancelled, left] = [run({ guard }), run({ guard })];
    await until(new Promise<void>((resolve) => clock.after(90_000, resolve)));
    cancelled.cancel({ by: "ada", reason: "no" });
    left.detach();
    expect((await until(cancelled.outcome)).ending).toMatchObject({ kind: "cancelled", confirmed: true });
    expect((await until(left.outcome)).ending.kind).toBe("detached");
    expect(asked).toBe(4);
  });
});

test("Whoever looks at the output and fails at it costs the run neither its output nor its end.", async () => {
  await onStage({ script: lines(20, 0, 1000) }, async ({ simulator, until, run }) => {
    const agent: AgentWatch = {
      look() {
        throw new Error("a slip");
      },
    };
    const handle = run({ agent, limits: { idleMs: 5000 } });
    const { ending, cleanup, problems } = await until(handle.outcome);
    expect([ending, cleanup]).toEqual([{ kind: "ended", confirmed: true }, "deleted"]);
    expect(handle.output()).toBe(written(simulator));
    expect(problems).toEqual(["What looks at the agent's output failed: a slip"]);
  });
});

const hanging: Script = { steps: [{ kind: "write", afterMs: 5, text: "at work\n" }] };

const endings: readonly (readonly [string, StageOptions, Partial<RunOptions>, object])[] = [
  ["fails", { script: lines(2, 3) }, {}, { kind: "ended", confirmed: true }],
  [
    "runs out of memory",
    { script: { steps: [{ kind: "oom", afterMs: 20 }] } },
    {},
    { kind: "ended", confirmed: true },
  ],
  [
    "writes nothing",
    { script: { steps: [{ kind: "exit", afterMs: 5, code: 0 }] } },
    {},
    { kind: "ended", confirmed: true },
  ],
  [
    "works longer than it may",
    { script: hanging },
    { limits: { runMs: 60_000 } },
    { kind: "limit", limit: "run", confirmed: true },
  ],
  [
    "falls silent",
    { script: hanging },
    { limits: { idleMs: 60_000 } },
    { kind: "limit", limit: "idle", confirmed: true },
  ],
  [
    "never says a word",
    { script: { steps: [] } },
    { limits: { firstOutputMs: 60_000 } },
    { kind: "limit", limit: "first_output", confirmed: true },
  ],
  [
    "has an image that never comes",
    { images: { "images.example/agent:1.2.3": { kind: "pull-fails", message: "not found" } } },
    { limits: { startMs: 60_000 } },
    { kind: "limit", limit: "start", confirmed: true },
  ],
  [
    "fits on no node",
    { capacity: { memory: "1Mi" } },
    { limits: { scheduleMs: 60_000 } },
    { kind: "limit", limit: "schedule", confirmed: true },
  ],
];

test.each(endings)(
  "An agent that %s is told so, and its Job is tidied away.",
  async (_, options, differs, ending) => {
    await onStage(options, async ({ simulator, until, when, run }) => {
      const handle = run(differs);
      const outcome = await until(handle.outcome);
      expect(outcome.ending).toEqual(ending);
      expect(outcome.cleanup).toBe("deleted");
      expect(handle.output()).toBe(written(simulator));
      await when(() => simulator.truth.runs()[0]?.goneAt !== null);
    });
  },
);

test("An agent that hangs after its final word is stopped gracefully, and its run stays ended.", async () => {
  const script: Script = { steps: [{ kind: "write", afterMs: 5, text: "that is all\n" }] };
  await onStage({ script }, async ({ simulator, until, run }) => {
    const agent: RunOptions["agent"] = {
      look: (bytes) => (Buffer.from(bytes).includes("that is all") ? "final-word" : "output"),
    };
    const { ending, evidence } = await until(run({ agent, limits: { lingerMs: 20_000 } }).outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.run.intents.map(({ kind, phase }) => [kind, phase])).toEqual([["teardown", "drain"]]);
    expect(simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended?.how).toBe("stopped");
  });
});

test("An agent that died beside a living sidecar has ended, and its sidecar is not waited for.", async () => {
  const spec = aSpec({
    sidecars: [
      {
        kind: "regular",
        name: "proxy",
        image: "images.example/proxy:1",
        command: ["proxy"],
        args: [],
        env: [],
        mounts: [],
        resources: {},
        rootFilesystem: "read-only",
      },
    ],
  });
  const script: StageOptions["script"] = ({ container }) =>
    container.name === "proxy" ? { steps: [] } : { steps: [{ kind: "oom", afterMs: 20 }] };
  await onStage({ script }, async ({ until, run }) => {
    const { ending, evidence } = await until(run({ spec }).outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.pod).toMatchObject({ value: { agent: { state: { reason: "OOMKilled" } } } });
  });
});

test("While an image is pulled, the status line says so.", async () => {
  const images = { "images.example/agent:1.2.3": { kind: "slow", ms: 20_000 } } as const;
  await onStage({ images }, async ({ until, when, run }) => {
    const handle = run();
    await when(() => handle.state().waitingFor?.startsWith("Pulling: Pulling image") === true);
    expect((await until(handle.outcome)).ending.kind).toBe("ended");
  });
});

test("A pod that a quota keeps from being made is told so.", async () => {
  await onStage({ podQuota: 0 }, async ({ until, when, run }) => {
    const handle = run({ limits: { scheduleMs: 60_000 } });
    await when(() => handle.state().waitingFor?.startsWith("FailedCreate: ") === true);
    expect((await until(handle.outcome)).ending).toMatchObject({ kind: "limit", limit: "schedule" });
  });
});

test("A status line tells what the run waits for, in the cluster's own words.", async () => {
  await onStage({ capacity: { memory: "1Mi" } }, async ({ until, when, run }) => {
    const handle = run({ limits: { scheduleMs: 60_000 } });
    await when(
      () => handle.state().waitingFor?.startsWith("Unschedulable: 0/1 nodes are available") === true,
    );
    expect(handle.state().phase).toBe("scheduling");
    await until(handle.outcome);
    expect(handle.state()).toMatchObject({ phase: "settled", waitingFor: null });
  });
});
