import { ADMISSION, CODES } from "@runverdict/classifier";
import type { Script } from "@runverdict/k8s-runner/simulator";
import { describe, expect, test } from "vitest";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import { adapterFault } from "../../src/result/adapter-fault.ts";
import { endBeforeRun } from "../../src/result/end-before-run.ts";
import { isFailureCode } from "../../src/result/error-codes.ts";
import { aftermath, contextAfter, first, type Aftermath, type Incident } from "../host-double/aftermath.ts";
import { rowOf } from "../host-double/run-row.ts";
import { answer } from "../support/agent-lines.ts";
import { expectAsAdvised } from "../support/as-advised.ts";
import { hostRow } from "../support/host-row.ts";
import { aClaim, onCluster, writing } from "../support/on-cluster.ts";
import { recordedOver, withoutVolume } from "../support/recorded-ends.ts";
import { runEnd } from "../support/run-end.ts";
import { codes } from "../../../classifier/test/support/codes.ts";
import { evidence, exitCode, instant } from "../../../classifier/test/support/evidence.ts";
import {
  apiFailure,
  errorResult,
  init,
  prose,
  rateLimit,
  stream,
  success,
} from "../../../classifier/test/support/stream.ts";

const failures = codes.filter(isFailureCode);

describe("§0.1 and §5, every ending that was ever recorded", () => {
  test.each(failures)(
    "After a run that is %s the host does what the advice says, with and without a volume.",
    (code) => {
      const ends = recordedOver.filter(({ end }) => end.verdict.code === code);
      expect(ends.length).toBeGreaterThan(0);
      for (const { end } of ends)
        for (const tries of [0, 1, 2]) {
          expectAsAdvised(end, tries);
          expectAsAdvised(withoutVolume(end), tries);
        }
    },
  );

  test("After a success the host wakes the agent again as long as its issue is open.", () => {
    const ends = recordedOver.filter(({ end }) => end.verdict.outcome === "succeeded");
    expect(ends.length).toBeGreaterThan(100);
    for (const { end } of ends)
      expect(aftermath(hostRow(end))).toEqual({
        next: { kind: "hand-off" },
        comment: "wakes",
        agent: "idle",
      });
  });

  test("Codes that the host takes for something else are not used for another meaning.", () => {
    // An engine that is missing on the host's own machine: there is none.
    const told = recordedOver.map(({ end }) => hostRow(end).errorCode);
    for (const code of ["adapter_failed", "adapter_engine_unavailable", "process_lost", "setup_failed"])
      expect(told).not.toContain(code);
    expect(failures.every((code) => CODES[code].outcome !== "succeeded")).toBe(true);
  });
});

const ended = (code: number, ...lines: Parameters<typeof stream>[0]) =>
  runEnd(evidence({ stream: stream([init(), ...lines]), run: exitCode(code) }));
const after = (end: ReturnType<typeof ended>, incident: Partial<Incident> = {}): Aftermath =>
  aftermath(hostRow(end), { ...first, ...incident });

const overloaded = ended(1, apiFailure("API Error: 529 overloaded", { api_error_status: 529 }));
const limited = ended(
  1,
  rateLimit("rejected"),
  apiFailure("Claude AI usage limit reached", { api_error: "usage_limit_reached" }),
);
const outOfTurns = ended(1, errorResult("error_max_turns", []));
const rejected = ended(1, apiFailure("Failed to authenticate. API Error: 401", { api_error_status: 401 }));

describe("§5, what the agent ended with", () => {
  test("A provider that is overloaded is asked again after 30 s, twice, and nobody has to do anything.", () => {
    expect([0, 1, 2].map((tries) => after(overloaded, { tries, now: 1000 }).next)).toEqual([
      { kind: "retry", reason: "transient_failure", at: 31_000, attempt: 1 },
      { kind: "retry", reason: "transient_failure", at: 31_000, attempt: 2 },
      { kind: "rest" },
    ]);
  });

  test("A used-up limit leaves the agent idle, and is waited for.", () => {
    const resetsAt = Date.parse("2026-11-21T00:22:57.000Z");
    expect(after(limited, { now: instant(0) })).toEqual({
      next: { kind: "retry", reason: "transient_failure", at: resetsAt, attempt: 1 },
      comment: "wakes",
      agent: "idle",
    });
    // A reset that is past hastens nothing.
    expect(after(limited, { now: resetsAt }).next).toMatchObject({ at: resetsAt + 30_000 });
  });

  test("Used-up turns go on a second later, twice, in the same session.", () => {
    expect([0, 1, 2].map((tries) => after(outOfTurns, { tries }).next)).toEqual([
      { kind: "retry", reason: "max_turns_continuation", at: 1000, attempt: 1 },
      { kind: "retry", reason: "max_turns_continuation", at: 1000, attempt: 2 },
      { kind: "rest" },
    ]);
  });

  test("A rejected login, a refusal and a time-out wait for a person, and no comment begins them again.", () => {
    const refused = ended(0, success("I can not help with that.", { stop_reason: "refusal" }));
    const timedOut = recordedOver.find(({ name }) => name === "k8s-pod-deadline")?.end;
    expect(timedOut).toBeDefined();
    for (const end of [rejected, refused, timedOut ?? rejected])
      expect(after(end)).toEqual({ next: { kind: "hold" }, comment: "is-ignored", agent: "error" });
  });

  test("A conversation whose files went with the pod is not begun again as if nothing had been done.", () => {
    expect(after(withoutVolume(overloaded)).next).toEqual({ kind: "hold" });
  });
});

