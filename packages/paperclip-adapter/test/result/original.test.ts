import { ADMISSION, type Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { endBeforeRun } from "../../src/result/end-before-run.ts";
import { executionResult } from "../../src/result/execution-result.ts";
import type { ExecutionResult } from "../../src/host/execution-result.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { brokenPromises, migrationPage, type Promised } from "../support/promised.ts";
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
  job,
  pod,
  running,
  terminated,
  waiting,
} from "../../../classifier/test/support/kubernetes.ts";
import {
  apiFailure,
  errorResult,
  init,
  prose,
  SESSION,
  stream,
  success,
  synthetic,
  toolCall,
  toolResult,
} from "../../../classifier/test/support/stream.ts";

/**
 * What the original's own tests and its table of codes promise, row by row. What was learnt of its endings since stands
 * in `failure-modes.test.ts`.
 */

const content = stream([init(), toolCall("Bash"), toolResult("hi")]);
const made = { create: { outcome: "created", http: 201, reason: null, message: null } } as const;

function tell(run: Evidence, parts: Partial<RunEnd> = {}): () => ExecutionResult {
  return () => executionResult(runEnd(run, parts));
}

function refused(http: number, reason: string, message: string): () => ExecutionResult {
  return tell(evidence({ run: { create: { outcome: "rejected", http, reason, message } } }));
}

const ended = (code: number, ...lines: Parameters<typeof stream>[0]): (() => ExecutionResult) =>
  tell(evidence({ stream: stream([init(), ...lines]), run: exitCode(code) }));

