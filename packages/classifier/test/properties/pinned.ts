import {
  type ContainerState,
  type Evidence,
  type JobFacts,
  noEvidence,
  type PodFacts,
} from "@runverdict/classifier";
import type { PlausibleEvidence } from "@runverdict/classifier/arbitraries";
import { nothingSeen, parseTranscript } from "@runverdict/stream-parser";

/** Evidence on which the classifier was wrong once, as small as it came out of the properties that found it. */

const AT = 1_795_200_000_000;

function run(parts: Partial<Omit<Evidence, "run">>, told: Partial<Evidence["run"]> = {}): Evidence {
  return { ...noEvidence, ...parts, run: { ...noEvidence.run, ...told } };
}

function podWith(state: ContainerState | null): PodFacts {
  return {
    name: "pod",
    namespace: null,
    uid: "pod-uid",
    jobUid: "job-uid",
    nodeName: null,
    phase: "Running",
    reason: null,
    message: null,
    createdAt: null,
    startedAt: null,
    deadlineAt: null,
    deletionRequestedAt: null,
    deletionAt: null,
    conditions: [],
    agent:
      state === null ? null : { name: "agent", state, lastTerminated: null, restarts: 0, memoryLimit: null },
    sidecars: [],
    initContainers: [],
  };
}

function jobWith(conditions: JobFacts["conditions"]): JobFacts {
  return {
    name: null,
    namespace: null,
    uid: "job-uid",
    createdAt: null,
    startedAt: null,
    deletionRequestedAt: null,
    suspended: false,
    conditions,
    podsCounted: 1,
  };
}

function endedWith(exitCode: number): ContainerState {
  return {
    kind: "terminated",
    exitCode,
    reason: "Error",
    message: null,
    signal: null,
    startedAt: null,
    finishedAt: AT,
  };
}

const running: ContainerState = { kind: "running", startedAt: AT };
const waiting: ContainerState = { kind: "waiting", reason: "ContainerCreating", message: null };

/** It was said that the Job had never been created, beside the pod that had run in it. */
export const lostAnswerBesideItsPod: Evidence = run(
  { pod: { kind: "absent", lastSeen: podWith(endedWith(1)) }, job: { kind: "absent", lastSeen: null } },
  { create: { outcome: "unknown", http: null, reason: null, message: "socket hang up" } },
);

/** Whether it timed out depended on which of two deadlines had been written down first. */
export const twoDeadlines: readonly [Evidence, Evidence] = [
  deadlines("run", "idle"),
  deadlines("idle", "run"),
];

function deadlines(...phases: readonly ("run" | "idle")[]): Evidence {
  const intents = phases.map((phase) => ({ kind: "deadline" as const, phase, at: AT, by: null }));
  const ended = { ...podWith(endedWith(143)), startedAt: AT };
  return run({ pod: { kind: "found", value: ended } }, { intents, limits: { runMs: 1000 } });
}

/** A condition that was told twice stood twice in the summary. */
export const failedAndGone: Evidence = run({
  pod: { kind: "absent", lastSeen: podWith(running) },
  job: {
    kind: "absent",
    lastSeen: jobWith([{ type: "Failed", status: "True", reason: null, message: null, at: null }]),
  },
});

/** The pod of another Job was missed for having no agent container. */
export const strangersWithAndWithoutAgent: readonly [Evidence, JobFacts, PodFacts, PodFacts] = [
  noEvidence,
  jobWith([]),
  podWith(null),
  podWith(running),
];

/** The name of the model reached a competing explanation as it stood. */
export const hostileModelInACompetitor: Evidence = run({
  stream: transcript(
    { type: "system", subtype: "init", session_id: "s", model: "\u001b[31m\u202eclaude\u0000" },
    {
      type: "result",
      subtype: "success",
      is_error: false,
      result: "",
      session_id: "s",
      terminal_reason: "hook_stopped",
      num_turns: 1,
    },
  ),
});

/** A policy without any tries was tried once. */
export const killedWithoutAReason: Evidence = run({ pod: { kind: "found", value: podWith(endedWith(137)) } });

function transcript(...events: readonly object[]): Evidence["stream"] {
  return parseTranscript(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}

/** What was confirmed, and is not so for whoever looks closer. */
export const confirmedTooSoon: readonly PlausibleEvidence[] = [
  // A result beside a container that was not looked at.
  learnt(run({ stream: sessionMissed() }), { pod: { kind: "found", value: podWith(running) } }),
  // A cancel, before or after an end of which only the exit code is known.
  learnt(
    run(
      {
        stream: nothingSeen,
        pod: { kind: "absent", lastSeen: null },
        job: { kind: "found", value: failedByPolicy() },
      },
      { intents: [{ kind: "cancel", phase: null, at: AT + 8000, by: "user" }] },
    ),
    { pod: { kind: "absent", lastSeen: podWith(endedWith(3)) } },
  ),
  // A container that waited when it was last seen, before our deadline fired.
  learnt(
    run(
      { pod: { kind: "unavailable", lastSeen: podWith(waiting) } },
      { intents: [{ kind: "deadline", phase: "start", at: AT, by: "runner" }] },
    ),
    { pod: { kind: "found", value: podWith(running) } },
  ),
  // An agent that ended with an error of its own, in a Job that passed its deadline in the same second.
  learnt(
    run({
      stream: transcript({
        type: "result",
        subtype: "success",
        is_error: true,
        result: "No name yet",
        num_turns: 2,
      }),
      pod: { kind: "absent", lastSeen: podWith(endedWith(143)) },
    }),
    { job: { kind: "found", value: pastItsDeadline() } },
  ),
];

function sessionMissed(): Evidence["stream"] {
  const errors = ["No conversation found with session ID: 0b5c6a52-8d2f-4a2f-9a61-3f3c2f6b1f10"];
  return transcript({
    type: "result",
    subtype: "error_during_execution",
    is_error: true,
    errors,
    num_turns: 0,
    duration_ms: 0,
  });
}

function pastItsDeadline(): JobFacts {
  const message = "Job was active longer than specified deadline";
  return jobWith([{ type: "Failed", status: "True", reason: "DeadlineExceeded", message, at: AT }]);
}

function failedByPolicy(): JobFacts {
  const message = "Container agent for pod ns/pod failed with exit code 3 matching FailJob rule at index 0";
  return jobWith([{ type: "Failed", status: "True", reason: "PodFailurePolicy", message, at: AT }]);
}

function learnt(evidence: Evidence, more: Partial<Evidence>): PlausibleEvidence {
  const names = { job: "", jobUid: "", namespace: "", pod: "", podUid: "", node: "", agent: "" };
  const truth = {
    fate: "",
    agent: "ended",
    progress: ["started"],
    endedAt: null,
    names,
    codes: [],
    informedCodes: [],
  } as const;
  return { evidence, informed: { ...evidence, ...more }, truth };
}
