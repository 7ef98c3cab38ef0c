import { absent, evidence, found, intent, unavailable } from "../support/evidence.ts";
import { condition, events, job, pod, podless, running, terminated } from "../support/kubernetes.ts";
import type { EventShape, JobShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import { init, stream } from "../support/stream.ts";

const gaveUp = [intent("deadline", { phase: "schedule" })];
const noPod = ["job.value.podsCounted", "0"] as const;
const fired = ["run.intents.0.phase", "schedule"] as const;

const waited = (shapes: readonly EventShape[] = [], shape: JobShape = podless) =>
  evidence({ job: found(job(shape)), events: found(events(shapes)), run: { intents: gaveUp } });

testRule("pod-never-created", {
  code: "pod_never_created",
  decides: {
    "a Job without a pod when our schedule deadline fired, and nobody says why": {
      evidence: waited(),
      confidence: "confirmed",
      summary: "The Job never got a pod before our deadline: no Event says why",
      claims: [noPod, fired],
      competing: [],
    },
    "the same when our start deadline fired, and a warning that is no known reason": {
      evidence: {
        ...waited([
          { reason: "FailedCreate", message: "Error creating: try again", about: "Job", at: 10 },
          {
            reason: "FailedCreate",
            message: 'Error creating: serviceaccount "agent" not found',
            about: "Job",
            at: 20,
          },
          { reason: "Suspended", message: "Job suspended", about: "Job", at: 30, type: "Normal" },
          { reason: "Failed", message: "of a pod", at: 40 },
        ]),
        run: { ...evidence().run, intents: [intent("deadline", { phase: "start" })] },
      },
      confidence: "confirmed",
      summary:
        'The Job never got a pod before our deadline: Error creating: serviceaccount "agent" not found',
      claims: [
        noPod,
        ["run.intents.0.phase", "start"],
        ["events.value.1.message", 'Error creating: serviceaccount "agent" not found'],
      ],
    },
    "a warning without a message": {
      evidence: waited([{ reason: "Stuck", about: "Job" }]),
      confidence: "confirmed",
      summary: "The Job never got a pod before our deadline: Stuck",
      claims: [noPod, fired],
    },
  },
  lets: {
    "a Job that was not seen": {
      evidence: evidence({ run: { intents: gaveUp } }),
      because: "the Job has or had a pod, or was not seen",
    },
    "a Job that is out of sight": {
      evidence: evidence({ job: unavailable(job(podless)), run: { intents: gaveUp } }),
      because: "the Job has or had a pod, or was not seen",
    },
    "a Job with a pod": {
      evidence: evidence({ job: found(job(podless)), pod: found(pod()), run: { intents: gaveUp } }),
      because: "the Job has or had a pod, or was not seen",
    },
    "a Job whose counters know of a pod": {
      evidence: waited([], { status: { failed: 1 } }),
      because: "the Job has or had a pod, or was not seen",
    },
    "a Job that failed already": {
      evidence: waited([], { ...podless, conditions: [condition("Failed", "BackoffLimitExceeded")] }),
      because: "the Job has or had a pod, or was not seen",
    },
    "a Job whose pod wrote something": {
      evidence: { ...waited(), stream: stream([init()]) },
      because: "the Job has or had a pod, or was not seen",
    },
    "a Job whose pod may still come": {
      evidence: { ...waited(), run: evidence().run },
      because: "no schedule deadline of ours has fired",
    },
    "a Job that a deadline of another phase ended": {
      evidence: { ...waited(), run: { ...evidence().run, intents: [intent("deadline", { phase: "run" })] } },
      because: "no schedule deadline of ours has fired",
    },
  },
});

const suspended: JobShape = {
  suspend: true,
  conditions: [condition("Suspended", "JobSuspended")],
  status: {},
};
const bySuspension =
  "The Job was suspended from outside after it had a pod; Kubernetes deletes the pod then.";
const claims = [
  ["job.value.suspended", "true"],
  ["job.value.conditions.0.reason", "JobSuspended"],
] as const;

testRule("suspended-externally", {
  code: "suspended_externally",
  decides: {
    "a suspended Job, and a pod that was seen before": {
      evidence: evidence({ job: found(job(suspended)), pod: absent(pod({ agent: running() })) }),
      confidence: "confirmed",
      summary: bySuspension,
      claims,
    },
    "a suspended Job, and a pod that was stopped": {
      evidence: evidence({
        job: found(job(suspended)),
        pod: found(pod({ agent: terminated(143, "Error") })),
      }),
      confidence: "confirmed",
      summary: bySuspension,
      claims,
    },
    "a suspended Job whose pod wrote something": {
      evidence: evidence({ job: found(job(suspended)), pod: absent(), stream: stream([init()]) }),
      confidence: "confirmed",
      summary: bySuspension,
      claims,
    },
    "a suspended Job whose counters know of a pod, before the condition is there": {
      evidence: evidence({ job: found(job({ suspend: true, status: { active: 1 } })) }),
      confidence: "confirmed",
      summary: bySuspension,
      claims: [claims[0]],
    },
    "a suspended Job that had been started": {
      evidence: evidence({ job: found(job({ ...suspended, status: podless.status ?? {} })) }),
      confidence: "confirmed",
      summary: bySuspension,
      claims,
    },
  },
  lets: {
    "a suspended Job whose agent container is still seen running": {
      evidence: evidence({ job: found(job(suspended)), pod: found(pod({ agent: running() })) }),
      because: "the agent container is still running",
    },
    "a Job that was not seen": {
      evidence: evidence({ pod: absent(pod()) }),
      because: "the Job was not seen",
    },
    "a Job that was suspended when it was last seen, and is gone": {
      evidence: evidence({ job: absent(job(suspended)), pod: absent(pod()) }),
      because: "the Job was not seen",
    },
    "a Job that was resumed": {
      evidence: evidence({
        job: found(job({ conditions: [condition("Suspended", "JobResumed", { status: "False" })] })),
        pod: absent(pod()),
      }),
      because: "the Job is not suspended",
    },
    "a Job that we suspended to tear it down": {
      evidence: evidence({
        job: found(job(suspended)),
        pod: absent(pod({ agent: running() })),
        run: { intents: [intent("teardown")] },
      }),
      because: "an intent of ours explains the suspension",
    },
    "a Job that was created suspended and never had a pod": {
      evidence: evidence({ job: found(job(suspended)) }),
      because: "a Job that was created suspended never had a pod",
    },
  },
});
