import { absent, evidence, exitCode, found, unavailable } from "../support/evidence.ts";
import {
  condition,
  disruption,
  job,
  pod,
  podless,
  running as runs,
  terminated,
  unschedulable,
  waiting,
} from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import { cutStream, init, prose, stream, success, toolCall } from "../support/stream.ts";
import type { CreateAnswer } from "@runverdict/classifier";

const working = stream([init(), prose("Working.")]);
const bytes = ["stream.counts.bytes", String(working.counts.bytes)] as const;
const stateIs = (kind: string) => ["pod.value.agent.state.kind", kind] as const;
const goesOn = "Nothing says that the run has ended; it may still go on.";
const ranLast = "The agent container ran when it was last seen, and nothing says that it ended.";

const create = (answer: Partial<CreateAnswer>) => ({
  create: { outcome: "unknown", http: null, reason: null, message: null, ...answer } as const,
});

testRule("running", {
  code: "running",
  decides: {
    "a container that runs": {
      evidence: evidence({ stream: working, pod: found(pod({ agent: runs() })) }),
      confidence: "confirmed",
      summary: "The agent container is running.",
      claims: [stateIs("running")],
      competing: [],
    },
    "a Job with a pod that nobody looked at": {
      evidence: evidence({ job: found(job()) }),
      confidence: "guess",
      summary: "The Job has a pod and is not over; the pod was not looked at.",
      claims: [["job.value.podsCounted", "1"]],
    },
    "a file without a single event, which may be what an agent wrote before it died": {
      evidence: evidence({ stream: stream(["%PDF-1.7", "Dear reader,"]) }),
      confidence: "guess",
      summary: "No line of the output is an event of Claude Code's, and nothing says that the run has ended.",
      resolution:
        "Say how the process ended, if it has; a transcript is what claude -p --output-format stream-json --verbose writes.",
      claims: [["stream.counts.bytes", "22"]],
    },
    "an empty file": {
      evidence: evidence({ stream: stream([]) }),
      confidence: "guess",
      summary: goesOn,
      claims: [["stream.counts.bytes", "0"]],
    },
    "a capture that holds no more than the end of an event": {
      evidence: evidence({ stream: cutStream([init()], 9) }),
      confidence: "guess",
      summary: goesOn,
      claims: [["stream.counts.bytes", String(cutStream([init()], 9).counts.bytes)]],
    },
    "a container that waits for a tool": {
      evidence: evidence({ stream: stream([init(), toolCall("Bash")]), pod: found(pod({ agent: runs() })) }),
      confidence: "confirmed",
      summary: "The agent container is running, waiting for its tool Bash.",
      claims: [stateIs("running")],
    },
    "a container that runs on after its result": {
      evidence: evidence({ stream: stream([init(), success("Done.")]), pod: found(pod({ agent: runs() })) }),
      confidence: "confirmed",
      summary: "The agent container is running.",
      claims: [stateIs("running")],
      competing: ["succeeded"],
    },
    "a container that is being deleted and disrupted, and still runs": {
      evidence: evidence({
        stream: working,
        pod: found(
          pod({
            agent: runs(),
            deletion: { at: 5, graceSeconds: 30 },
            conditions: [disruption("DeletionByTaintManager", 5)],
          }),
        ),
      }),
      confidence: "confirmed",
      summary: "The agent container is running.",
      claims: [stateIs("running")],
      competing: ["node_tainted"],
    },
    "a container whose Job was deleted without its pod": {
      evidence: evidence({ stream: working, pod: found(pod({ agent: runs() })), job: absent() }),
      confidence: "confirmed",
      summary: "The agent container is running.",
      claims: [stateIs("running")],
      competing: ["deleted_externally"],
    },
    "a container that ran before the look-ups began to fail": {
      evidence: evidence({ stream: working, pod: unavailable(pod({ agent: runs() })), job: unavailable() }),
      confidence: "likely",
      summary: ranLast,
      claims: [["pod.lastSeen.agent.state.kind", "running"]],
    },
    "a transcript without an end": {
      evidence: evidence({ stream: working }),
      confidence: "guess",
      summary: goesOn,
      claims: [bytes],
    },
    "an empty transcript of which nothing else is known": {
      evidence: evidence({ stream: stream([]) }),
      confidence: "guess",
      summary: goesOn,
      claims: [["stream.counts.bytes", "0"]],
    },
    "a transcript of a Job that was created": {
      evidence: evidence({ stream: working, run: create({ outcome: "created" }) }),
      confidence: "guess",
      summary: goesOn,
      claims: [bytes],
    },
    "an empty transcript of a Job that was seen": {
      evidence: evidence({ stream: stream([]), job: found(job()), run: create({ outcome: "created" }) }),
      confidence: "guess",
      summary: goesOn,
      claims: [["stream.counts.bytes", "0"]],
    },
  },
  lets: {
    "output of a run whose Job is gone, while nobody looked for its pod": {
      evidence: evidence({ stream: working, job: absent() }),
      because: "the Job is gone, and whether its pod is too was not seen",
    },
    "a container that ended": {
      evidence: evidence({ stream: working, pod: found(pod({ agent: terminated(1, "Error") })) }),
      because: "something terminal was seen",
    },
    "a pod that is gone": {
      evidence: evidence({ stream: working, pod: absent(pod({ agent: runs() })) }),
      because: "something terminal was seen",
    },
    "a Job that failed": {
      evidence: evidence({ stream: working, job: found(job({ conditions: [condition("Failed")] })) }),
      because: "something terminal was seen",
    },
    "a pod that is over, whose states are not published yet": {
      evidence: evidence({ stream: working, pod: found(pod({ phase: "Failed", agent: null })) }),
      because: "the pod is over",
    },
    "look-ups that failed from the beginning": {
      evidence: evidence({ stream: working, pod: unavailable(), job: unavailable() }),
      because: "the look-ups failed",
    },
    "nothing at all": { evidence: evidence(), because: "nothing shows the agent at work" },
    "a container that waits": {
      evidence: evidence({ stream: stream([]), pod: found(pod({ agent: waiting("ContainerCreating") })) }),
      because: "nothing shows the agent at work",
    },
    "a create whose answer was lost": {
      evidence: evidence({ stream: working, run: create({}) }),
      because: "nothing shows the agent at work",
    },
    "a Job that was just created, and an empty log": {
      evidence: evidence({ stream: stream([]), run: create({ outcome: "created" }) }),
      because: "the agent wrote nothing yet",
    },
  },
});

