import { evidence, exitCode, found, instant, intent, time } from "../support/evidence.ts";
import { condition, job, pod, running, terminated, waiting } from "../support/kubernetes.ts";
import type { PodShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import { init, prose, stream, success } from "../support/stream.ts";
import { CODES, type Intent } from "@runverdict/classifier";

const working = stream([init(), prose("Working.")]);

/** A run in a pod, ended by SIGTERM a minute after its start unless something else is said, and what we meant to do. */
function meant(intents: readonly Intent[], shape: PodShape = { agent: terminated(143, "Error") }) {
  return evidence({ stream: working, pod: found(pod(shape)), run: { intents } });
}

/** What to do where nobody saw the agent end: before all else, to look whether it did. */
function unconfirmed(code: "cancelled" | "budget_stopped" | "timed_out"): string {
  const first = "Make sure that the pod is gone, for nobody saw the agent end.";
  return code === "cancelled" ? first : `${first} ${CODES[code].resolve}`;
}

const podExit = ["pod.value.agent.state.exitCode", "143"] as const;

for (const { id, code, kind, said } of [
  { id: "cancelled", code: "cancelled", kind: "cancel", said: "Cancelled by" },
  { id: "budget-stopped", code: "budget_stopped", kind: "budget", said: "Stopped for its budget by" },
] as const) {
  testRule(id, {
    code,
    decides: {
      "an intent recorded before the container ended": {
        evidence: meant([intent(kind, { at: instant(55), by: "user" })]),
        confidence: "confirmed",
        summary: `${said} user after 59 s.`,
        claims: [["run.intents.0.kind", kind], podExit],
        competing: [],
      },
      "an intent of the second in which the container ended, for that is how finely finishedAt is written": {
        evidence: meant([intent(kind, { at: instant(60.9), by: "user" })]),
        confidence: "confirmed",
        summary: `${said} user after 59 s.`,
        claims: [["run.intents.0.kind", kind], podExit],
      },
      "an intent without a time and without a name": {
        evidence: meant([intent(kind)]),
        confidence: "confirmed",
        summary: `${said} us after 59 s.`,
        claims: [["run.intents.0.kind", kind], podExit],
      },
      "an intent, and an end of which nobody knows when it was": {
        evidence: meant([intent(kind, { by: "user" })], {
          agent: { terminated: { exitCode: 143, reason: "Error" } },
        }),
        confidence: "likely",
        summary: `${said} user.`,
        claims: [["run.intents.0.kind", kind], podExit],
      },
      "an intent behind another one, and a local process, whose times nobody knows": {
        evidence: evidence({
          stream: working,
          run: { ...exitCode(143), intents: [intent("teardown"), intent(kind, { by: "nightly" })] },
        }),
        confidence: "likely",
        summary: `${said} nightly.`,
        claims: [
          ["run.intents.1.kind", kind],
          ["run.exit.code", "143"],
        ],
      },
      "an intent, and a container that is still seen running": {
        evidence: {
          ...meant([intent(kind, { at: instant(55), by: "user" })], { agent: running(1) }),
          now: instant(121),
        },
        confidence: "likely",
        summary: `${said} user after 2 min.`,
        resolution: unconfirmed(code),
        claims: [["run.intents.0.kind", kind]],
      },
      "an intent before the Job had a pod": {
        evidence: evidence({ run: { intents: [intent(kind, { at: instant(1), by: "user" })] } }),
        confidence: "likely",
        summary: `${said} user.`,
        resolution: unconfirmed(code),
        claims: [["run.intents.0.kind", kind]],
      },
      "a name that carries control characters and a secret": {
        evidence: meant([intent(kind, { by: "eve\u001b[31m\n\u202epassword=hunter2" })]),
        confidence: "confirmed",
        summary: `${said} eve password=[redacted] after 59 s.`,
        claims: [["run.intents.0.kind", kind], podExit],
      },
    },
    lets: {
      "a run that nobody meant to end": {
        evidence: meant([]),
        because: `no ${kind} of ours is recorded`,
      },
      "an intent of another kind": {
        evidence: meant([intent("teardown", { at: instant(55) }), intent("deadline", { phase: "drain" })]),
        because: `no ${kind} of ours is recorded`,
      },
      "an intent that came after the container had ended": {
        evidence: meant([intent(kind, { at: instant(61) })]),
        because: `the ${kind} came after the agent had ended`,
      },
    },
  });
}

const phase = ["run.intents.0.phase", "run"] as const;
const kind = ["run.intents.0.kind", "deadline"] as const;
const deadline = (more: Partial<Intent> = {}) =>
  intent("deadline", { phase: "run", at: instant(59), ...more });
const byPod = {
  phase: "Failed",
  reason: "DeadlineExceeded",
  message: "Pod was active on the node longer than the specified deadline",
};

testRule("timed-out", {
  code: "timed_out",
  decides: {
    "our deadline for the run": {
      evidence: meant([deadline()]),
      confidence: "confirmed",
      summary: "The run reached its deadline after 58 s, and we stopped it.",
      claims: [kind, phase, podExit],
    },
    "our deadline where the limit is known and was reached": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(143, "Error") })),
        run: { intents: [deadline()], limits: { runMs: 58_000 } },
      }),
      confidence: "confirmed",
      summary: "The run reached its deadline after 58 s, and we stopped it.",
      claims: [kind, phase, podExit],
    },
    "our deadline for silence, long before the deadline for the run": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(143, "Error") })),
        run: { intents: [deadline({ phase: "idle" })], limits: { runMs: 3_600_000 } },
      }),
      confidence: "confirmed",
      summary: "The run was silent for longer than it may be after 58 s, and we stopped it.",
      claims: [kind, ["run.intents.0.phase", "idle"], podExit],
    },
    "our deadline, and nobody could look at the pod any more": {
      evidence: evidence({ stream: working, run: { intents: [deadline()] } }),
      confidence: "likely",
      summary: "The run reached its deadline, and we stopped it.",
      resolution: unconfirmed("timed_out"),
      claims: [kind, phase],
    },
    "the pod's own deadline, by the kubelet's word": {
      evidence: evidence({ pod: found(pod({ ...byPod, agent: terminated(143, "Error") })) }),
      confidence: "confirmed",
      summary: "The pod passed its activeDeadlineSeconds (reason DeadlineExceeded).",
      claims: [["pod.value.reason", "DeadlineExceeded"]],
    },
    "the pod's own deadline, although our limit is longer": {
      evidence: evidence({
        pod: found(pod({ ...byPod, agent: terminated(143, "Error") })),
        run: { limits: { runMs: 3_600_000 } },
      }),
      confidence: "confirmed",
      summary: "The pod passed its activeDeadlineSeconds (reason DeadlineExceeded).",
      claims: [["pod.value.reason", "DeadlineExceeded"]],
    },
    "the Job's deadline, which deletes the pod": {
      evidence: evidence({ job: found(job({ conditions: [condition("Failed", "DeadlineExceeded")] })) }),
      confidence: "confirmed",
      summary: "The Job passed its activeDeadlineSeconds (reason DeadlineExceeded).",
      claims: [["job.value.conditions.0.reason", "DeadlineExceeded"]],
    },
    "the Job's deadline, before its condition is final": {
      evidence: evidence({
        job: found(job({ conditions: [condition("FailureTarget", "DeadlineExceeded")] })),
      }),
      confidence: "confirmed",
      summary: "The Job passed its activeDeadlineSeconds (reason DeadlineExceeded).",
      claims: [["job.value.conditions.0.reason", "DeadlineExceeded"]],
    },
    both: {
      evidence: evidence({
        pod: found(pod({ ...byPod, agent: terminated(143, "Error") })),
        job: found(job({ conditions: [condition("Failed", "DeadlineExceeded")] })),
      }),
      confidence: "confirmed",
      summary: "The pod passed its activeDeadlineSeconds (reason DeadlineExceeded).",
      claims: [
        ["pod.value.reason", "DeadlineExceeded"],
        ["job.value.conditions.0.reason", "DeadlineExceeded"],
      ],
    },
    "exit 124, as timeout(1) gives it": {
      evidence: evidence({ stream: working, run: exitCode(124) }),
      confidence: "likely",
      summary: "A time limit around the agent's process ended it (exit 124, as timeout(1) reports it).",
      claims: [["run.exit.code", "124"]],
    },
  },
  lets: {
    "a run that just ended": {
      evidence: meant([]),
      because: "no deadline fired",
    },
    "an exit code that is another one": {
      evidence: evidence({ stream: working, run: exitCode(123) }),
      because: "no deadline fired",
    },
    "a deadline for the drain, which is no deadline of the run": {
      evidence: meant([deadline({ phase: "drain" })]),
      because: "no deadline fired",
    },
    "a deadline without a phase": {
      evidence: meant([deadline({ phase: null })]),
      because: "no deadline fired",
    },
    "a deadline that fired after the container had ended": {
      evidence: meant([deadline({ at: instant(61) })]),
      because: "no deadline fired",
    },
    "a deadline that fired far too early: time-outs were once said that were none": {
      evidence: evidence({
        stream: working,
        pod: found(pod({ agent: terminated(143, "Error") })),
        run: { intents: [deadline()], limits: { runMs: 3_600_000 } },
      }),
      because: "only 58 s of the 60 min that the run may take had passed",
    },
    "exit 124 before the known deadline": {
      evidence: evidence({
        pod: found(pod({ agent: terminated(124, "Error") })),
        run: { limits: { runMs: 7_200_000 } },
      }),
      because: "only 59 s of the 2 h 0 min that the run may take had passed",
    },
    "a pod that was ended for another reason": {
      evidence: evidence({
        pod: found(pod({ phase: "Failed", reason: "Evicted", agent: terminated(143, "Error") })),
      }),
      because: "no deadline fired",
    },
    "a deadline that the pod passed long after its agent had ended": {
      evidence: evidence({
        pod: found(pod({ ...byPod, agent: terminated(3, "Error"), spec: { activeDeadlineSeconds: 66 } })),
      }),
      because: "no deadline fired",
    },
    "a Job that failed for another reason": {
      evidence: evidence({ job: found(job({ conditions: [condition("Failed", "BackoffLimitExceeded")] })) }),
      because: "no deadline fired",
    },
    "a deadline that the Job passed long after its agent had ended": {
      evidence: evidence({
        pod: found(pod({ agent: terminated(3, "Error") })),
        job: found(
          job({ conditions: [condition("Failed", "DeadlineExceeded", { lastTransitionTime: time(66) })] }),
        ),
      }),
      because: "no deadline fired",
    },
    "a condition that is not true": {
      evidence: evidence({
        job: found(job({ conditions: [condition("Failed", "DeadlineExceeded", { status: "False" })] })),
      }),
      because: "no deadline fired",
    },
    "a result that came first": {
      evidence: evidence({
        stream: stream([init(), success("Done.")]),
        pod: found(pod({ agent: terminated(0, "Completed") })),
        run: { intents: [deadline({ at: instant(61) })] },
      }),
      because: "no deadline fired",
    },
    "a pod that waits, and has nothing to do with the run's deadline": {
      evidence: evidence({ pod: found(pod({ phase: "Pending", agent: waiting("ContainerCreating") })) }),
      because: "no deadline fired",
    },
  },
});
