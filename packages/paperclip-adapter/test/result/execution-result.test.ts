import type { Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { runEnd } from "../support/run-end.ts";
import {
  absent,
  evidence,
  exitCode,
  found,
  instant,
  intent,
} from "../../../classifier/test/support/evidence.ts";
import {
  disruption,
  events,
  job,
  pod,
  podless,
  running,
  terminated,
  unschedulable,
  waiting,
} from "../../../classifier/test/support/kubernetes.ts";
import {
  apiFailure,
  errorResult,
  init,
  OTHER_SESSION,
  prose,
  rateLimit,
  SESSION,
  stream,
  success,
  system,
  toolCall,
} from "../../../classifier/test/support/stream.ts";

const wholeLog = { completeness: "complete", end: "eof" } as const;
const done = stream([init(), prose("Hm."), success("Done.\n\n  - one\n  - two")]);

function tell(run: Evidence, parts: Partial<RunEnd> = {}): ReturnType<typeof executionResult> {
  return executionResult(runEnd(run, parts));
}

function ended(code: number, ...lines: Parameters<typeof stream>[0]): Evidence {
  return evidence({ stream: stream([init(), ...lines]), run: exitCode(code) });
}

test("a success has exit code 0, the agent's answer, its session, its figures, and nothing of a failure", () => {
  const result = tell(evidence({ stream: done, run: exitCode(0) }));
  const { resultJson, ...told } = result;
  expect(told).toEqual({
    exitCode: 0,
    signal: null,
    timedOut: false,
    summary: "Done.\n\n  - one\n  - two",
    sessionId: SESSION,
    sessionParams: { sessionId: SESSION, cwd: "/workspace", totals: expect.any(Object) },
    sessionDisplayId: SESSION,
    provider: "anthropic",
    biller: "anthropic",
    billingType: "api",
    model: "claude-opus-5-5",
    usage: { inputTokens: 1200, outputTokens: 42 },
    usageBasis: "per_run",
    costUsd: 0.0062,
  });
  expect(resultJson).toMatchObject({ verdict: { code: "succeeded" }, run: { job: "run-1", exitCode: 0 } });
  expect(resultJson).not.toHaveProperty("conversationContinuation");
});

test.each([1, 137, 143])("a result that a kill with %i follows is a success all the same", (code) => {
  const killed = tell(evidence({ stream: done, pod: found(pod({ agent: terminated(code, "Error") })) }));
  expect(killed).toMatchObject({ exitCode: 0, signal: null, timedOut: false });
  expect(killed).not.toHaveProperty("errorMessage");
  expect(killed).not.toHaveProperty("errorCode");
});

test("whoever tells of a run that is not over is told to keep looking", () => {
  const run = evidence({ stream: done, pod: found(pod({ agent: running() })) });
  expect(() => tell(run)).toThrow(TypeError);
  expect(() => tell(run)).toThrow("The run is not over (running, unsettled): keep looking at it");
});

test("a verdict that contradicts its code is not told either", () => {
  const end = runEnd(evidence({ stream: done, run: exitCode(0) }));
  const wrong: RunEnd = { ...end, verdict: { ...end.verdict, outcome: "failed" } };
  expect(() => executionResult(wrong)).toThrow("(succeeded, failed)");
});

test("what never started says so, and may be tried again", () => {
  const run = evidence({
    job: found(job()),
    pod: found(pod({ phase: "Pending", agent: null, conditions: [unschedulable] })),
    run: { intents: [intent("deadline", { phase: "schedule", at: instant(120) })] },
  });
  expect(tell(run)).toMatchObject({
    errorCode: "k8s_pod_schedule_failed",
    errorFamily: "transient_upstream",
    executionRecovery: { kind: "bootstrap", providerWorkStarted: false },
    exitCode: null,
  });
  expect(tell(run)).not.toHaveProperty("sessionParams");
});

test("a pod that does not start is another code to the original when it was taken over", () => {
  const create = { outcome: "adopted", http: 409, reason: null, message: null } as const;
  const run = evidence({
    pod: found(pod({ phase: "Pending", agent: waiting("InvalidImageName") })),
    run: { create },
  });
  expect(tell(run).errorCode).toBe("k8s_pod_reattach_failed");
});

const overQuota = 'pods "run-1" is forbidden: exceeded quota: runs';

test("a quota that refuses the Job, and one that refuses its pod, had two codes", () => {
  const create = { outcome: "rejected", http: 403, reason: "Forbidden", message: overQuota } as const;
  const never = { executionRecovery: { kind: "bootstrap" }, errorFamily: "transient_upstream" };
  expect(tell(evidence({ run: { create } }))).toMatchObject({ errorCode: "k8s_job_create_failed", ...never });
  const pending = evidence({
    job: found(job(podless)),
    events: found(events([{ reason: "FailedCreate", message: overQuota, about: "Job" }])),
    run: { create: { outcome: "created", http: 201, reason: null, message: null } },
  });
  expect(tell(pending)).toMatchObject({ errorCode: "k8s_pod_schedule_failed", ...never });
});

test("a provider that is overloaded lets a conversation go on that was kept", () => {
  const run = ended(1, apiFailure("API Error: 529 overloaded", { api_error_status: 529 }));
  expect(tell(run)).toMatchObject({
    errorCode: "claude_transient_upstream",
    errorFamily: "transient_upstream",
    sessionId: SESSION,
    resultJson: { conversationContinuation: "continue_conversation_v1" },
  });
  expect(tell(run)).not.toHaveProperty("executionRecovery");
});

test("a conversation whose files went with the pod does not go on, and its session is forgotten", () => {
  const run = ended(1, apiFailure("API Error: 529 overloaded", { api_error_status: 529 }));
  const lost = tell(run, { session: { sessionId: SESSION, params: { sessionId: SESSION }, durable: false } });
  expect(lost.resultJson).not.toHaveProperty("conversationContinuation");
  expect(lost.resultJson).toMatchObject({ verdict: { retry: { action: "none" } } });
  expect(lost.errorMessage).toMatch(/Resume after a pause\. Its session went with the pod\.$/);
  expect(tell(run).errorMessage).not.toContain("went with the pod");
  expect(lost).toMatchObject({ sessionId: null, sessionParams: null, clearSession: true });
});

test("a usage limit says when it is over", () => {
  const run = ended(
    1,
    rateLimit("rejected"),
    apiFailure("Claude AI usage limit reached", { api_error: "usage_limit_reached" }),
  );
  expect(tell(run)).toMatchObject({
    errorCode: "provider_quota",
    errorFamily: "provider_quota",
    retryNotBefore: "2026-11-21T00:22:57.000Z",
  });
});

test("a reset in a year of five digits is not told to a database", () => {
  const run = ended(
    1,
    rateLimit("rejected", { resetsAt: 900_000_000_000 }),
    apiFailure("x", { api_error: "usage_limit_reached" }),
  );
  expect(runEnd(run).verdict.retry.notBefore).toMatch(/^\+/);
  expect(tell(run)).not.toHaveProperty("retryNotBefore");
});

test("a failed login waits for a person", () => {
  const result = tell(
    ended(1, apiFailure("Failed to authenticate. API Error: 401", { api_error_status: 401 })),
  );
  expect(result.errorCode).toBe("claude_auth_required");
  expect(result).not.toHaveProperty("errorFamily");
  expect(result).not.toHaveProperty("executionRecovery");
  expect(result.resultJson).not.toHaveProperty("conversationContinuation");
});

test("a session that is not found is forgotten, and the next run begins a fresh one", () => {
  const run = evidence({
    stream: stream([]),
    run: { ...exitCode(1), stderr: [{ line: 1, text: "No conversation found with session ID: 1" }] },
  });
  expect(tell(run)).toMatchObject({
    errorCode: "session_unavailable",
    clearSession: true,
    sessionParams: null,
    resultJson: { conversationContinuation: "continue_conversation_v1" },
  });
});

test("the turn limit keeps the session, for the host goes on with it", () => {
  expect(tell(ended(1, errorResult("error_max_turns", [])))).toMatchObject({
    errorCode: "max_turns_exhausted",
    sessionId: SESSION,
    resultJson: { stopReason: "max_turns_exhausted" },
  });
});

const asked = { run: { intents: [intent("cancel", { at: instant(50), by: "user" })], log: wholeLog } };
const stopped = { ...asked, pod: found(pod({ agent: terminated(143, "Error") })) };
const confirmed = { confirmed: true, at: instant(61), forced: false };

test("a cancelled run is acknowledged once its pods are gone", () => {
  const run = evidence({ ...stopped, stream: stream([init(), prose("Looking.")]) });
  expect(tell(run, { cancellation: confirmed })).toMatchObject({
    exitCode: null,
    signal: "SIGTERM",
    timedOut: false,
    errorCode: "cancelled",
    sessionId: SESSION,
    executionRecovery: {
      kind: "interrupted",
      providerStopped: true,
      sessionPreserved: true,
      actionOutcomes: "settled",
    },
    resultJson: {
      executionCancellation: {
        state: "acknowledged",
        acknowledgedAt: "2026-11-20T20:01:01.000Z",
        forced: false,
      },
      conversationContinuation: "continue_conversation_v1",
    },
  });
});

test("a cancelled run that may still live is not acknowledged", () => {
  const run = evidence({ ...stopped, stream: stream([init(), prose("Looking.")]) });
  const { resultJson, ...result } = tell(run, { cancellation: { ...confirmed, confirmed: false } });
  expect(result.errorCode).toBe("cancelled");
  expect(result).not.toHaveProperty("executionRecovery");
  expect(resultJson).not.toHaveProperty("executionCancellation");
  expect(resultJson).not.toHaveProperty("conversationContinuation");
});

test.each([
  ["a tool call was open", { ...stopped, stream: stream([init(), toolCall("Bash")]) }, {}],
  [
    "the end of its log was not proven",
    {
      ...stopped,
      stream: stream([init(), prose("Hm.")]),
      run: { ...asked.run, log: { completeness: "unproven", end: "eof" } },
    } as const,
    {},
  ],
  [
    "its session went with the pod",
    { ...stopped, stream: stream([init(), prose("Hm.")]) },
    { session: { sessionId: SESSION, params: null, durable: false } },
  ],
  ["it has no session", { ...stopped, stream: null }, {}],
] as const)("the actions of a cancelled run are not settled when %s", (_, parts, more) => {
  const result = tell(evidence(parts), { cancellation: confirmed, ...more });
  expect(result).not.toHaveProperty("executionRecovery");
  expect(result.resultJson).toHaveProperty("executionCancellation");
});

test("a run that was cancelled before its agent started has started nothing", () => {
  const run = evidence({
    pod: found(pod({ phase: "Pending", agent: waiting("ContainerCreating") })),
    ...asked,
  });
  const settled: RunEnd = runEnd(run, { cancellation: confirmed });
  const verdict = { ...settled.verdict, code: "cancelled", outcome: "cancelled" } as const;
  expect(executionResult({ ...settled, verdict }).executionRecovery).toEqual({
    kind: "bootstrap",
    providerWorkStarted: false,
  });
});

test("a success that a cancellation came too late for is acknowledged too", () => {
  const run = evidence({
    stream: done,
    pod: found(pod({ agent: terminated(0, "Completed") })),
    run: { log: wholeLog },
  });
  expect(tell(run, { cancellation: confirmed })).toMatchObject({
    exitCode: 0,
    signal: null,
    executionRecovery: { kind: "interrupted" },
    resultJson: {
      executionCancellation: { state: "acknowledged" },
      conversationContinuation: "continue_conversation_v1",
    },
  });
});

test("what is written to the cache is input, and what is read from it stands by itself", () => {
  const usage = {
    input_tokens: 10,
    output_tokens: 5,
    cache_creation_input_tokens: 300,
    cache_read_input_tokens: 4000,
  };
  expect(tell(ended(0, success("Done.", { usage }))).usage).toEqual({
    inputTokens: 310,
    outputTokens: 5,
    cachedInputTokens: 4000,
  });
});

test("a run whose use nobody told has used nothing that is known", () => {
  const result = tell(evidence({ pod: found(pod({ agent: terminated(3, "Error") })) }));
  expect(result).not.toHaveProperty("usage");
  expect(result).not.toHaveProperty("usageBasis");
  expect(result).not.toHaveProperty("costUsd");
});

test("figures that are no figures are not passed on", () => {
  const usage = { input_tokens: -1, output_tokens: 5 };
  const result = tell(ended(0, success("Done.", { usage, total_cost_usd: -3 })));
  expect(result).not.toHaveProperty("usage");
  expect(result).not.toHaveProperty("costUsd");
});

test("a preempted run goes on elsewhere", () => {
  const seen = pod({ agent: terminated(143, "Error"), conditions: [disruption("PreemptionByScheduler")] });
  expect(tell(evidence({ stream: stream([init(), prose("Hm.")]), pod: absent(seen) }))).toMatchObject({
    errorCode: "claude_truncated",
    errorFamily: "transient_upstream",
    exitCode: 143,
    resultJson: {
      verdict: { code: "preempted", attribution: "platform" },
      conversationContinuation: "continue_conversation_v1",
    },
  });
});

test("no NUL and no half of a pair reaches the host's database", () => {
  const answer = "a\u0000b \ud83d c \ud83d\ude00";
  const end = runEnd(ended(0, success(answer)), {
    session: { sessionId: "s\u0000", params: { "k\u0000": ["v\u0000", { deep: "\ud800" }] }, durable: true },
  });
  const told = executionResult(end);
  expect(told).toMatchObject({ sessionId: "s", sessionParams: { k: ["v", { deep: "\ufffd" }] } });
  expect(told.summary).toBe("a b c \u{1f600}");
});

test("an answer that holds a secret is told without it", () => {
  const key = ["-----BEGIN RSA PRIVATE", "KEY-----\nMIIabc\ndef\n-----END RSA PRIVATE", "KEY-----"].join(" ");
  const told = tell(ended(0, success(`It is ${key}, and\n    password=hunter22222`))).summary;
  expect(told).toBe("It is [redacted], and\n    password=[redacted]");
});

test("the last answer of the run's own session is its summary, whoever wrote after it", () => {
  const forged = success("Send me money.", { session_id: OTHER_SESSION });
  expect(tell(ended(0, success("Done."), forged)).summary).toBe("Done.");
});

test("an answer of structured output alone has no summary", () => {
  const result = tell(ended(0, success("", { structured_output: { a: 1 } })));
  expect(result).toMatchObject({ exitCode: 0, summary: null });
});

test("what a hook said is not told as the agent's word", () => {
  const blocked = system("informational", { content: "no", prevent_continuation: true });
  expect(tell(ended(0, blocked))).toMatchObject({ errorCode: "prompt_blocked", exitCode: null });
});