const promises: readonly Promised[] = [
  {
    ending: "a tool call without a result, and exit 137 by OOMKilled",
    result: tell(
      evidence({
        stream: content,
        pod: found(pod({ agent: terminated(137, "OOMKilled", { message: "Memory cgroup out of memory" }) })),
      }),
    ),
    promised: "claude_truncated",
    message:
      /truncated mid-stream.*claude-opus-5-5.*exit code 137.*SIGKILL.*OOMKilled.*Memory cgroup out of memory/,
  },
  {
    ending: "content, and a pod that was preempted and is gone",
    result: tell(
      evidence({
        stream: content,
        pod: absent(pod({ agent: running(), conditions: [disruption("PreemptionByScheduler")] })),
      }),
    ),
    promised: "claude_truncated",
    message: /pod is gone/,
  },
  {
    ending: "content, and a Job that nobody here deleted",
    result: tell(
      evidence({ stream: content, job: absent(job()), pod: absent(pod()), run: made, now: instant(90) }),
    ),
    promised: "k8s_job_deleted_externally",
    message: /^K8s Job was deleted externally before Claude could complete \[detected_via=/,
  },
  {
    ending: "an assistant event that holds nothing, with a null stop reason and no tokens",
    result: ended(255, {
      type: "assistant",
      message: { id: "m", role: "assistant", content: [], stop_reason: null, usage: { output_tokens: 0 } },
    }),
    promised: "llm_api_error",
    message: /stop_reason: null.*output_tokens: 0/,
  },
  {
    ending: "an assistant event with text, a null stop reason and no tokens",
    result: ended(255, {
      type: "assistant",
      message: {
        id: "m",
        role: "assistant",
        content: [{ type: "text", text: "Hm." }],
        stop_reason: null,
        usage: { output_tokens: 0 },
      },
    }),
    promised: "llm_api_error",
    instead: { errorCode: "claude_truncated", argued: "A null `stop_reason` is no empty answer." },
  },
  {
    ending: "an unknown session",
    result: tell(
      evidence({
        stream: stream([]),
        run: { ...exitCode(1), stderr: [{ line: 1, text: "No conversation found with session ID: 1" }] },
      }),
    ),
    promised: "session_unavailable",
  },
  {
    ending: "a Job past its deadline",
    result: tell(
      evidence({
        stream: content,
        pod: found(pod({ reason: "DeadlineExceeded", agent: terminated(143, "Error") })),
      }),
    ),
    promised: "timeout",
    message: /^Timed out after 3600s/,
  },
  {
    ending: "a person who stopped it",
    result: tell(
      evidence({
        stream: content,
        pod: found(pod({ agent: terminated(143, "Error") })),
        run: { intents: [intent("cancel", { at: instant(50), by: "user" })] },
      }),
    ),
    promised: "cancelled",
  },
  {
    ending: "a refused create",
    result: refused(422, "Invalid", "spec.template: Invalid value"),
    promised: "k8s_job_create_failed",
  },
  {
    ending: "a quota that is full",
    result: refused(403, "Forbidden", "exceeded quota: runs"),
    promised: "k8s_job_create_failed",
  },
  {
    ending: "a Secret that could not be made",
    result: tell(
      evidence({
        run: {
          create: {
            outcome: "blocked",
            http: 403,
            reason: ADMISSION.secretNotCreated,
            message: "secrets is forbidden",
          },
        },
      }),
    ),
    promised: "k8s_prompt_secret_create_failed",
  },
  {
    ending: "an image whose name is none",
    result: tell(
      evidence({ pod: found(pod({ phase: "Pending", agent: waiting("InvalidImageName") })), run: made }),
    ),
    promised: "k8s_pod_schedule_failed",
  },
  {
    ending: "the same in a pod that was taken over",
    result: tell(
      evidence({
        pod: found(pod({ phase: "Pending", agent: waiting("InvalidImageName") })),
        run: { create: { ...made.create, outcome: "adopted", http: 409 } },
      }),
    ),
    promised: "k8s_pod_reattach_failed",
  },
  ...(
    [
      [ADMISSION.agentId, "k8s_agent_id_invalid"],
      [ADMISSION.concurrentRun, "k8s_concurrent_run_blocked"],
      [ADMISSION.unknownTask, "k8s_orphan_task_unknown"],
      [ADMISSION.otherSession, "k8s_orphan_session_mismatch"],
      [ADMISSION.unreachable, "k8s_concurrency_guard_unreachable"],
    ] as const
  ).map(([reason, promised]) => ({
    ending: `${reason} before the run`,
    result: (): ExecutionResult => endBeforeRun({ kind: "refused", reason, message: "It is so." }),
    promised,
  })),
  {
    ending: "the end of its log lost, and exit 0",
    result: tell(
      evidence({
        stream: content,
        pod: found(pod({ agent: terminated(0, "Completed") })),
        run: { log: { completeness: "tail_lost", end: "reset" } },
      }),
    ),
    promised: "claude_truncated",
    instead: { errorCode: "log_incomplete", argued: "A lost log is not a cut run." },
  },
  {
    ending: "an init alone and exit 1",
    result: ended(1),
    promised: null,
    message: /^Claude exited immediately after init \(model: claude-opus-5-5\) \(exit code 1\) — /,
    instead: { errorCode: "exited", argued: "every failure has a code" },
  },
  {
    ending: "an init alone and OOMKilled",
    result: tell(
      evidence({ stream: stream([init()]), pod: found(pod({ agent: terminated(137, "OOMKilled") })) }),
    ),
    promised: null,
    instead: { errorCode: "oom_killed", argued: "A cause that the cluster names is not guessed at." },
  },
  {
    ending: "nothing on stdout and exit 0",
    result: tell(evidence({ stream: stream([]), run: exitCode(0) })),
    promised: null,
    instead: { errorCode: "no_output", argued: "every failure has a code" },
  },
  {
    ending: "the turn limit",
    result: ended(1, errorResult("error_max_turns", [])),
    promised: null,
    instead: {
      errorCode: "max_turns_exhausted",
      argued: "The turn limit has a code, and keeps its session.",
    },
  },
  {
    ending: "an answer that mentions maximum turns",
    result: ended(0, success("You asked for a maximum turns setting of 5.")),
    promised: null,
  },
  {
    ending: "is_error and exit 0",
    result: ended(0, apiFailure("API Error: 529 overloaded", { api_error_status: 529 })),
    promised: null,
    instead: { errorCode: "claude_transient_upstream", argued: "An error that exits with 0 is a failure." },
  },
  {
    ending: "a refusal and exit 0",
    result: ended(0, success("I can not help with that.", { stop_reason: "refusal" })),
    promised: null,
    instead: { errorCode: "claude_refusal", argued: "An error that exits with 0 is a failure." },
  },
  {
    ending: "an expired login",
    result: ended(1, synthetic("Please run /login"), apiFailure("Please run /login")),
    promised: null,
    instead: { errorCode: "claude_auth_required", argued: "every failure has a code" },
  },
  {
    ending: "a success whose tools printed unauthorized and 503",
    result: ended(
      0,
      toolCall("Bash"),
      toolResult("401 unauthorized, 503 overloaded"),
      prose("Fixed."),
      success("Fixed."),
    ),
    promised: null,
  },
  {
    ending: "content, a stop of ours, and a pod that is gone",
    result: tell(
      evidence({
        stream: content,
        job: absent(job()),
        pod: absent(pod({ agent: running() })),
        run: { ...made, intents: [intent("cancel", { at: instant(50), by: "user" })] },
        now: instant(90),
      }),
    ),
    promised: "k8s_job_deleted_externally",
    instead: { errorCode: "cancelled", argued: "What we did ourselves is never called external." },
  },
];

test.each(promises)("the original's word for $ending is kept, or argued with", (promise) => {
  expect(brokenPromises(promise)).toEqual([]);
});

test("an empty answer whose figure stands beside its usage has the original's code, and not the sentence that counts", () => {
  const message = { id: "m", role: "assistant", content: [], stop_reason: null, output_tokens: 0 };
  const result = ended(255, { type: "assistant", message })();
  expect(result).toMatchObject({ errorCode: "llm_api_error", errorFamily: "transient_upstream" });
  expect(result.errorMessage).not.toMatch(/output_tokens/);
  expect(migrationPage.includes("where the figure stands beside `message.usage` and not in it")).toBe(true);
});

test("a run whose look-ups fail is not told at all, where the original had a code for it", () => {
  const blind = evidence({
    stream: content,
    pod: { kind: "unavailable", lastSeen: pod({ agent: running() }) },
  });
  expect(tell(blind)).toThrow(TypeError);
  expect(migrationPage.includes("`k8s_job_state_mismatch`")).toBe(true);
});

test("an answer that mentions maximum turns keeps its session, which the original forgot", () => {
  const result = ended(0, success("You asked for a maximum turns setting of 5."))();
  expect(result).toMatchObject({ exitCode: 0, sessionId: SESSION });
  expect(migrationPage.includes("Prose that mentions maximum turns means nothing.")).toBe(true);
});
