import { ADMISSION, type Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import { brokenPromises, migrationPage, type Promised } from "../support/promised.ts";
import { runEnd } from "../support/run-end.ts";
import { readCases } from "../../../classifier/test/support/cases.ts";
import { absent, evidence, exitCode, found, instant } from "../../../classifier/test/support/evidence.ts";
import { condition, job, pod, terminated } from "../../../classifier/test/support/kubernetes.ts";
import {
  apiFailure,
  init,
  prose,
  stream,
  success,
  toolCall,
  toolResult,
} from "../../../classifier/test/support/stream.ts";

/**
 * How runs of the original and its forks were seen to end, and what they were called: most were called wrongly at some
 * time. A name in quotes is a recorded ending.
 */

const recorded = new Map(readCases().map((one) => [one.name, one.evidence]));

function evidenceOf(run: string | Evidence): Evidence {
  if (typeof run !== "string") return run;
  const known = recorded.get(run);
  if (known === undefined) throw new TypeError(`There is no recorded ending "${run}".`);
  return known;
}

function kept(ending: string, run: string | Evidence, promised: string | null, message?: RegExp): Promised {
  const result: Promised["result"] = () => executionResult(runEnd(evidenceOf(run)));
  return { ending, result, promised, ...(message === undefined ? {} : { message }) };
}

function differs(
  ending: string,
  run: string | Evidence,
  [promised, errorCode]: readonly [string | null, string | undefined],
  argued: string,
): Promised {
  return { ...kept(ending, run, promised), instead: { errorCode, argued } };
}

const content = stream([init(), toolCall("Bash"), toolResult("hi")]);
const done = stream([init(), prose("Done."), success("Done.")]);
const deadJob = { job: absent(job()), now: instant(90) };

const limits: readonly Promised[] = [
  kept("a tool's child that was out of memory, and an agent that went on", "k8s-oom-child-success", null),
  differs(
    "an agent out of memory beside a sidecar that lives on, which was asked for again and again",
    "k8s-oom-beside-sidecar",
    [null, "claude_truncated"],
    "A sidecar hides no end, and makes none.",
  ),
  differs(
    "a native sidecar that was killed at the end",
    "made-succeeded-native-sidecar-oom",
    ["k8s_pod_schedule_failed", undefined],
    "A sidecar hides no end, and makes none.",
  ),
  kept("a Job past its deadline", "made-timed-out-job-deadline", "timeout", /^Timed out after 3600s\n/),
  kept("a run that we stopped at its deadline", "made-timed-out-run", "timeout", /^Timed out after 3600s\n/),
  differs(
    "a deadline that came after the result",
    evidence({
      stream: done,
      pod: found(pod({ reason: "DeadlineExceeded", agent: terminated(143, "Error") })),
    }),
    ["timeout", undefined],
    "A result counts, whatever came after it.",
  ),
];

const taken: readonly Promised[] = [
  kept("a node under pressure", "k8s-node-pressure", "claude_truncated"),
  kept("an eviction through the API", "k8s-evict-api", "claude_truncated"),
  kept("a taint", "k8s-node-tainted", "claude_truncated"),
  kept("a node that shut down", "made-node-shutdown", "claude_truncated"),
  kept("a node that is gone", "made-node-lost", "claude_truncated", /; pod is gone — Job pod was removed \(/),
  kept(
    "a pod that we deleted before we looked",
    "made-terminated-teardown",
    "claude_truncated",
    /^(?!.*(?:pod is gone|pod was removed))/s,
  ),
];

const deleted: readonly Promised[] = [
  kept(
    "a Job that somebody deleted right after the init",
    "k8s-delete-midrun-init",
    "k8s_job_deleted_externally",
    /^K8s Job was deleted externally before Claude could complete \[detected_via=/,
  ),
  differs(
    "a Job that somebody deleted, and an exit that was still read",
    evidence({ stream: content, ...deadJob, pod: absent(pod({ agent: terminated(143, "Error") })) }),
    ["claude_truncated", "k8s_job_deleted_externally"],
    "A deletion is told as one.",
  ),
  differs(
    "a pod that somebody deleted, whose Job is there",
    "made-deleted-externally-pod",
    ["claude_truncated", "k8s_job_deleted_externally"],
    "A deletion is told as one.",
  ),
  kept("a success whose Job its time to live took", "made-succeeded-ttl", null),
  differs(
    "a cut run whose Job its time to live took",
    "made-exited-ttl",
    ["k8s_job_deleted_externally", "claude_truncated"],
    "A deletion is told as one.",
  ),
  kept(
    "an ended Job whose pod nobody saw end",
    evidence({
      stream: content,
      job: found(job({ conditions: [condition("Complete")] })),
      pod: absent(pod()),
      now: instant(90),
    }),
    "claude_truncated",
    /; pod is gone — /,
  ),
];

const notStarted: readonly Promised[] = [
  kept("a quota that left no pod", "made-quota-exceeded-failed-create", "k8s_pod_schedule_failed"),
  kept("an admission that left no pod", "made-admission-denied-failed-create", "k8s_pod_schedule_failed"),
  kept("a Job that got no pod", "made-pod-never-created", "k8s_pod_schedule_failed"),
  kept("no node, for as long as it may take", "k8s-no-node-match-gave-up", "k8s_pod_schedule_failed"),
  kept("an image that could not be pulled", "k8s-image-pull-gave-up", "k8s_pod_schedule_failed"),
  kept("an image that is not there", "made-image-not-found", "k8s_pod_schedule_failed"),
  kept("an image that may not be read", "made-image-auth", "k8s_pod_schedule_failed"),
  kept("a start that took too long", "made-start-timeout", "k8s_pod_schedule_failed"),
  kept("a volume on another node", "made-volume-unavailable-attach", "k8s_pod_schedule_failed"),
  kept("an init container that failed", "made-init-failed", "k8s_pod_schedule_failed"),
  kept("a Secret that is missing", "made-container-config-error", "k8s_pod_schedule_failed"),
  kept(
    "arguments beyond what Linux takes",
    evidence({
      pod: found(
        pod({ phase: "Failed", agent: terminated(128, "StartError", { message: "argument list too long" }) }),
      ),
    }),
    "k8s_pod_schedule_failed",
  ),
  differs(
    "a container that had ended before anybody looked",
    evidence({
      stream: stream(["error: unknown option"]),
      pod: found(pod({ phase: "Failed", agent: terminated(1, "Error") })),
    }),
    ["k8s_pod_schedule_failed", "startup_failed"],
    "A container that ran is no pod that did not start.",
  ),
  kept("a name that is taken", "made-name-conflict", "k8s_job_create_failed"),
  kept(
    "a Secret whose name is taken",
    evidence({
      run: {
        create: { outcome: "blocked", http: 409, reason: ADMISSION.secretNotCreated, message: "exists" },
      },
    }),
    "k8s_prompt_secret_create_failed",
  ),
];

const coded = "every failure has a code";

const agents: readonly Promised[] = [
  kept("a clean result and an unclean exit", "made-succeeded-unclean-exit", null),
  kept(
    "a result, and an exit that nobody read",
    evidence({ stream: done, ...deadJob, pod: absent(pod()) }),
    null,
  ),
  differs(
    "a history that the provider rejects",
    "cli-2_1_20-tool-history-400",
    [null, "claude_poisoned_previous_message_id"],
    coded,
  ),
  differs("a limit of the subscription", "cli-2_1_20-spend-limit-400", [null, "provider_quota"], coded),
  differs("a full context window", "cli-0_2_126-prompt-too-long", [null, "context_overflow"], coded),
  differs("an image without Claude Code", "made-startup-failed-127", [null, "startup_failed"], coded),
  differs("a log of which nothing came", "made-log-incomplete-reset", [null, "log_incomplete"], coded),
  differs(
    "a permanent 403 whose tools printed 503 and overloaded",
    evidence({
      stream: stream([
        init(),
        toolCall("Bash"),
        toolResult("503 Service Unavailable: overloaded"),
        apiFailure("API Error: 403 forbidden", { api_error_status: 403 }),
      ]),
      run: exitCode(1),
    }),
    ["claude_transient_upstream", "claude_auth_required"],
    "Words of a transcript decide nothing.",
  ),
];

test.each([...limits, ...taken, ...deleted, ...notStarted, ...agents])(
  "what was said of $ending is kept, or argued with",
  (promise) => {
    expect(brokenPromises(promise)).toEqual([]);
  },
);

test.each([
  ["no node yet", "k8s-no-node-match-still"],
  ["a pull that is tried again", "k8s-image-pull-still"],
  ["an answer of the API server that was lost", "made-observer-blind-create-500"],
  ["a failed look-up in the middle of a run", "made-observer-blind-mid-run"],
  ["an ended pod of an earlier attempt, beside a Job that lives", staleAttempt()],
])("%s, which ended runs of the original, is no end", (_, run) => {
  expect(() => executionResult(runEnd(evidenceOf(run)))).toThrow("The run is not over");
  expect(migrationPage.includes("A failed look-up is no end.")).toBe(true);
});

function staleAttempt(): Evidence {
  const earlier = pod({
    jobUid: "00000000-0000-4000-8000-000000000000",
    agent: terminated(137, "OOMKilled"),
  });
  return evidence({ stream: content, job: found(job()), pod: found(earlier), now: instant(90) });
}
