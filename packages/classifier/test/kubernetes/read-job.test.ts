import { readJob } from "@runverdict/classifier/kubernetes";
import { describe, expect, test } from "vitest";
import { caseNames, recordedObject } from "../support/cases.ts";
import { instant, time } from "../support/evidence.ts";
import { condition, job, JOB_UID } from "../support/kubernetes.ts";

describe("a recorded Job", () => {
  test("with a running pod tells all that a verdict rests on", () => {
    expect(readJob(recordedObject("k8s-oom-beside-sidecar", "job.json"))).toEqual({
      name: "run-sidecar-oom",
      namespace: "agents",
      uid: "6f7a55cb-e617-49fb-ba24-c2ba836704d2",
      createdAt: Date.parse("2026-11-20T20:55:29Z"),
      startedAt: Date.parse("2026-11-20T20:55:29Z"),
      deletionRequestedAt: null,
      suspended: false,
      conditions: [],
      podsCounted: 1,
    });
  });

  test("that was suspended says so", () => {
    const facts = readJob(recordedObject("k8s-suspended", "job.json"));
    expect(facts).toMatchObject({ suspended: true });
    expect(facts?.conditions).toContainEqual(
      expect.objectContaining({ type: "Suspended", status: "True", reason: "JobSuspended" }),
    );
  });

  test("of every recorded case can be read", () => {
    const objects = caseNames
      .map((name) => recordedObject(name, "job.json"))
      .filter((object) => object !== null);
    expect(objects.length).toBeGreaterThan(50);
    expect(objects.filter((object) => readJob(object) === null)).toEqual([]);
  });
});

describe("the pods that a Job has or had", () => {
  test.each<[Readonly<Record<string, unknown>>, number]>([
    [{}, 0],
    [{ active: 1 }, 1],
    [{ active: 1, ready: 1 }, 1],
    [{ failed: 2, terminating: 1 }, 3],
    [{ succeeded: 1 }, 1],
    [{ uncountedTerminatedPods: { failed: ["a"], succeeded: ["b", "c"] } }, 3],
    [{ uncountedTerminatedPods: {} }, 0],
    [{ active: "1", failed: null }, 0],
  ])("are counted from %j: %i", (status, count) => {
    expect(job({ status }).podsCounted).toBe(count);
  });
});

describe("a Job", () => {
  test("is suspended only by its spec, whatever its conditions say", () => {
    expect(job({ suspend: true }).suspended).toBe(true);
    expect(job({ conditions: [condition("Suspended")] }).suspended).toBe(false);
  });

  test("was deleted when it was asked for", () => {
    expect(job({ deletion: { at: 50, graceSeconds: 30 } }).deletionRequestedAt).toBe(instant(50));
  });

  test("without a kind is one when it has metadata", () => {
    expect(readJob({ metadata: { uid: JOB_UID }, status: { startTime: time(3) } })).toMatchObject({
      uid: JOB_UID,
      startedAt: instant(3),
    });
  });

  test.each<unknown>([
    null,
    "Job",
    [],
    {},
    { kind: "Pod", metadata: {} },
    { kind: "CronJob" },
    { kind: "JobList" },
  ])("is not %j", (object) => {
    expect(readJob(object)).toBeNull();
  });

  test("of wrong shapes is an empty one", () => {
    expect(readJob({ kind: "Job", metadata: 3, spec: "x", status: [{ active: 1 }] })).toEqual({
      name: null,
      namespace: null,
      uid: null,
      createdAt: null,
      startedAt: null,
      deletionRequestedAt: null,
      suspended: false,
      conditions: [],
      podsCounted: 0,
    });
  });

  test("keeps a condition of which only the place is right", () => {
    const [odd] =
      readJob({ kind: "Job", status: { conditions: [{ type: 3, status: true, lastTransitionTime: "x" }] } })
        ?.conditions ?? [];
    expect(odd).toEqual({ type: "", status: "", reason: null, message: null, at: null });
  });
});
