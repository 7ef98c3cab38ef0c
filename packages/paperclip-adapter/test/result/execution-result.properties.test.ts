import { classify } from "@runverdict/classifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import { anyEnd, settled } from "../support/any-end.ts";
import { runEnd } from "../support/run-end.ts";
import { plausibleRun, times } from "../../../classifier/test/properties/any-run.ts";
import { mapTexts } from "../../../classifier/test/properties/strings.ts";
import { plantedSecret } from "../../../classifier/test/properties/secrets.ts";
import { reached } from "../../../../test/support/reached.ts";

const infrastructure = /pod is gone|pod was removed/i;

test("for all runs the host gets a success, a failure with its code and message, or nothing at all", () => {
  const seen = reached(
    "succeeded",
    "failed",
    "cancelled",
    "timed_out",
    "unsettled",
    "killed afterwards",
    "cancelled too late",
    "exit code",
    "family",
  );
  fc.assert(
    fc.property(anyEnd(), (end) => {
      const { outcome, flags } = end.verdict;
      seen.when(outcome, true);
      if (outcome === "unsettled") {
        expect(() => executionResult(end)).toThrow(TypeError);
        return;
      }
      const result = executionResult(end);
      expect(result.timedOut).toBe(outcome === "timed_out");
      expect(result.signal).toBe(outcome === "cancelled" ? "SIGTERM" : null);
      if (outcome === "succeeded") {
        expect(result.exitCode).toBe(0);
        for (const key of ["errorCode", "errorMessage", "errorFamily", "retryNotBefore"])
          expect(result).not.toHaveProperty(key);
        expect("executionRecovery" in result && end.cancellation === null).toBe(false);
        seen.when("killed afterwards", flags.includes("killed_after_result"));
        seen.when("cancelled too late", end.cancellation !== null);
        return;
      }
      expect(result.exitCode).not.toBe(0);
      expect(result.errorCode).toMatch(/^[a-z0-9]+(?:_[a-z0-9]+)*$/);
      expect(result.errorCode).not.toBe("adapter_failed");
      expect(result.errorMessage).toMatch(/\S/);
      expect(result.summary).toMatch(/\S/);
      seen.when("exit code", result.exitCode !== null);
      seen.when("family", result.errorFamily !== undefined);
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all runs what may be done again rests on what is proven", () => {
  const seen = reached("bootstrap", "interrupted", "marker", "marker of a cancelled run", "acknowledged");
  fc.assert(
    fc.property(settled(), (end) => {
      const { executionRecovery: recovery, resultJson, retryNotBefore } = executionResult(end);
      const { verdict, session, cancellation, stream } = end;
      const neverStarted = ["not_created", "not_started"].includes(verdict.progress.atMost);
      expect(recovery?.kind === "bootstrap").toBe(neverStarted && verdict.outcome !== "succeeded");
      if (recovery?.kind === "interrupted") {
        expect(cancellation?.confirmed).toBe(true);
        expect(session).toMatchObject({ durable: true, sessionId: expect.any(String) });
        expect(stream?.tools.open).toEqual([]);
        expect(end.evidence.run.log?.completeness).toBe("complete");
      }
      const marked = resultJson?.["conversationContinuation"] === "continue_conversation_v1";
      if (marked) {
        expect(session.durable).toBe(true);
        expect(["none", "wait", "fix_config"].includes(verdict.retry.action) && cancellation === null).toBe(
          false,
        );
        expect(cancellation?.confirmed).not.toBe(false);
      }
      const isAcknowledged = resultJson?.["executionCancellation"] !== undefined;
      expect(isAcknowledged).toBe(cancellation?.confirmed === true);
      if (retryNotBefore !== undefined) expect(retryNotBefore).toBe(verdict.retry.notBefore);
      seen.when("bootstrap", recovery?.kind === "bootstrap");
      seen.when("interrupted", recovery?.kind === "interrupted");
      seen.when("marker", marked && cancellation === null);
      seen.when("marker of a cancelled run", marked && cancellation !== null);
      seen.when("acknowledged", isAcknowledged);
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all runs whose pod is not proven to be gone nobody is told that it is", () => {
  const seen = reached("proven", "not proven", "claimed", "said by a stranger");
  const said = fc.constantFrom("the pod is gone", "POD  was removed", "Job pod was removed", "hm");
  fc.assert(
    fc.property(
      settled(fc.tuple(plausibleRun(), said).map(([run, words]) => mapTexts(run, () => words))),
      (end) => {
        const { errorMessage } = executionResult(end);
        const isProven = end.evidence.pod.kind === "absent" && end.evidence.run.intents.length === 0;
        seen.when("proven", isProven);
        seen.when("not proven", !isProven);
        seen.when("claimed", infrastructure.test(errorMessage ?? ""));
        seen.when("said by a stranger", /"(?:is gone|was removed)"/.test(errorMessage ?? ""));
        if (!isProven) expect(errorMessage ?? "").not.toMatch(infrastructure);
      },
    ),
    times(2),
  );
  seen.expectAll();
});

test("for all runs the original's sentences stand only where they are true", () => {
  const seen = reached("truncated", "deleted", "init");
  fc.assert(
    fc.property(settled(plausibleRun()), (end) => {
      const { errorMessage, errorCode } = executionResult(end);
      const { verdict, stream } = end;
      const says = (words: string): boolean => errorMessage?.includes(words) === true;
      const truncated = says("Claude run was truncated mid-stream");
      if (truncated) expect(verdict.progress.atLeast).toBe("content");
      expect(errorCode === "claude_truncated").toBe(truncated);
      expect(says("K8s Job was deleted externally")).toBe(errorCode === "k8s_job_deleted_externally");
      const init = says("exited immediately after init") || says("did not produce a result");
      if (init) {
        expect(stream?.session.inits).toBeGreaterThan(0);
        expect(stream?.conversation.assistantEvents).toBe(0);
      }
      if (says("LLM API returned an empty response")) expect(errorCode).toBe("llm_api_error");
      seen.when("truncated", truncated);
      seen.when("deleted", errorCode === "k8s_job_deleted_externally");
      seen.when("init", init);
    }),
    times(4),
  );
  seen.expectAll();
});

test("for all runs the host can store what it gets, and it is small", () => {
  fc.assert(
    fc.property(settled(), (end) => {
      const { resultJson, sessionParams: _, ...rest } = executionResult(end);
      expect(Buffer.byteLength(JSON.stringify(resultJson))).toBeLessThan(32 * 1024);
      expect(JSON.stringify(rest).length).toBeLessThan(64 * 1024);
      for (const part of stringsIn(executionResult(end))) {
        expect(part).not.toContain("\u0000");
        expect(part.isWellFormed()).toBe(true);
      }
    }),
    times(1),
  );
});

test("for all secrets in what strangers said, the host is told none of it", () => {
  const seen = reached("masked in a message", "masked in an answer");
  fc.assert(
    fc.property(plausibleRun(), plantedSecret(), (run, { spelled, hidden }) => {
      const planted = mapTexts(run, (words) => `${words} ${spelled}`);
      if (classify(planted).outcome === "unsettled") return;
      const result = executionResult(runEnd(planted));
      const told = stringsIn(result).join("\n");
      for (const part of hidden) expect(told).not.toContain(part);
      seen.when("masked in a message", result.errorMessage?.includes("[redacted]") === true);
      seen.when(
        "masked in an answer",
        result.exitCode === 0 && result.summary?.includes("[redacted]") === true,
      );
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all runs the same end is told in the same words", () => {
  fc.assert(
    fc.property(settled(), (end) => {
      expect(executionResult(structuredClone(end))).toEqual(executionResult(end));
    }),
  );
});

/** Every string in a value, keys too. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...stringsIn(part)]);
}
