import { classify } from "@runverdict/classifier";
import type { Evidence } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { absent, evidence, exitCode, found, instant, intent } from "../support/evidence.ts";
import {
  condition,
  disruption,
  job,
  pod,
  podless,
  running,
  terminated,
  waiting,
} from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import { errorResult, init, prose, stream, success } from "../support/stream.ts";

const working = stream([init(), prose("Working.")]);
const bytes = ["stream.counts.bytes", String(working.counts.bytes)] as const;
const interrupted = stream([
  init(),
  errorResult("error_during_execution", [], { terminal_reason: "aborted_tools" }),
]);
const deletion = { at: 59, graceSeconds: 30 };

function summary(via: string, facts: readonly string[]): string {
  return `K8s Job was deleted externally before Claude could complete [detected_via=${via}, ${facts.join(", ")}]`;
}

const wrote = [`stdout_bytes=${working.counts.bytes}`, "stdout_lines=2"];
const podGone = ["pod.kind", "absent"] as const;
const jobGone = ["job.kind", "absent"] as const;

testRule("deleted-externally", {
  code: "deleted_externally",
  decides: {
    "a pod that was being deleted when its container stopped": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(143, "Error"), deletion })),
        job: found(job()),
      }),
      confidence: "likely",
      summary: summary("pod-deletion-timestamp", [
        "job=run-1",
        "ns=agents",
        "elapsed_since_pod_running=59s",
        "last_job_conditions=none",
        ...wrote,
      ]),
      claims: [["pod.value.deletionRequestedAt", String(instant(59))], bytes],
      competing: [],
    },
    "a Job that was being deleted when its container stopped": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(143, "Error") })),
        job: found(
          job({
            deletion,
            conditions: [
              condition("Suspended"),
              condition("Suspended"),
              condition("Failed", null, { status: "False" }),
            ],
          }),
        ),
      }),
      confidence: "likely",
      summary: summary("job-deletion-timestamp", [
        "job=run-1",
        "ns=agents",
        "elapsed_since_pod_running=59s",
        "last_job_conditions=Suspended",
        ...wrote,
      ]),
      claims: [["job.value.deletionRequestedAt", String(instant(59))], bytes],
    },
    // Nobody saw whether the pod was to go when the process told of its end.
    "a Job that was being deleted when its pod was seen for the last time, whoever told of an exit later": {
      evidence: evidence({
        stream: working,
        pod: absent(pod({ agent: running() })),
        job: absent(job({ deletion })),
        run: exitCode(1),
      }),
      confidence: "likely",
      summary: summary("job-deletion-timestamp", [
        "job=run-1",
        "ns=agents",
        "elapsed_since_pod_running=unknown",
        "last_job_conditions=none",
        ...wrote,
      ]),
      claims: [["job.lastSeen.deletionRequestedAt", String(instant(59))], podGone, jobGone, bytes],
    },
    "a pod that is gone together with its Job, and was running when it was last seen": {
      evidence: evidence({
        stream: working,
        pod: absent(pod({ agent: running() })),
        job: absent(job()),
        now: instant(301),
      }),
      confidence: "likely",
      summary: summary("job-and-pod-lookup-404", [
        "job=run-1",
        "ns=agents",
        "elapsed_since_pod_running=5min",
        "last_job_conditions=none",
        ...wrote,
      ]),
      claims: [podGone, jobGone, bytes],
    },
    "a pod that is gone, while its Job is there": {
      evidence: evidence({ pod: absent(pod({ agent: running(), deletion })), job: found(job()) }),
      confidence: "likely",
      summary: summary("pod-deletion-timestamp", [
        "job=run-1",
        "ns=agents",
        "elapsed_since_pod_running=58s",
        "last_job_conditions=none",
        "stdout_bytes=unknown",
        "stdout_lines=unknown",
      ]),
      claims: [["pod.lastSeen.deletionRequestedAt", String(instant(59))], podGone],
    },
    "a pod that is gone and that nobody ever saw, though it wrote": {
      evidence: evidence({ stream: working, pod: absent() }),
      confidence: "likely",
      summary: summary("pod-lookup-404", [
        "elapsed_since_pod_running=unknown",
        "last_job_conditions=none",
        ...wrote,
      ]),
      claims: [podGone, bytes],
    },
    "a container that was stopped, in a Job that is gone and was not over": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(137, "Error") })),
        job: absent(job()),
      }),
      confidence: "likely",
      summary: summary("job-lookup-404", [
        "job=run-1",
        "ns=agents",
        "elapsed_since_pod_running=59s",
        "last_job_conditions=none",
        ...wrote,
      ]),
      claims: [jobGone, bytes],
    },
    "an interrupt that the agent told of, as the echo of the deletion": {
      evidence: evidence({
        stream: interrupted,
        pod: found(pod({ agent: terminated(0, "Completed"), deletion })),
      }),
      confidence: "likely",
      summary: summary("pod-deletion-timestamp", [
        "elapsed_since_pod_running=59s",
        "last_job_conditions=none",
        `stdout_bytes=${interrupted.counts.bytes}`,
        "stdout_lines=2",
      ]),
      claims: [
        ["pod.value.deletionRequestedAt", String(instant(59))],
        ["stream.counts.bytes", String(interrupted.counts.bytes)],
      ],
    },
    "a disruption that came after the container had been deleted": {
      evidence: evidence({
        stream: working,
        pod: found(
          pod({ agent: terminated(143, "Error"), deletion, conditions: [disruption("DeletionByPodGC", 70)] }),
        ),
      }),
      confidence: "likely",
      summary: summary("pod-deletion-timestamp", [
        "elapsed_since_pod_running=59s",
        "last_job_conditions=none",
        ...wrote,
      ]),
      claims: [["pod.value.deletionRequestedAt", String(instant(59))], bytes],
    },
  },
  lets: {
    "a Job that was refused, and of which nothing was ever seen": {
      evidence: evidence({
        pod: absent(),
        job: absent(),
        run: { create: { outcome: "rejected", http: 429, reason: null, message: null } },
      }),
      because: "nothing of the run was ever seen",
    },
    "a result before the deletion": {
      evidence: evidence({ stream: stream([init(), success("Done.")]), pod: absent(), job: absent() }),
      because: "the agent gave a result before it was deleted",
    },
    ...Object.fromEntries(
      (["cancel", "teardown", "budget", "deadline"] as const).map((kind) => [
        `a deletion that our own ${kind} explains, however late it was recorded`,
        {
          evidence: evidence({
            stream: working,
            pod: absent(pod({ agent: running(), deletion })),
            run: { intents: [intent(kind, { at: instant(9000) })] },
          }),
          because: "an intent of ours explains the deletion",
        },
      ]),
    ),
    "a disruption that took the pod": {
      evidence: evidence({
        stream: working,
        pod: found(
          pod({
            agent: terminated(143, "Error"),
            deletion,
            conditions: [disruption("EvictionByEvictionAPI")],
          }),
        ),
      }),
      because: "a disruption took the pod",
    },
    "a Job that had completed and was cleaned up": {
      evidence: evidence({
        stream: working,
        pod: absent(pod()),
        job: absent(job({ conditions: [condition("Complete")] })),
      }),
      because: "the Job had completed",
    },
    "a Job whose success was certain": {
      evidence: evidence({
        stream: working,
        pod: absent(pod()),
        job: absent(job({ conditions: [condition("SuccessCriteriaMet")] })),
      }),
      because: "the Job had completed",
    },
    "a deletion long after the container had ended by itself": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(1, "Error"), deletion: { at: 66, graceSeconds: 30 } })),
      }),
      because: "the deletion came after the container had ended by itself",
    },
    "a pod and a Job that are there": {
      evidence: evidence({ stream: working, pod: found(pod()), job: found(job()) }),
      because: "neither the Job nor the pod is gone",
    },
    "a local process": {
      evidence: evidence({ stream: working, run: exitCode(143) }),
      because: "neither the Job nor the pod is gone",
    },
    "a container that had ended by itself before its pod was cleaned up": {
      evidence: evidence({
        stream: working,
        pod: absent(pod({ agent: terminated(3, "Error") })),
        job: absent(),
      }),
      because: "the container had ended by itself",
    },
    // Deleted with its pods orphaned, a Job leaves its agent at work.
    "a container that ended by itself in a pod that outlived its Job's deletion": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(3, "Error") })),
        job: found(job({ deletion: { at: 30, graceSeconds: 0 } })),
      }),
      because: "the pod was not to go when its container ended by itself",
    },
    "the same of a pod that was removed later": {
      evidence: evidence({
        stream: working,
        pod: absent(pod({ agent: terminated(0, "Completed") })),
        job: absent(job({ deletion: { at: 30, graceSeconds: 0 } })),
      }),
      because: "the pod was not to go when its container ended by itself",
    },
    "a container that was stopped in a Job that was over, which its TTL removed": {
      evidence: evidence({
        stream: working,
        pod: absent(pod({ agent: terminated(143, "Error") })),
        job: absent(job({ conditions: [condition("Failed", "BackoffLimitExceeded")] })),
      }),
      because: "the container had ended by itself",
    },
  },
});

