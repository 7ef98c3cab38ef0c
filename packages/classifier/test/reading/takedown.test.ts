import { describe, expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { CLOCK_SKEW_MS, timingOf } from "../../src/reading/takedown.ts";
import { absent, evidence, found, instant, time } from "../support/evidence.ts";
import { disruption, job, pod, running, terminated } from "../support/kubernetes.ts";
import type { PodShape } from "../support/kubernetes.ts";

const takedownOf = (shape: PodShape) =>
  readEvidence(evidence({ pod: found(pod({ agent: terminated(143, "Error"), ...shape })) })).takedown;

describe("a disruption", () => {
  test("is the condition DisruptionTarget, wherever it stands", () => {
    const ready = { type: "Ready", status: "True" };
    expect(takedownOf({ conditions: [ready, disruption("EvictionByEvictionAPI")] }).disruption).toEqual({
      reason: "EvictionByEvictionAPI",
      path: "pod.value.conditions.1.reason",
      timing: "before",
    });
  });

  test("is none that was called off, and none without a condition", () => {
    expect(takedownOf({ conditions: [{ ...disruption("x"), status: "False" }] }).disruption).toBeNull();
    expect(takedownOf({}).disruption).toBeNull();
    expect(readEvidence(evidence()).takedown).toEqual({ disruption: null, deletion: null });
  });

  test("may have no reason", () => {
    const { disruption: unnamed } = takedownOf({ conditions: [{ ...disruption("x"), reason: null }] });
    expect(unnamed?.reason).toBe("DisruptionTarget");
  });

  test.each([
    [59, "before"],
    [60, "before"],
    [65, "before"],
    [66, "late"],
  ] as const)("%i s after the start of a run that ended at 60 s is %s", (at, timing) => {
    expect(takedownOf({ conditions: [disruption("x", at)] }).disruption?.timing).toBe(timing);
  });
});

describe("a deletion", () => {
  test("was asked for before the grace period that its timestamp contains", () => {
    const { deletion } = takedownOf({ deletion: { at: 50, graceSeconds: 30 } });
    expect(deletion).toEqual({ of: "pod", path: "pod.value.deletionRequestedAt", timing: "before" });
    expect(takedownOf({ deletion: { at: 66, graceSeconds: 30 } }).deletion?.timing).toBe("late");
  });

  test("of the Job counts where the pod is not being deleted", () => {
    const deletion = { at: 50, graceSeconds: 0 };
    const both = evidence({ pod: found(pod({ deletion })), job: found(job({ deletion })) });
    expect(readEvidence(both).takedown.deletion?.of).toBe("pod");
    const ofJob = evidence({ pod: absent(pod()), job: absent(job({ deletion })) });
    expect(readEvidence(ofJob).takedown.deletion).toMatchObject({
      of: "job",
      path: "job.lastSeen.deletionRequestedAt",
    });
    expect(readEvidence(evidence({ job: found(job()) })).takedown.deletion).toBeNull();
  });
});

describe("what happened at an instant", () => {
  const { end } = readEvidence(evidence({ pod: found(pod({ agent: terminated(143, "Error") })) }));

  test("may be why the container ended, up to the difference of two clocks after it", () => {
    expect(timingOf(instant(60) + CLOCK_SKEW_MS, end)).toBe("before");
    expect(timingOf(instant(60) + CLOCK_SKEW_MS + 1, end)).toBe("late");
  });

  test("may be why, where nobody knows when either was", () => {
    expect(timingOf(null, end)).toBe("before");
    const runs = readEvidence(evidence({ pod: found(pod({ agent: running() })) })).end;
    expect(timingOf(instant(9000), runs)).toBe("before");
    const undated = pod({ agent: { terminated: { exitCode: 1, startedAt: time(1) } } });
    expect(timingOf(instant(9000), readEvidence(evidence({ pod: found(undated) })).end)).toBe("before");
  });
});
