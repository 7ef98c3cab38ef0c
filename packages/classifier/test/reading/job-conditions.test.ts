import { describe, expect, test } from "vitest";
import { failedFor, terminalConditions } from "../../src/reading/job-conditions.ts";
import { condition, job } from "../support/kubernetes.ts";
import type { JobShape } from "../support/kubernetes.ts";

const sighted = (conditions: NonNullable<JobShape["conditions"]>) => ({
  value: job({ conditions }),
  path: "job.value",
});

describe("a Job", () => {
  test.each(["Failed", "FailureTarget", "Complete", "SuccessCriteriaMet"])(
    "with condition %s is over",
    (type) => {
      const [over] = terminalConditions(sighted([condition("Suspended"), condition(type)]));
      expect(over).toMatchObject({ value: { type }, path: "job.value.conditions.1" });
    },
  );

  test("with any other condition, or one that is not true, is not", () => {
    expect(
      terminalConditions(sighted([condition("Suspended"), condition("Failed", null, { status: "False" })])),
    ).toEqual([]);
    expect(terminalConditions(sighted([]))).toEqual([]);
  });

  test("that nobody saw says nothing", () => {
    expect(terminalConditions(null)).toEqual([]);
    expect(failedFor(null, "DeadlineExceeded")).toBeNull();
  });

  test("failed for the reason that its condition gives", () => {
    const failed = sighted([
      condition("Failed", "BackoffLimitExceeded"),
      condition("FailureTarget", "DeadlineExceeded"),
    ]);
    expect(failedFor(failed, "DeadlineExceeded")?.path).toBe("job.value.conditions.1");
    expect(failedFor(failed, "PodFailurePolicy")).toBeNull();
  });
});