describe("a deletion of which nobody can say when the pod ran", () => {
  const elapsed = (more: Partial<Evidence>) =>
    /elapsed_since_pod_running=([^,]*)/.exec(classify(evidence({ stream: working, ...more })).summary)?.[1];

  test.each<[string, Partial<Evidence>, string]>([
    [
      "a pod that only waited",
      { pod: absent(pod({ agent: waiting("ContainerCreating") })), now: instant(60) },
      "unknown",
    ],
    ["no clock", { pod: absent(pod({ agent: running() })) }, "unknown"],
    ["a clock before the start", { pod: absent(pod({ agent: running(90) })), now: instant(60) }, "unknown"],
    [
      "a start that nobody wrote down",
      { pod: absent(pod({ agent: { running: {} } })), now: instant(60) },
      "unknown",
    ],
    [
      "a deletion of the Job alone",
      { pod: absent(pod({ agent: running() })), job: absent(job({ deletion })) },
      "unknown",
    ],
    ["hours", { pod: absent(pod({ agent: running() })), now: instant(3 * 3600 + 1261) }, "3h21min"],
  ])("%s gives %s", (_, more, text) => {
    expect(elapsed(more)).toBe(text);
  });
});

test("the conditions of a deleted Job are bounded", () => {
  const many = Array.from({ length: 40 }, (_, index) => condition(`Custom${index}`));
  const { summary: text } = classify(
    evidence({ pod: absent(pod({ agent: running() })), job: absent(job({ conditions: many })) }),
  );
  expect(text).toContain("last_job_conditions=Custom0+Custom1+Custom2+Custom3,");
});

test("a Job that never had a pod was not deleted", () => {
  const { code } = classify(
    evidence({ job: found(job({ ...podless, deletion: { at: 1, graceSeconds: 0 } })) }),
  );
  expect(code).toBe("starting");
});
