import { ADMISSION } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { endBeforeRun } from "../../src/result/end-before-run.ts";

const bootstrap = { kind: "bootstrap", providerWorkStarted: false };

test("a wrong configuration is for a person to mend, and the issue asks for it", () => {
  const message = 'image: "a b" is no image; write it as registry/name:tag.';
  expect(endBeforeRun({ kind: "wrong-configuration", message })).toEqual({
    exitCode: null,
    signal: null,
    timedOut: false,
    errorCode: "configuration_incomplete",
    errorMessage: message,
    executionRecovery: bootstrap,
    resultJson: { kind: "wrong-configuration" },
    summary: `The run was not started. ${message}`,
  });
});

test("a run that is cancelled before its Job was created is acknowledged, and started nothing", () => {
  expect(endBeforeRun({ kind: "cancelled", at: Date.UTC(2026, 0, 2) })).toMatchObject({
    exitCode: null,
    signal: "SIGTERM",
    errorCode: "cancelled",
    executionRecovery: bootstrap,
    resultJson: {
      executionCancellation: {
        state: "acknowledged",
        acknowledgedAt: "2026-01-02T00:00:00.000Z",
        forced: false,
      },
    },
  });
});

test.each([
  ["agentId", "k8s_agent_id_invalid", null],
  ["concurrentRun", "k8s_concurrent_run_blocked", "transient_upstream"],
  ["unreachable", "k8s_concurrency_guard_unreachable", "transient_upstream"],
  ["otherSession", "k8s_orphan_session_mismatch", null],
  ["unknownTask", "k8s_orphan_task_unknown", null],
  ["nameTaken", "k8s_job_create_failed", null],
  [null, "k8s_job_create_failed", "transient_upstream"],
] as const)("%s is %s, and nothing was started", (reason, errorCode, errorFamily) => {
  const message = "Job ac-1 is alive.";
  const result =
    reason === null
      ? endBeforeRun({ kind: "cluster-unreachable", message })
      : endBeforeRun({ kind: "refused", reason: ADMISSION[reason], message });
  expect(result).toMatchObject({ exitCode: null, errorCode, errorFamily, executionRecovery: bootstrap });
  expect(result.errorMessage).toMatch(/^Job ac-1 is alive\.\n[A-Z].*\.$/);
  expect(result.resultJson).toMatchObject({ verdict: { summary: "Job ac-1 is alive.", outcome: "failed" } });
});

test("a run that may not begin before an instant is not tried again before it", () => {
  const why = { kind: "refused", reason: ADMISSION.concurrentRun, message: "Job ac-1 is alive." } as const;
  const notBefore = Date.UTC(2026, 10, 21, 19, 13, 7);
  expect(endBeforeRun({ ...why, notBefore })).toMatchObject({
    errorFamily: "transient_upstream",
    retryNotBefore: "2026-11-21T19:13:07.000Z",
  });
  expect(endBeforeRun(why)).not.toHaveProperty("retryNotBefore");
});

test("a message that says nothing, or too much, is still a message", () => {
  expect(endBeforeRun({ kind: "wrong-configuration", message: "\u0000" }).errorMessage).toBe(
    "The run was not started.",
  );
  const key = `sk-ant-${"a".repeat(20)}`;
  expect(endBeforeRun({ kind: "cluster-unreachable", message: `Bearer ${key}` }).errorMessage).not.toContain(
    key,
  );
});
