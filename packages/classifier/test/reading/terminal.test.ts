import { expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { hasEnded, whyNotOver, whyProvisional } from "../../src/reading/terminal.ts";
import { absent, evidence, exitCode, found, unavailable } from "../support/evidence.ts";
import { condition, job, pod, podless, running, terminated, waiting } from "../support/kubernetes.ts";
import { init, stream } from "../support/stream.ts";

const stillRunning = "the agent container is still running";
const unknownEnd = "the agent container is not known to have ended";

test.each<[string, Parameters<typeof evidence>[0], boolean, string | null, string | null]>([
  ["a container that ended", { pod: found(pod({ agent: terminated(1, "Error") })) }, true, null, null],
  ["a local process that ended", { run: exitCode(0) }, true, null, null],
  [
    "a pod that never ran its agent",
    { pod: found(pod({ phase: "Failed", agent: null, reason: "OutOfcpu" })) },
    true,
    null,
    null,
  ],
  ["a pod that is gone", { pod: absent(pod()) }, true, null, null],
  ["a pod that nobody ever saw", { pod: absent() }, true, null, null],
  [
    "a container that runs",
    { pod: found(pod({ agent: running() })), job: absent() },
    false,
    stillRunning,
    stillRunning,
  ],
  [
    "a container that waits",
    { pod: found(pod({ agent: waiting("x") })), job: absent() },
    false,
    unknownEnd,
    null,
  ],
  ["a Job without a pod", { job: found(job(podless)) }, false, unknownEnd, null],
  ["a pod that settles", { pod: found(pod({ phase: "Failed" })) }, false, unknownEnd, null],
  [
    "a pod that settles in a Job that is over",
    { pod: found(pod({ phase: "Failed" })), job: found(job({ conditions: [condition("Failed")] })) },
    true,
    unknownEnd,
    null,
  ],
  ["a Job that is gone, and a pod nobody looked for", { job: absent() }, false, unknownEnd, null],
  [
    "a Job that is over",
    { job: found(job({ conditions: [condition("Complete")] })) },
    true,
    unknownEnd,
    null,
  ],
  [
    "a pod of another Job that is gone",
    { pod: absent(pod({ jobUid: "x" })), job: found(job()) },
    true,
    null,
    null,
  ],
  ["look-ups that failed", { pod: unavailable(), job: unavailable() }, false, unknownEnd, null],
  ["a transcript alone", { stream: stream([init()]) }, false, unknownEnd, null],
  ["nothing", {}, false, unknownEnd, null],
])("%s", (_, parts, over, notOver, provisional) => {
  const reading = readEvidence(evidence(parts));
  expect([hasEnded(reading), whyNotOver(reading), whyProvisional(reading)]).toEqual([
    over,
    notOver,
    provisional,
  ]);
});
