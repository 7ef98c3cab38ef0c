import type { Next } from "../host-double/aftermath.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { aftermath } from "../host-double/aftermath.ts";
import { isAcknowledged } from "../host-double/run-row.ts";
import { createSessions } from "../host-double/sessions.ts";
import { anyCancellation, settled } from "../support/any-end.ts";
import { expectAsAdvised, isConversationKept, isNeverBegun } from "../support/as-advised.ts";
import { hostRow } from "../support/host-row.ts";
import { runEnd } from "../support/run-end.ts";
import { recordedOver, withoutVolume } from "../support/recorded-ends.ts";
import { times } from "../../../classifier/test/properties/any-run.ts";
import { reached } from "../../../../test/support/reached.ts";

/** §0.1, §2 and §5, over ends that were made up and ends that were recorded. */
function anyEnding(): fc.Arbitrary<RunEnd> {
  const recorded = fc.constantFrom(...recordedOver.map(({ end }) => end));
  const seen = settled().map(({ evidence }) => runEnd(evidence));
  return fc
    .tuple(fc.oneof(seen, recorded), fc.boolean())
    .map(([end, isKept]) => (isKept ? end : withoutVolume(end)));
}

function stoppedEnding(): fc.Arbitrary<RunEnd> {
  return fc.tuple(anyEnding(), anyCancellation()).map(([end, cancellation]) => ({ ...end, cancellation }));
}

test("for all runs the host calls a success what is one, and nothing else, and knows each failure by its code", () => {
  const seen = reached("succeeded", "failed", "timed_out", "cancelled");
  fc.assert(
    fc.property(fc.oneof(anyEnding(), stoppedEnding()), (end) => {
      const row = hostRow(end);
      const { outcome } = end.verdict;
      // A verdict may say that somebody cancelled the run who was not this host.
      const told = outcome === "cancelled" ? "failed" : outcome;
      const expected = end.cancellation === null ? told : "cancelled";
      expect(row.status).toBe(expected);
      expect(row.errorCode === null).toBe(row.status === "succeeded");
      expect(row.errorCode).not.toBe("adapter_failed");
      for (const status of ["succeeded", "failed", "timed_out", "cancelled"] as const)
        seen.when(status, row.status === status);
    }),
    times(1),
  );
  seen.expectAll();
});

test("for all runs what the host does by itself is what the advice says, and it holds what nothing is proven of", () => {
  const kinds = ["retry", "rerun", "hold", "blocked", "rest"] as const satisfies readonly Next["kind"][];
  const seen = reached(...kinds, "later");
  fc.assert(
    fc.property(anyEnding(), fc.nat({ max: 3 }), (end, tries) => {
      if (end.verdict.outcome === "succeeded") return;
      const next = expectAsAdvised(end, tries);
      for (const kind of kinds) seen.when(kind, next.kind === kind);
      seen.when("later", next.kind === "retry" && next.at > 30_000);
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all runs that were stopped none is begun again by itself, and only a proof lets the issue go on", () => {
  const seen = reached("unproven", "a conversation that is kept", "never begun", "kept nowhere");
  fc.assert(
    fc.property(stoppedEnding(), (end) => {
      const row = hostRow(end);
      const { next } = aftermath(row);
      const isProven = end.cancellation?.confirmed === true;
      expect(isAcknowledged(row)).toBe(isProven);
      if (isNeverBegun(end) || (isProven && isConversationKept(end))) expect(next).toEqual({ kind: "rest" });
      else expect(next).toEqual({ kind: "hold" });
      seen.when("unproven", !isProven);
      seen.when("a conversation that is kept", isProven && isConversationKept(end));
      seen.when("never begun", isNeverBegun(end));
      seen.when("kept nowhere", isProven && !isConversationKept(end));
    }),
    times(1),
  );
  seen.expectAll();
});

test("for all runs the next one of the task is given the session that is there, and no other", () => {
  const seen = reached("its own", "none", "the one before");
  const before = {
    exitCode: 0,
    signal: null,
    timedOut: false,
    sessionId: "before",
    sessionParams: { sessionId: "before" },
  };
  fc.assert(
    fc.property(anyEnding(), fc.constantFrom("issue-42", null), (end, taskKey) => {
      const { session, verdict } = end;
      // What is no session's id is for the property of the codec.
      if (session.sessionId !== null && !/^[\w-]+$/.test(session.sessionId)) return;
      const sessions = createSessions();
      sessions.settle(taskKey, before);
      sessions.settle(taskKey, executionResult(end));
      const { sessionId, sessionParams } = sessions.runtimeFor(taskKey);
      const isNew = verdict.session !== "none" && session.sessionId !== null;
      const isGone = verdict.session === "drop" || (isNew && !session.durable);
      const expected = isGone ? null : isNew ? session.sessionId : "before";
      expect(sessionId).toBe(expected);
      expect(sessionParams?.["sessionId"] ?? null).toBe(expected);
      seen.when("its own", expected !== null && expected !== "before");
      seen.when("none", expected === null);
      seen.when("the one before", expected === "before");
    }),
    times(1),
  );
  seen.expectAll();
});

test("for all runs an agent is called broken that failed, and never one that waits for its quota or was stopped", () => {
  const seen = reached("idle", "error", "waits for its quota");
  const limits = recordedOver.map(({ end }) => end).filter(({ verdict }) => verdict.code === "usage_limit");
  fc.assert(
    fc.property(fc.oneof(anyEnding(), stoppedEnding(), fc.constantFrom(...limits)), (end) => {
      const row = hostRow(end);
      const waits = end.verdict.code === "usage_limit";
      const isBroken = (row.status === "failed" || row.status === "timed_out") && !waits;
      expect(aftermath(row).agent).toBe(isBroken ? "error" : "idle");
      seen.when(isBroken ? "error" : "idle", true);
      seen.when("waits for its quota", waits);
    }),
    times(2),
  );
  seen.expectAll();
});