testRule("starting", {
  code: "starting",
  decides: {
    "a container that waits for its image": {
      evidence: evidence({ pod: found(pod({ phase: "Pending", agent: waiting("ImagePullBackOff") })) }),
      confidence: "confirmed",
      summary: "The agent container has not started yet; it waits for ImagePullBackOff.",
      claims: [
        ["pod.value.agent.state.reason", "ImagePullBackOff"],
        ["pod.value.phase", "Pending"],
      ],
      competing: [],
    },
    "a pod that waits for a node": {
      evidence: evidence({ pod: found(pod({ phase: "Pending", agent: null })) }),
      confidence: "confirmed",
      summary: "The agent container has not started yet; it waits for its node.",
      claims: [["pod.value.phase", "Pending"]],
    },
    "a pod that no node can take, in the scheduler's words": {
      evidence: evidence({
        pod: found(pod({ phase: "Pending", agent: null, conditions: [unschedulable] })),
      }),
      confidence: "confirmed",
      summary:
        "The agent container has not started yet; it waits for its node (Unschedulable: 0/3 nodes are available: 3 Insufficient memory).",
      claims: [
        ["pod.value.conditions.0.reason", "Unschedulable"],
        ["pod.value.conditions.0.message", "0/3 nodes are available: 3 Insufficient memory."],
        ["pod.value.phase", "Pending"],
      ],
    },
    "a pod without a node, and the scheduler says not a word": {
      evidence: evidence({
        pod: found(
          pod({ phase: "Pending", agent: null, conditions: [{ type: "PodScheduled", status: "False" }] }),
        ),
      }),
      confidence: "confirmed",
      summary: "The agent container has not started yet; it waits for its node.",
      claims: [["pod.value.phase", "Pending"]],
    },
    "a container that does not say what it waits for": {
      evidence: evidence({ pod: found(pod({ phase: "Pending", agent: { waiting: {} } })) }),
      confidence: "confirmed",
      summary: "The agent container has not started yet; it waits for its node.",
      claims: [["pod.value.phase", "Pending"]],
    },
    "a Job without a pod": {
      evidence: evidence({ job: found(job(podless)) }),
      confidence: "confirmed",
      summary: "The Job has no pod yet.",
      claims: [["job.value.podsCounted", "0"]],
    },
    "a Job that was created suspended": {
      evidence: evidence({ job: found(job({ suspend: true, status: {} })) }),
      confidence: "confirmed",
      summary: "The Job has no pod yet; it is suspended.",
      claims: [["job.value.podsCounted", "0"]],
    },
    "a Job that was just created": {
      evidence: evidence({ run: create({ outcome: "created" }) }),
      confidence: "likely",
      summary: "The Job was created; its pod was not looked at yet.",
      claims: [["run.create.outcome", "created"]],
    },
    "a Job that was just adopted, and an empty log": {
      evidence: evidence({ stream: stream([]), run: create({ outcome: "adopted" }) }),
      confidence: "likely",
      summary: "The Job was created; its pod was not looked at yet.",
      claims: [["run.create.outcome", "adopted"]],
    },
  },
  lets: {
    "a container that runs": {
      evidence: evidence({ pod: found(pod({ agent: runs() })) }),
      because: "no pod is known to be waiting",
    },
    "nothing at all": { evidence: evidence(), because: "no pod is known to be waiting" },
    "a local process that ended": {
      evidence: evidence({ run: { ...exitCode(3), ...create({ outcome: "created" }) } }),
      because: "no pod is known to be waiting",
    },
    "a create that was refused": {
      evidence: evidence({ run: create({ outcome: "rejected", http: 403 }) }),
      because: "no pod is known to be waiting",
    },
    "a Job that was created, and whose agent wrote something": {
      evidence: evidence({ stream: working, run: create({ outcome: "created" }) }),
      because: "no pod is known to be waiting",
    },
    "a Job that was created, and a look-up of its pod that failed": {
      evidence: evidence({ pod: unavailable(), run: create({ outcome: "created" }) }),
      because: "no pod is known to be waiting",
    },
    "a Job that was created, and a look-up of it that failed": {
      evidence: evidence({ job: unavailable(), run: create({ outcome: "created" }) }),
      because: "no pod is known to be waiting",
    },
  },
});

