import { expect, test } from "vitest";
import { attach, type AttachOptions } from "../../src/run/attach.ts";
import { createMemoryStore } from "../../src/run/memory-store.ts";
import type { RunHandle } from "../../src/run/run-handle.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { lines, onStage, written, type Stage } from "./support/stage.ts";

interface Attaching {
  readonly run: RunHandle;
  readonly output: () => string;
  /** How many bytes came before the first that was handed over. */
  readonly begins: () => number | null;
}

async function attached(
  stage: Stage,
  options: Omit<AttachOptions, "cluster" | "onOutput">,
): Promise<Attaching> {
  const pieces: Uint8Array[] = [];
  let begins: number | null = null;
  const onOutput = (bytes: Uint8Array, offset: number): void => {
    begins ??= offset;
    pieces.push(bytes);
  };
  const asked = attach({ cluster: stage.cluster, onOutput, ...options }, new AbortController().signal);
  const answer = await stage.until(asked);
  if (answer.kind !== "attached") throw new Error(answer.kind);
  return { run: answer.run, output: () => Buffer.concat(pieces).toString(), begins: () => begins };
}

test("A run that was left is taken up where the output stood.", async () => {
  const store = createMemoryStore();
  await onStage({ script: lines(600) }, async (stage) => {
    const { simulator, until, when, run } = stage;
    const first = run({ store });
    await when(() => first.output().length > 1000);
    first.detach();
    expect(await until(first.outcome)).toMatchObject({ ending: { kind: "detached" }, cleanup: "left" });
    expect(simulator.counters.openStreams()).toBe(0);
    const next = await attached(stage, { jobName: first.jobName, store });
    expect((await until(next.run.outcome)).ending).toEqual({ kind: "ended", confirmed: true });
    expect(next.begins()).toBe(first.output().length);
    expect(first.output() + next.output()).toBe(written(simulator));
  });
});

test("What was read and not yet taken is handed over by the next process.", async () => {
  const store = createMemoryStore();
  await onStage({ script: lines(600) }, async (stage) => {
    const { simulator, clock, until, when, run } = stage;
    let taken = "";
    let tries = 0;
    // It takes a few pieces, and then hangs for longer than anybody waits for it.
    const onOutput = async (bytes: Uint8Array): Promise<void> => {
      tries += 1;
      if (tries > 3) await new Promise<void>((resolve) => clock.after(3_600_000, resolve));
      else taken += Buffer.from(bytes).toString();
    };
    const first = run({ store, onOutput });
    await when(() => simulator.counters.bytesSent() > 60_000);
    first.detach();
    await until(first.outcome);
    const next = await attached(stage, { jobName: first.jobName, store });
    await until(next.run.outcome);
    expect(taken.length).toBeGreaterThan(0);
    expect(next.begins()).toBe(taken.length);
    expect(taken + next.output()).toBe(written(simulator));
  });
});

