import { expect, test } from "vitest";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { aftermath } from "./aftermath.ts";
import { hostDouble } from "./host-double.ts";
import { rowOf, thrownRow } from "./run-row.ts";
import { createRunLog } from "./run-log.ts";
import { shownJson } from "./stored-json.ts";
import { createSessions } from "./sessions.ts";
import { countedUsage } from "./usage.ts";

const unknown: ExecutionResult = { exitCode: null, signal: null, timedOut: false };

test("an unknown exit without a word is a success, and each word makes it none", () => {
  expect(rowOf(unknown, null)).toMatchObject({ status: "succeeded", errorCode: null, error: null });
  for (const told of [{ errorMessage: "x" }, { signal: "SIGTERM" }, { exitCode: 1 }])
    expect(rowOf({ ...unknown, ...told }, null)).toMatchObject({
      status: "failed",
      errorCode: "adapter_failed",
    });
});

test("a code beside exit code 0 is not heard", () => {
  expect(rowOf({ ...unknown, exitCode: 0, errorCode: "claude_refusal" }, null).status).toBe("succeeded");
});

test("a stopped run is cancelled whatever it says, and a time-out has one code", () => {
  expect(rowOf({ ...unknown, timedOut: true, errorCode: "mine" }, null)).toMatchObject({
    status: "timed_out",
    errorCode: "timeout",
  });
  expect(rowOf({ ...unknown, timedOut: true, exitCode: 0, errorCode: "mine" }, "Stop")).toMatchObject({
    status: "cancelled",
    errorCode: "cancelled",
    error: "Stop",
  });
  expect(thrownRow("TypeError", null)).toMatchObject({ status: "failed", errorCode: "adapter_failed" });
});

test.each([
  ["a NUL", { resultJson: { deep: [{ "a\0": 1 }] } }],
  ["half of a character", { resultJson: { text: "\ud800" } }],
  ["a NUL in the message", { errorMessage: "a\0b" }],
])("%s makes a failure of a result", (_, told) => {
  const row = rowOf({ ...unknown, exitCode: 0, ...told }, null);
  expect(row).toMatchObject({ status: "failed", errorCode: "adapter_failed", resultJson: {} });
  expect(row.error).toContain("Unicode");
});

test("a chunk that is too long loses its middle, and the host sees who does not wait", async () => {
  const log = createRunLog(() => Promise.resolve());
  await Promise.all([log.onLog("stdout", "x".repeat(65_536)), log.onLog("stdout", `${"y".repeat(65_536)}z`)]);
  expect([log.cuts(), log.overlaps(), log.isBroken()]).toEqual([1, 1, false]);
  expect(log.text()).toMatch(
    /x{65536}y{39321}\n\[paperclip truncated run log chunk: omitted 9832 chars\]\ny{16383}z$/,
  );
  await log.onLog("stderr", "\0");
  expect(log.isBroken()).toBe(true);
});

test("an object beyond 64 KiB is shown without almost all of it", () => {
  const large = { verdict: { code: "x" }, summary: "s".repeat(600), fill: "x".repeat(70_000) };
  expect(shownJson(large)).toMatchObject({ truncated: true, summary: "s".repeat(500) });
  expect(shownJson(large)).not.toHaveProperty("verdict");
});

test("a session is kept by silence and forgotten by null, for each task and for the runs of none", () => {
  const sessions = createSessions();
  for (const task of ["issue-1", null]) {
    sessions.settle(task, { ...unknown, sessionId: "s-1", sessionParams: { sessionId: "s-1", cwd: "/w" } });
    sessions.settle(task, unknown);
    sessions.settle(task, null);
    const kept = task === null ? { sessionId: "s-1" } : { sessionId: "s-1", cwd: "/w" };
    expect(sessions.runtimeFor(task)).toMatchObject({ sessionId: "s-1", sessionParams: kept });
    expect(sessions.runtimeFor("issue-2")).toMatchObject({ sessionId: null, sessionParams: null });
    sessions.settle(task, { ...unknown, sessionParams: null });
    expect(sessions.runtimeFor(task)).toMatchObject({ sessionId: null, sessionParams: null });
    sessions.settle(task, { ...unknown, sessionId: "s-2" });
    sessions.settle(task, { ...unknown, sessionId: "s-3", clearSession: true });
    expect(sessions.runtimeFor(task).sessionParams).toBeNull();
  }
});

test("without its basis the use of a resumed session is taken for a running total", () => {
  const [usage, last] = [
    { inputTokens: 100, outputTokens: 20 },
    { inputTokens: 90, outputTokens: 50 },
  ];
  const resumed = { ...unknown, sessionId: "s-1", usage };
  expect(countedUsage(resumed, last)).toEqual({ inputTokens: 10, outputTokens: 20 });
  expect(countedUsage({ ...resumed, usageBasis: "per_run" }, last)).toEqual(usage);
});

test("without the opt-in Stop ends the row at once, without a signal, and the run's result is discarded.", async () => {
  const work = Promise.withResolvers<void>();
  const run = hostDouble().begin(async () => {
    await work.promise;
    return { ...unknown, exitCode: 0 };
  });
  expect(await run.stop()).toEqual({ status: 200 });
  expect(run.context.signal?.aborted).toBe(false);
  work.resolve();
  const { row } = await run.ended;
  expect(row).toMatchObject({ status: "cancelled", exitCode: null });
  expect(aftermath(row).next).toEqual({ kind: "hold" });
});

test("with the opt-in and without the acknowledgement Stop is answered with 409.", async () => {
  const run = hostDouble().begin(async ({ onCancellationReady, signal }) => {
    const aborted = new Promise((resolve) => signal?.addEventListener("abort", resolve));
    await onCancellationReady?.();
    await aborted;
    return { ...unknown, exitCode: 0 };
  });
  expect(await run.stop()).toEqual({ status: 409 });
  expect((await run.ended).row.status).toBe("cancelled");
});