testRule("settling", {
  code: "settling",
  decides: {
    "a pod that failed, whose container is still shown running": {
      evidence: evidence({ stream: working, pod: found(pod({ phase: "Failed", agent: runs() })) }),
      confidence: "confirmed",
      summary: "The pod is over, but how its agent container ended is not published yet.",
      claims: [["pod.value.phase", "Failed"]],
    },
    "a pod that succeeded, without any container state": {
      evidence: evidence({ stream: working, pod: found(pod({ phase: "Succeeded", agent: null })) }),
      confidence: "confirmed",
      summary: "The pod is over, but how its agent container ended is not published yet.",
      claims: [["pod.value.phase", "Succeeded"]],
    },
  },
  lets: {
    "a pod that runs": {
      evidence: evidence({ pod: found(pod({ agent: runs() })) }),
      because: "the pod is not over, or the container's state is published",
    },
    "a pod that is over, and whose state is published": {
      evidence: evidence({ pod: found(pod({ phase: "Failed", agent: terminated(1, "Error") })) }),
      because: "the pod is not over, or the container's state is published",
    },
    "a pod that the node rejected, which will have no state": {
      evidence: evidence({ pod: found(pod({ phase: "Failed", agent: null, reason: "OutOfcpu" })) }),
      because: "the pod is not over, or the container's state is published",
    },
  },
});

const blind = "The look-ups failed, so nothing is known of the run.";
const lostAnswer = "The answer to the create was lost; whether the Job exists is not known.";

testRule("observer-blind", {
  code: "observer_blind",
  decides: {
    "look-ups that failed": {
      evidence: evidence({ pod: unavailable(), job: unavailable() }),
      confidence: "guess",
      summary: blind,
      claims: [
        ["pod.kind", "unavailable"],
        ["job.kind", "unavailable"],
      ],
    },
    "a look-up of the pod that failed, of a Job that is there": {
      evidence: evidence({ stream: working, pod: unavailable(), job: found(job()) }),
      confidence: "guess",
      summary: blind,
      claims: [["pod.kind", "unavailable"]],
    },
    "a look-up of the Job that failed": {
      evidence: evidence({ job: unavailable() }),
      confidence: "guess",
      summary: blind,
      claims: [["job.kind", "unavailable"]],
    },
    "a create whose answer was lost": {
      evidence: evidence({ run: create({ message: "socket hang up" }) }),
      confidence: "guess",
      summary: lostAnswer,
      claims: [["run.create.outcome", "unknown"]],
    },
    "a create that failed with 500, and a look-up that failed": {
      evidence: evidence({ job: unavailable(), run: create({ outcome: "rejected", http: 500 }) }),
      confidence: "guess",
      summary: lostAnswer,
      claims: [
        ["job.kind", "unavailable"],
        ["run.create.outcome", "rejected"],
      ],
    },
  },
  lets: {
    "look-ups that nobody made": { evidence: evidence(), because: "no look-up failed" },
    "a look-up that failed, and a container that runs": {
      evidence: evidence({ pod: found(pod({ agent: runs() })), job: unavailable() }),
      because: "no look-up failed",
    },
    "a look-up that failed, and a pod that is gone": {
      evidence: evidence({ pod: absent(pod()), job: unavailable() }),
      because: "something terminal was seen",
    },
    "a create whose answer was lost, and a Job that was found": {
      evidence: evidence({ job: found(job(podless)), run: create({}) }),
      because: "no look-up failed",
    },
    "a create whose answer was lost, and a Job that is not there": {
      evidence: evidence({ job: absent(), run: create({}) }),
      because: "no look-up failed",
    },
  },
});
