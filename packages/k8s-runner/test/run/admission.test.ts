import { classify } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { annotateJob } from "../../src/cluster/objects/jobs.ts";
import { INTENT_ANNOTATION, writeIntent } from "../../src/run/job-annotations.ts";
import type { RequestKind } from "../../src/simulator/faults/fault-plan.ts";
import { FEATURES_1_20 } from "../../src/simulator/features.ts";
import { aSpec } from "./support/a-spec.ts";
import { lines, onStage, written } from "./support/stage.ts";

test("Two processes that begin the same run at the same time have one Job, and each gets the whole output.", async () => {
  await onStage({ script: lines(20) }, async ({ simulator, until, run }) => {
    const handles = [run(), run()];
    const outcomes = await until(Promise.all(handles.map(({ outcome }) => outcome)));
    const ended = { kind: "ended", confirmed: true };
    expect(outcomes.map(({ ending }) => ending)).toEqual([ended, ended]);
    expect(new Set(outcomes.map(({ evidence }) => evidence.run.create?.outcome))).toEqual(
      new Set(["adopted", "created"]),
    );
    expect(handles.map(({ output }) => output())).toEqual(Array(2).fill(written(simulator)));
    expect(simulator.truth.runs().length).toBe(1);
  });
});

test("A Job of this name that does other work is left alone, and the run is refused.", async () => {
  await onStage({ script: lines(400) }, async ({ simulator, until, when, run }) => {
    const first = run();
    await when(() => first.output() !== "");
    const { ending, cleanup } = await until(run({ spec: aSpec({ prompt: "Something else." }) }).outcome);
    expect(ending).toMatchObject({ kind: "refused", answer: { outcome: "conflict", http: 409 } });
    expect(cleanup).toBe("nothing");
    expect((await until(first.outcome)).ending.kind).toBe("ended");
    expect(simulator.truth.runs().length).toBe(1);
  });
});

const steps: readonly RequestKind[] = ["create jobs", "create secrets", "patch jobs", "delete jobs"];
const troubles = ["answer-lost", "request-lost", "hang"] as const;
const lost = steps.flatMap((on) => troubles.map((kind) => [on, kind] as const));

test.each(lost)(
  "When the first `%s` has no answer (%s), the run is the same and there is one Job.",
  async (on, kind) => {
    const faults = { wire: [{ on, nth: 1, kind }], happenings: [] };
    await onStage({ faults }, async ({ simulator, until, run }) => {
      const handle = run();
      const { ending, cleanup } = await until(handle.outcome);
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      // Of a deletion whose answer was lost the watch tells.
      expect(cleanup).toMatch(/deleted|nothing/);
      expect(handle.output()).toBe(written(simulator));
      expect(simulator.truth.runs().map(({ goneAt }) => goneAt === null)).toEqual([false]);
      expect(simulator.faults.befallen().length).toBe(1);
    });
  },
);

test.each([
  ["its Secret", "create secrets"],
  ["its being resumed", "patch jobs"],
] as const)("A Job whose maker died before %s is completed by the next.", async (_, on) => {
  const faults = { wire: [{ on, nth: 1, kind: "hang" as const }], happenings: [] };
  await onStage({ faults }, async ({ simulator, until, when, run }) => {
    const first = run();
    await when(() => simulator.counters.requests()[on] === 1);
    first.detach();
    expect((await until(first.outcome)).ending).toEqual({ kind: "detached" });
    const next = run();
    const { ending, evidence } = await until(next.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.run.create?.outcome).toBe("adopted");
    expect(next.output()).toBe(written(simulator));
  });
});