test("From another machine a run is taken up by what stands on its Job, and its output begins anew.", async () => {
  await onStage({ script: lines(600) }, async (stage) => {
    const { simulator, until, when, run } = stage;
    const first = run();
    await when(() => first.output().length > 1000);
    first.detach();
    await until(first.outcome);
    const next = await attached(stage, { jobName: first.jobName });
    const { ending, evidence } = await until(next.run.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(next.run.identity).toMatchObject({ runId: "run-7f3a", attempt: 1, agent: "Reviewer" });
    expect(next.output()).toBe(written(simulator));
    expect(evidence.run.create?.outcome).toBe("adopted");
  });
});

test("A run that has ended while nobody looked is told as it ended.", async () => {
  await onStage({ script: lines(5, 3) }, async (stage) => {
    const { simulator, clock, until, when, run } = stage;
    const first = run();
    await when(() => simulator.truth.runs()[0]?.pods[0]?.containers.length === 1);
    first.detach();
    await until(first.outcome);
    await clock.advance(60_000);
    const next = await attached(stage, { jobName: first.jobName });
    const { evidence } = await until(next.run.outcome);
    expect(evidence.pod).toMatchObject({ value: { agent: { state: { exitCode: 3 } } } });
    expect(next.output()).toBe(written(simulator));
  });
});

test("A run that has settled gives its outcome again, and asks the API server for nothing.", async () => {
  const store = createMemoryStore();
  await onStage({}, async (stage) => {
    const { simulator, until, run } = stage;
    const first = run({ store });
    const outcome = await until(first.outcome);
    const before = simulator.counters.total();
    const next = await attached(stage, { jobName: first.jobName, store });
    const again = await until(next.run.outcome);
    expect([again.ending, again.forensics]).toEqual([outcome.ending, outcome.forensics]);
    expect(again.evidence).toEqual(outcome.evidence);
    expect(simulator.counters.total()).toBe(before);
    expect((await until(run({ store }).outcome)).ending).toEqual(outcome.ending);
    expect(simulator.truth.runs().length).toBe(1);
  });
});

test("A cancel that a process did not live to finish is finished by the next.", async () => {
  await onStage({ script: { steps: [], onTerm: { kind: "ignore" } } }, async (stage) => {
    const { simulator, until, when, run } = stage;
    const first = run({ limits: { stopGraceMs: 10_000 } });
    await when(() => first.state().phase === "running");
    first.cancel({ by: "ada", reason: "enough" });
    await when(() => simulator.truth.runs()[0]?.pods[0]?.takenDown?.by === "client");
    first.detach();
    await until(first.outcome);
    const next = await attached(stage, { jobName: first.jobName });
    const { ending, evidence } = await until(next.run.outcome);
    expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
    expect(evidence.run.intents[0]).toMatchObject({ kind: "cancel", by: "ada" });
  });
});

const endless: Script = { steps: [{ kind: "write", afterMs: 10, text: "working\n" }] };

/** Begins an endless run with this limit, lives it up to its first output, and leaves it. */
async function leftRun({ run, until, when }: Stage, runMs: number): Promise<string> {
  const first = run({ limits: { runMs } });
  await when(() => first.output() !== "");
  first.detach();
  await until(first.outcome);
  return first.jobName;
}

test("The limits that a run was begun with hold for whoever takes it up, and count from when it was begun.", async () => {
  await onStage({ script: endless }, async (stage) => {
    const jobName = await leftRun(stage, 600_000);
    await stage.clock.advance(590_000);
    const next = await attached(stage, { jobName });
    const before = stage.clock.now();
    const { ending, evidence } = await stage.until(next.run.outcome);
    expect(ending).toMatchObject({ kind: "limit", limit: "run" });
    expect(evidence.run.limits).toEqual({ runMs: 600_000 });
    expect(stage.clock.now() - before).toBeLessThan(60_000);
  });
});

test("Who takes a run up may give it other limits, and the rest stays as it was.", async () => {
  await onStage({ script: endless }, async (stage) => {
    const jobName = await leftRun(stage, 600_000);
    const longer = await attached(stage, { jobName, limits: { runMs: 900_000 } });
    await stage.clock.advance(700_000);
    expect(longer.run.state().phase).toBe("running");
    const { ending } = await stage.until(longer.run.outcome);
    expect(ending).toMatchObject({ kind: "limit", limit: "run" });
  });
  await onStage({ script: endless }, async (stage) => {
    const jobName = await leftRun(stage, 600_000);
    const idle = await attached(stage, { jobName, limits: { idleMs: 3_000_000 } });
    expect((await stage.until(idle.run.outcome)).ending).toMatchObject({ kind: "limit", limit: "run" });
  });
});

test("A process that begins a run which another began already holds it to that one's limits.", async () => {
  await onStage({ script: endless }, async (stage) => {
    await leftRun(stage, 600_000);
    const second = stage.run({ limits: { runMs: 60_000 } });
    await stage.when(() => second.output() !== "");
    await stage.clock.advance(120_000);
    expect(second.state().phase).toBe("running");
    const { ending, evidence } = await stage.until(second.outcome);
    expect(ending).toMatchObject({ kind: "limit", limit: "run" });
    expect(evidence.run).toMatchObject({ limits: { runMs: 600_000 }, create: { outcome: "adopted" } });
  });
});

test("What a stranger wrote into the place of the limits is no limit.", async () => {
  await onStage({ script: lines(3, 0, 5000) }, async (stage) => {
    const { cluster, until, when, run } = stage;
    const first = run({ limits: { runMs: 600_000 } });
    await when(() => first.output() !== "");
    first.detach();
    await until(first.outcome);
    const path = `/apis/batch/v1/namespaces/agents/jobs/${first.jobName}`;
    const value = '{"runMs":-1,"teardownMs":"never"}';
    const body = [{ op: "replace", path: "/metadata/annotations/runverdict.dev~1limits", value }];
    const { signal } = new AbortController();
    expect(await until(cluster.request({ method: "PATCH", path, body }, signal))).toMatchObject({
      kind: "answered",
    });
    const next = await attached(stage, { jobName: first.jobName });
    const { ending, evidence } = await until(next.run.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.run.limits).toEqual({ runMs: null });
  });
});

test("There is nothing to take up where there is no Job, or another's.", async () => {
  await onStage({}, async ({ cluster, until }) => {
    const options = { cluster, onOutput: () => {}, jobName: "agent-none-a1" };
    expect(await until(attach(options, new AbortController().signal))).toEqual({ kind: "not-found" });
  });
});

test("A record that is damaged does not keep a run from being taken up: it is told, and the output begins anew.", async () => {
  const memory = createMemoryStore();
  const why = "The record can't be used: `state.pod.facts` is damaged: take the run up from its Job instead.";
  const damaged = { ...memory, load: () => Promise.reject(new Error(why)) };
  await onStage({ script: lines(600) }, async (stage) => {
    const { simulator, until, when, run } = stage;
    const first = run({ store: memory });
    await when(() => first.output().length > 1000);
    first.detach();
    await until(first.outcome);
    const next = await attached(stage, { jobName: first.jobName, store: damaged });
    const { ending, problems } = await until(next.run.outcome);
    expect([ending.kind, problems]).toEqual(["ended", [why]]);
    expect([next.begins(), next.output()]).toEqual([0, written(simulator)]);
  });
});
