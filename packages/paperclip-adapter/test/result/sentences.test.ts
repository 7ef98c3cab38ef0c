import type { Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import { runEnd } from "../support/run-end.ts";
import {
  absent,
  evidence,
  exitCode,
  found,
  instant,
  intent,
  unavailable,
} from "../../../classifier/test/support/evidence.ts";
import {
  condition,
  disruption,
  job,
  pod,
  running,
  terminated,
} from "../../../classifier/test/support/kubernetes.ts";
import { init, prose, stream, toolCall, userText } from "../../../classifier/test/support/stream.ts";

/**
 * The sentences of the original, letter for letter, for consumers match on them. A change here breaks somebody's routing
 * and has to be said in docs/migration.md.
 */

const content = stream([init(), prose("Looking."), toolCall("Bash")]);
const began = stream([init()]);

function firstLine(run: Evidence): string {
  return message(run).split("\n")[0] ?? "";
}

function message(run: Evidence): string {
  return executionResult(runEnd(run)).errorMessage ?? "";
}

const infrastructure = /pod is gone|pod was removed/i;

test("a cut run names the model, the exit code, the signal, the reason and the kubelet's message", () => {
  const agent = terminated(137, "OOMKilled", { message: "Memory cgroup out of memory" });
  const run = evidence({ stream: content, pod: found(pod({ agent })) });
  expect(firstLine(run)).toBe(
    "Claude run was truncated mid-stream (model: claude-opus-5-5) — assistant produced content but no result event " +
      "arrived; exit code 137, SIGKILL (commonly OOMKilled), reason=OOMKilled, message=Memory cgroup out of memory",
  );
  expect(executionResult(runEnd(run))).toMatchObject({ errorCode: "claude_truncated", exitCode: 137 });
});

test("a cut run that was asked to stop names SIGTERM", () => {
  const run = evidence({ stream: content, pod: found(pod({ agent: terminated(143, "Error") })) });
  expect(firstLine(run)).toBe(
    "Claude run was truncated mid-stream (model: claude-opus-5-5) — assistant produced content but no result event " +
      "arrived; exit code 143, SIGTERM, reason=Error",
  );
});

test("a signal that the runtime tells is named before the reason, and in the pod's words after them", () => {
  const agent = terminated(137, "Error", { signal: 9, message: "killed" });
  const cut = firstLine(evidence({ stream: content, pod: found(pod({ agent })) }));
  expect(cut).toMatch(
    /; exit code 137, SIGKILL \(commonly OOMKilled\), signal 9, reason=Error, message=killed$/,
  );
  const silent = firstLine(evidence({ stream: began, pod: found(pod({ agent })) }));
  expect(silent).toMatch(/ \[pod: reason=Error, message=killed, signal=9, SIGKILL \(commonly OOMKilled\)\]$/);
});

const finishedJob = found(job({ conditions: [condition("Complete")] }));

test.each([
  [
    "is gone",
    absent(pod()),
    "pod is gone — Job pod was removed (eviction, preemption, or external delete) before exit could be read",
  ],
  ["is out of sight", unavailable(pod()), "pod state unavailable — exit cause unknown"],
])("a cut run of an ended Job whose pod %s says so, and that its exit is not known", (_, lookup, cause) => {
  const run = evidence({ stream: content, job: finishedJob, pod: lookup, now: instant(90) });
  expect(firstLine(run)).toBe(
    `Claude run was truncated mid-stream (model: claude-opus-5-5) — assistant produced content but no result event arrived; ${cause}`,
  );
  expect(executionResult(runEnd(run)).errorCode).toBe("claude_truncated");
});

test("a cut run whose container's end was never published names the pod's phase", () => {
  const taken = pod({ phase: "Failed", reason: "Evicted", message: "low on memory", agent: null });
  expect(firstLine(evidence({ stream: content, pod: found(taken), now: instant(90) }))).toBe(
    "Claude run was truncated mid-stream (model: claude-opus-5-5) — assistant produced content but no result event " +
      "arrived; container terminated state not yet observable (pod phase=Failed) — kubelet status update did not land " +
      "within retry window; exit cause unknown",
  );
});

test("a cut run whose model is not known leaves it out", () => {
  const run = evidence({
    stream: stream([prose("Looking.")]),
    pod: found(pod({ agent: terminated(3, "Error") })),
  });
  expect(firstLine(run)).toBe(
    "Claude run was truncated mid-stream — assistant produced content but no result event arrived; exit code 3, reason=Error",
  );
});

test("below the original's sentence stands what happened and what to do", () => {
  const run = evidence({ stream: content, pod: found(pod({ agent: terminated(137, "OOMKilled") })) });
  expect(message(run).split("\n")).toHaveLength(2);
  expect(message(run).split("\n")[1]).toMatch(
    /^→ Out of memory: .*128Mi.*\. Raise the memory limit .* and resume the session\.$/,
  );
});

test("what the classifier's summary has of the sentence is not said twice", () => {
  const run = evidence({ stream: content, pod: found(pod({ agent: terminated(137, "Error") })) });
  expect(message(run).match(/truncated mid-stream/g)).toHaveLength(1);
  expect(message(run)).toMatch(/\n→ Killed\. Resume once/);
});

test("a disrupted pod that is gone, with an exit that nobody read, is gone", () => {
  const seen = pod({ agent: running(), conditions: [disruption("PreemptionByScheduler")] });
  const run = evidence({ stream: content, pod: absent(seen), job: found(job()) });
  expect(firstLine(run)).toBe(
    "Claude run was truncated mid-stream (model: claude-opus-5-5) — assistant produced content but no result event " +
      "arrived; pod is gone — Job pod was removed (eviction, preemption, or external delete) before exit could be read",
  );
});

test("a disrupted pod that is gone after its exit was read was removed", () => {
  const seen = pod({ agent: terminated(143, "Error"), conditions: [disruption("EvictionByEvictionAPI")] });
  const run = evidence({ stream: content, pod: absent(seen), job: found(job()) });
  expect(firstLine(run)).toBe(
    "Claude run was truncated mid-stream (model: claude-opus-5-5) — assistant produced content but no result event " +
      "arrived; exit code 143, SIGTERM, reason=Error; pod was removed",
  );
});

test.each([
  [
    "still there",
    found(pod({ agent: terminated(143, "Error"), conditions: [disruption("EvictionByEvictionAPI")] })),
  ],
  [
    "out of sight",
    unavailable(pod({ agent: terminated(143, "Error"), conditions: [disruption("EvictionByEvictionAPI")] })),
  ],
])("a disrupted pod that is %s is not said to be gone", (_, lookup) => {
  const run = evidence({ stream: content, pod: lookup });
  expect(executionResult(runEnd(run)).errorCode).toBe("claude_truncated");
  expect(message(run)).not.toMatch(infrastructure);
});

test("a pod that went after an intent of ours is not said to be gone", () => {
  const seen = pod({
    agent: terminated(137, "OOMKilled"),
    conditions: [disruption("EvictionByEvictionAPI")],
  });
  const run = evidence({
    stream: content,
    pod: absent(seen),
    run: { intents: [intent("teardown", { at: instant(70) })] },
  });
  expect(executionResult(runEnd(run)).errorCode).toBe("claude_truncated");
  expect(message(run)).not.toMatch(infrastructure);
});

test("what a termination message says of a pod is not taken for our word", () => {
  const agent = terminated(1, "Error", { message: "the pod is gone, POD was removed" });
  const run = evidence({ stream: content, pod: found(pod({ agent })) });
  expect(message(run)).toContain('message=the pod "is gone", POD "was removed"');
  expect(message(run)).not.toMatch(infrastructure);
});

test("a Job that somebody deleted is told with its forensics, in their order", () => {
  const run = evidence({
    stream: stream([init(), "", prose("Looking.")]),
    job: absent(job({ conditions: [condition("Failed", "BackoffLimitExceeded")] })),
    pod: absent(pod({ agent: running() })),
    run: { create: { outcome: "created", http: 201, reason: null, message: null } },
    now: instant(95),
  });
  expect(firstLine(run)).toMatch(
    /^K8s Job was deleted externally before Claude could complete \[detected_via=job-and-pod-lookup-404, job=run-1, ns=agents, elapsed_since_pod_running=94s, completion_polls=0, last_job_conditions=\[Failed=True\(BackoffLimitExceeded\)\], stdout_bytes=\d+, stdout_nonempty_lines=2\]$/,
  );
  expect(executionResult(runEnd(run)).errorCode).toBe("k8s_job_deleted_externally");
  expect(message(run)).toMatch(/\n→ Deleted by somebody else\. Find out who deletes Jobs here/);
});

test("what is not known of a deleted Job is left out or called unknown", () => {
  const run = evidence({ job: absent(), pod: absent(pod({ agent: running() })) });
  const end = runEnd(run, { run: { namespace: "agents", job: null, runMs: 0, runningAt: null } });
  expect(executionResult(end).errorMessage).toMatch(
    /^K8s Job was deleted externally before Claude could complete \[detected_via=job-and-pod-lookup-404, job=unknown, ns=agents, completion_polls=0, last_job_conditions=none_observed, stdout_bytes=unknown, stdout_nonempty_lines=unknown\]\n/,
  );
});

test.each([
  ["pod", { pod: found(pod({ agent: running(), deletion: { at: 40, graceSeconds: 30 } })) }],
  [
    "job",
    {
      job: found(job({ deletion: { at: 40, graceSeconds: 0 } })),
      pod: absent(pod({ agent: running() })),
    },
  ],
])("a deletion of the %s is seen by its timestamp while the object is still there", (object, parts) => {
  const ended =
    object === "pod"
      ? { pod: found(pod({ agent: terminated(143, "Error"), deletion: { at: 40, graceSeconds: 30 } })) }
      : {};
  const run = evidence({ stream: content, ...parts, ...ended, now: instant(95) });
  expect(firstLine(run)).toContain(`[detected_via=${object}-deletion-timestamp, `);
  expect(firstLine(run)).toContain("elapsed_since_pod_running=39s");
});

test("an agent that began and said nothing is told with its model, its exit and the pod's words", () => {
  const agent = terminated(1, "Error", { message: "model not supported" });
  const run = evidence({ stream: began, pod: found(pod({ agent })) });
  expect(firstLine(run)).toBe(
    "Claude exited immediately after init (model: claude-opus-5-5) (exit code 1) — the model may be unsupported or the " +
      "session may have been rejected before producing output [pod: reason=Error, message=model not supported]",
  );
  expect(executionResult(runEnd(run)).errorCode).toBe("exited");
});

test("the pod's words name SIGKILL, and the signal of a process without a pod", () => {
  const killed = evidence({ stream: began, pod: found(pod({ agent: terminated(137, "Error") })) });
  expect(firstLine(killed)).toMatch(
    /\(exit code 137\) — .* \[pod: reason=Error, SIGKILL \(commonly OOMKilled\)\]$/,
  );
  const local = evidence({ stream: began, run: { exit: { kind: "signal", signal: "SIGTERM" } } });
  expect(firstLine(local)).toMatch(
    /^Claude started but did not produce a result .* \[pod: signal=SIGTERM\]$/,
  );
});

test("an agent that began, said nothing and exited with 0 did not produce a result", () => {
  expect(firstLine(evidence({ stream: began, run: exitCode(0) }))).toBe(
    "Claude started but did not produce a result (model: claude-opus-5-5) — check API credentials, model support, and adapter config",
  );
});

test.each([
  ["wrote plain text too", stream([init(), "Error: EACCES"])],
  ["never named its model", stream([init({ model: null })])],
  ["answered", content],
  ["never began", stream(["Error: EACCES"])],
])("an agent that %s is not said to have ended after its init", (_, output) => {
  const run = evidence({ stream: output, run: exitCode(3) });
  expect(message(run)).not.toMatch(/immediately after init|did not produce a result/);
});

const empty = {
  type: "assistant",
  session_id: "5b0cf1d2-0c5e-4a3e-9a53-0d1b1e4c7a10",
  message: {
    id: "msg_empty",
    role: "assistant",
    model: "MiniMax-M2.7",
    stop_reason: null,
    usage: { input_tokens: 500, output_tokens: 0 },
    content: [],
  },
};

test("an empty answer without a result is the provider's, whatever the exit code", () => {
  const run = evidence({
    stream: stream([init(), empty]),
    pod: found(pod({ agent: terminated(255, "Error") })),
  });
  expect(firstLine(run)).toBe(
    "LLM API returned an empty response (stop_reason: null, output_tokens: 0) — the upstream model API may be degraded or misconfigured",
  );
  expect(executionResult(runEnd(run))).toMatchObject({
    errorCode: "llm_api_error",
    errorFamily: "transient_upstream",
  });
});

/** The assistant's message, with other words in it. */
function answering(more: object): Evidence {
  const said = { ...empty, message: { ...empty.message, ...more } };
  return evidence({ stream: stream([init(), said]), run: exitCode(1) });
}

test("an empty answer that counts no tokens is the provider's too, without the sentence that counts them", () => {
  const uncounted = answering({ usage: undefined, output_tokens: 0 });
  expect(executionResult(runEnd(uncounted)).errorCode).toBe("llm_api_error");
  expect(message(uncounted)).not.toContain("output_tokens: 0");
});

test("a turn that ended in nothing has produced no content to be cut", () => {
  const ended = answering({ stop_reason: "end_turn" });
  expect(executionResult(runEnd(ended)).errorCode).toBe("exited");
  expect(message(ended)).not.toContain("assistant produced content");
});

test("tokens that were counted are content, though nothing of them was shown", () => {
  const hidden = answering({ usage: { output_tokens: 35 } });
  expect(executionResult(runEnd(hidden)).errorCode).toBe("claude_truncated");
});

test("a first message without tokens is no empty answer when the run went on", () => {
  const run = evidence({
    stream: stream([init(), empty, userText("go on"), prose("Yes.")]),
    run: exitCode(1),
  });
  expect(executionResult(runEnd(run)).errorCode).toBe("claude_truncated");
});

test("a run that reached its deadline timed out after so many seconds", () => {
  const run = evidence({
    stream: content,
    pod: found(pod({ agent: terminated(143, "Error", { finishedAt: "2026-11-20T21:00:05Z" }) })),
    run: { intents: [intent("deadline", { phase: "run", at: instant(3601) })] },
  });
  expect(firstLine(run)).toBe("Timed out after 3600s");
  expect(executionResult(runEnd(run))).toMatchObject({ errorCode: "timeout", timedOut: true });
});

test("a run that was silent for too long did not time out after all its time", () => {
  const run = evidence({
    stream: content,
    pod: found(pod({ agent: terminated(143, "Error") })),
    run: { intents: [intent("deadline", { phase: "idle", at: instant(59) })] },
  });
  expect(executionResult(runEnd(run))).toMatchObject({ errorCode: "timeout", timedOut: true });
  expect(message(run)).toMatch(/^The run was silent for longer than it may be/);
});

test("a run that something else put a limit on did not use up ours", () => {
  const run = evidence({ stream: content, run: exitCode(124) });
  expect(executionResult(runEnd(run))).toMatchObject({ errorCode: "timeout", timedOut: true });
  expect(message(run)).not.toContain("Timed out after");
});

test("a run without a limit that the cluster ended is told without one", () => {
  const run = evidence({
    stream: content,
    pod: found(pod({ reason: "DeadlineExceeded", agent: terminated(143, "Error") })),
  });
  expect(firstLine(run)).toBe("Timed out after 3600s");
  const unlimited = runEnd(run, { run: { namespace: "agents", job: "run-1", runMs: 0, runningAt: null } });
  expect(executionResult(unlimited).errorMessage).toMatch(/^The pod passed its activeDeadlineSeconds/);
});