describe("§5, endings of which nobody knows the cause", () => {
  const failing: Script = {
    steps: [...writing(answer.slice(0, 2)), { kind: "exit", afterMs: 5, code: 3 }],
  };

  test("Once more is tried what may have been an accident, and the second time a person looks at it.", async () => {
    await onCluster({ scripts: [failing] }, async ({ begin }) => {
      const run = (runId: string, context = {}) =>
        begin({ taskKey: "issue-42", context: { runId, context, config: aClaim } }).ended;
      const once = aftermath((await run("run-1")).row);
      expect(once.next).toMatchObject({ kind: "retry", reason: "transient_failure", attempt: 1 });
      const { row } = await run("run-2", contextAfter(once));
      expect(row.resultJson).toMatchObject({ verdict: { retry: { action: "none" } } });
      expect(aftermath(row, { ...first, tries: 1 }).next).toEqual({ kind: "hold" });
    });
  });
});

describe("§5, what never began", () => {
  const row = (result: ExecutionResult) => rowOf(result, null);

  test("A wrong configuration blocks the issue, which asks for it to be mended.", () => {
    const end = row(endBeforeRun({ kind: "wrong-configuration", message: "image: name one." }));
    expect(aftermath(end).next).toEqual({ kind: "blocked", cause: "configuration_validation" });
  });

  test("A cluster that can't be reached, and a session that is still at work, are tried again after 30 s.", () => {
    const unreachable = endBeforeRun({ kind: "cluster-unreachable", message: "No answer." });
    const [reason, message] = [ADMISSION.concurrentRun, "Job ac-1 is alive."];
    for (const end of [unreachable, endBeforeRun({ kind: "refused", reason, message })])
      expect(aftermath(row(end)).next).toMatchObject({ kind: "retry", at: 30_000 });
  });

  test("An image that does not exist is tried once more at once, and then the issue is blocked for a person.", () => {
    const end = recordedOver.find(({ name }) => name === "made-image-not-found")?.end ?? overloaded;
    expect(after(end).next).toEqual({ kind: "rerun" });
    expect(after(end, { tries: 1 }).next).toMatchObject({ kind: "blocked" });
  });

  test("It is blocked at once under codes of the host's own alone, whatever else is told of it.", () => {
    const end = recordedOver.find(({ name }) => name === "made-image-not-found")?.end ?? overloaded;
    const told = hostRow(end);
    expect(told.errorCode).toBe("k8s_pod_schedule_failed");
    const next = (errorCode: string, more: Readonly<Record<string, string>> = {}) =>
      aftermath({ ...told, errorCode, resultJson: { ...told.resultJson, ...more } }).next.kind;
    for (const code of ["configuration_incomplete", "model_not_found", "adapter_engine_unavailable"])
      expect(next(code)).toBe("blocked");
    for (const more of [
      { errorFamily: "configuration_incomplete" },
      { stopReason: "configuration_incomplete" },
    ])
      expect(next("k8s_pod_schedule_failed", more)).toBe("rerun");
  });

  test("An image without Claude Code ran something, so that its issue is held, under the name of a missing engine too.", () => {
    const run = { ...exitCode(127), stderr: [{ line: 1, text: "/bin/sh: 1: claude: not found" }] };
    const told = hostRow(runEnd(evidence({ stream: stream([]), run })));
    expect(told.errorCode).toBe("startup_failed");
    for (const errorCode of ["startup_failed", "adapter_engine_unavailable"])
      expect(aftermath({ ...told, errorCode }).next).toEqual({ kind: "hold" });
  });

  test("What was tried in vain three times is for a person to say.", () => {
    const end = recordedOver.find(({ name }) => name === "k8s-no-node-match-gave-up")?.end ?? overloaded;
    expect(after(end, { tries: 1 }).next).toMatchObject({ kind: "retry", attempt: 2 });
    expect(after(end, { tries: 2 }).next).toEqual({ kind: "hold" });
  });

  test("A mistake of the adapter's own is tried again where nothing had begun, and holds the issue where something may run.", () => {
    const fault = new TypeError("x is not a function");
    expect(aftermath(row(adapterFault(fault, "not-begun"))).next).toEqual({ kind: "rerun" });
    expect(aftermath(row(adapterFault(fault, "begun"))).next).toEqual({ kind: "hold" });
  });
});

describe("§5, runs without an issue", () => {
  test("They are tried again by the same rules, and there is nothing to hold.", () => {
    expect(after(overloaded, { of: "nothing" }).next).toMatchObject({ kind: "retry", at: 30_000 });
    for (const end of [rejected, withoutVolume(overloaded)])
      expect(after(end, { of: "nothing" }).next).toEqual({ kind: "rest" });
  });
});

describe("§5, what somebody stopped", () => {
  const stop = { confirmed: true, at: instant(61), forced: false };

  test("The agent's own ending is none where Stop came first, and lets nothing go on that may still be alive.", () => {
    // Found by the property: `stopReason` of used-up turns took away the hold of a run that nobody saw end.
    const unseen = { ...outOfTurns, cancellation: { ...stop, confirmed: false } };
    expect(after(unseen).next).toEqual({ kind: "hold" });
    expect(hostRow(unseen).resultJson).not.toHaveProperty("stopReason");
  });

  test("Nothing of it is tried again by itself, however it ended.", () => {
    for (const end of [overloaded, limited, outOfTurns, ended(0, prose("Hm."), success("Done."))])
      expect(after({ ...end, cancellation: stop })).toEqual({
        next: { kind: "rest" },
        comment: "wakes",
        agent: "idle",
      });
  });
});