test("A Job that is to be stopped, and that nobody has resumed yet, is not resumed by whoever takes it up.", async () => {
  const faults = { wire: [{ on: "patch jobs", nth: 1, kind: "hang" } as const], happenings: [] };
  await onStage({ faults }, async ({ simulator, cluster, clock, until, when, run }) => {
    const first = run();
    await when(() => simulator.counters.requests()["patch jobs"] === 1);
    first.detach();
    await until(first.outcome);
    const uid = simulator.truth.runs()[0]?.job.uid ?? "";
    const intent = writeIntent({ kind: "cancel", phase: null, at: clock.now(), by: "ada" }, "enough");
    const { signal } = new AbortController();
    const of = { uid, resourceVersion: null };
    const noted = annotateJob(cluster, first.jobName, of, { [INTENT_ANNOTATION]: intent }, signal);
    expect((await until(noted)).kind).toBe("answered");
    const { ending, evidence } = await until(run().outcome);
    expect(ending).toMatchObject({ kind: "cancelled", intent: "cancel" });
    expect(evidence.run.intents[0]).toMatchObject({ kind: "cancel", by: "ada" });
    expect(simulator.truth.runs()[0]?.pods).toEqual([]);
  });
});

test("On an old server that drops `suspend` without a word the pod gets its Secret, and runs once.", async () => {
  await onStage({ features: FEATURES_1_20 }, async ({ simulator, until, run }) => {
    const handle = run();
    const { ending } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(handle.output()).toBe(written(simulator));
    expect(simulator.counters.requests()["patch jobs"]).toBeUndefined();
    expect(simulator.truth.runs()[0]?.pods.length).toBe(1);
  });
});

test("What the server refuses is told with its own words, and nothing is left behind.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const { ending } = await until(run({ spec: aSpec({ namespace: "nowhere" }) }).outcome);
    expect(ending).toMatchObject({ kind: "refused", answer: { outcome: "rejected", http: 404 } });
    expect(simulator.truth.runs()).toEqual([]);
  });
});

test("A Job whose Secret is refused is deleted again, when what it was refused for is stored.", async () => {
  const permissions = ["create", "get", "list", "watch", "patch", "delete"].flatMap((verb) =>
    ["jobs", "pods", "events", "pods/log"].map((resource) => ({ verb, resource, group: "*" })),
  );
  await onStage({ access: { permissions } }, async ({ simulator, until, run }) => {
    const { ending, cleanup, forensics, evidence } = await until(run().outcome);
    expect(ending).toMatchObject({ kind: "refused", answer: { outcome: "blocked", http: 403 } });
    expect(classify(evidence)).toMatchObject({
      code: "secret_create_failed",
      progress: { atMost: "not_started" },
    });
    expect(cleanup).toBe("deleted");
    expect(forensics?.facts.create?.message).toMatch(/cannot create resource "secrets"/);
    expect(simulator.truth.runs()[0]?.pods).toEqual([]);
  });
});

test("A Job that may not be resumed is deleted again, and the run was not allowed.", async () => {
  const permissions = ["create", "get", "list", "watch", "delete"].flatMap((verb) =>
    ["jobs", "pods", "events", "pods/log", "secrets"].map((resource) => ({ verb, resource, group: "*" })),
  );
  await onStage({ access: { permissions } }, async ({ simulator, until, run }) => {
    const { ending, cleanup, evidence } = await until(run().outcome);
    expect(ending).toMatchObject({ kind: "refused", answer: { outcome: "rejected", http: 403 } });
    expect(classify(evidence)).toMatchObject({ code: "forbidden", progress: { atMost: "not_started" } });
    expect(cleanup).toBe("deleted");
    expect(simulator.truth.runs()[0]?.pods).toEqual([]);
  });
});

test("Of two runs with one lock the second is told that the name is taken, and may begin when the first is over.", async () => {
  await onStage({ script: lines(400) }, async ({ simulator, until, when, run }) => {
    const lock = "reviewer/issue-42";
    const [spec, other] = [aSpec({ runId: "first", lock }), aSpec({ runId: "second", lock })];
    const first = run({ spec });
    await when(() => first.output() !== "");
    const { ending } = await until(run({ spec: other }).outcome);
    expect(ending).toMatchObject({ kind: "refused", answer: { outcome: "conflict", http: 409 } });
    expect((await until(first.outcome)).ending.kind).toBe("ended");
    const second = run({ spec: other });
    expect(second.jobName).toBe(first.jobName);
    expect((await until(second.outcome)).ending).toEqual({ kind: "ended", confirmed: true });
    expect(simulator.truth.runs().length).toBe(2);
  });
});
