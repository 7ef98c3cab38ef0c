import type { Evidence, Progress } from "@runverdict/classifier";
import { classify } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { isNeverStarted } from "../src/progress.ts";
import { absent, evidence, exitCode, found, unavailable } from "./support/evidence.ts";
import { job, pod, podless, running, terminated, waiting } from "./support/kubernetes.ts";
import {
  apiFailure,
  cutStream,
  init,
  prose,
  stream,
  success,
  toolCall,
  userText,
  zeroedResult,
} from "./support/stream.ts";
import type { CreateAnswer, LogTestimony } from "@runverdict/classifier";

type Parts = Parameters<typeof evidence>[0];

const progressOf = (parts: Parts) => classify(evidence(parts)).progress;
const between = (atLeast: Progress, atMost: Progress) => ({ atLeast, atMost });

const create = (answer: Partial<CreateAnswer>) => ({
  create: { outcome: "rejected", http: null, reason: null, message: null, ...answer } as const,
});
const log = (completeness: LogTestimony["completeness"]) => ({ log: { completeness, end: "eof" as const } });
const ended = (more: Partial<Evidence> = {}) => ({
  pod: found(pod({ agent: terminated(143, "Error") })),
  ...more,
});
const localRun = (...lines: Parameters<typeof stream>[0]) => ({ stream: stream(lines), run: exitCode(143) });

describe("how far a run is proven to have come", () => {
  test.each<[Progress, string, Parts]>([
    ["result", "a result", localRun(init(), success("Done."))],
    ["result", "an error result", localRun(init(), apiFailure("API Error: 500"))],
    ["content", "a message of the model", localRun(init(), prose("Working."))],
    ["content", "a tool", localRun(init(), toolCall("Bash"))],
    [
      "content",
      "the beginning of an answer",
      localRun(init(), { type: "stream_event", event: {}, session_id: "x" }),
    ],
    [
      "content",
      "a turn that was opened after a result",
      localRun(init(), success("Done."), userText("More."), prose("x")),
    ],
    ["initialised", "an init", localRun(init())],
    ["initialised", "an init behind a start that failed", localRun(init(), zeroedResult([]))],
    ["started", "plain text", localRun("entrypoint: hello")],
    ["started", "a start that failed, by its result", localRun(zeroedResult(["No."]))],
    ["started", "a local process that ended", { run: exitCode(3) }],
    ["started", "a container that ended", ended()],
    ["started", "a container that runs", { pod: found(pod({ agent: running() })) }],
    [
      "started",
      "a container that ran before it was out of sight",
      { pod: unavailable(pod({ agent: running() })) },
    ],
    ["started", "a container that ran before its pod was gone", { pod: absent(pod({ agent: running() })) }],
    ["not_started", "a container that waits", { pod: found(pod({ agent: waiting("ContainerCreating") })) }],
    [
      "not_started",
      "a container that could not be started",
      { pod: found(pod({ agent: terminated(128, "StartError") })) },
    ],
    ["not_started", "a Job without a pod", { job: found(job(podless)) }],
    ["not_started", "a Job that was seen once", { job: absent(job()) }],
    ["not_started", "a Job that was created", { run: create({ outcome: "created" }) }],
    ["not_started", "a Job that was adopted", { run: create({ outcome: "adopted" }) }],
    ["not_created", "a Job that was rejected", { run: create({ http: 403 }) }],
    ["not_created", "nothing", {}],
  ])("%s: %s", (atLeast, _, parts) => {
    expect(progressOf(parts).atLeast).toBe(atLeast);
  });
});

describe("how far a run may have come", () => {
  test.each<[Progress, string, Parts]>([
    ["not_created", "a Job that the API server rejected", { run: create({ http: 403 }) }],
    ["not_created", "a Job that our own admission blocked", { run: create({ outcome: "blocked" }) }],
    ["not_created", "a conflict", { run: create({ outcome: "conflict", http: 409 }) }],
    ["not_created", "a server that had no time", { run: create({ http: 429 }) }],
    [
      "not_created",
      "a webhook that could not be called",
      { run: create({ http: 500, message: "failed calling webhook" }) },
    ],
    [
      "not_created",
      "a request that was never sent",
      { run: create({ outcome: "unknown", message: "connect ECONNREFUSED 127.0.0.1:6443" }) },
    ],
    [
      "not_created",
      "a lost answer, and a Job that is not there",
      { job: absent(), run: create({ outcome: "unknown" }) },
    ],
    ["not_created", "a 500, and a Job that is not there", { job: absent(), run: create({ http: 500 }) }],
    ["result", "a lost answer", { run: create({ outcome: "unknown" }) }],
    ["result", "a 500", { run: create({ http: 500 }) }],
    [
      "result",
      "a lost answer, and a look-up that failed",
      { job: unavailable(), run: create({ outcome: "unknown" }) },
    ],
    [
      "result",
      "a lost answer, and a Job that was there and is gone",
      { job: absent(job()), run: create({ outcome: "unknown" }) },
    ],
    ["result", "a Job that was created and is gone", { job: absent(), run: create({ outcome: "created" }) }],
    ["not_started", "a Job without a pod", { job: found(job(podless)) }],
    [
      "result",
      "a suspended Job, whose pod was deleted and whose counters were reset",
      { job: found(job({ ...podless, suspend: true })) },
    ],
    ["not_started", "a container that waits", { pod: found(pod({ agent: waiting("ContainerCreating") })) }],
    [
      "not_started",
      "a pod that the node rejected",
      { pod: found(pod({ phase: "Failed", agent: null, reason: "OutOfcpu" })) },
    ],
    [
      "not_started",
      "a container that could not be started",
      { pod: found(pod({ agent: terminated(128, "StartError") })) },
    ],
    ["result", "a container that runs", { pod: found(pod({ agent: running() })) }],
    ["result", "a pod that is gone", { pod: absent(pod({ agent: waiting("ContainerCreating") })) }],
    [
      "result",
      "a pod out of sight that only waited",
      { pod: unavailable(pod({ agent: waiting("ContainerCreating") })) },
    ],
    ["result", "nothing", {}],
  ])("%s: %s", (atMost, _, parts) => {
    expect(progressOf(parts).atMost).toBe(atMost);
  });
});

describe("what a run that ended may have done besides what is known", () => {
  test("is nothing, when all of its log is here", () => {
    expect(progressOf(localRun(init()))).toEqual(between("initialised", "initialised"));
    expect(progressOf(localRun())).toEqual(between("started", "started"));
    expect(
      progressOf(ended({ stream: stream([init()]), run: { ...evidence().run, ...log("complete") } })),
    ).toEqual(between("initialised", "initialised"));
  });

  test.each<[string, Parts]>([
    ["the log of a pod, of which the transport says nothing", ended({ stream: stream([init()]) })],
    [
      "a log that is unproven",
      ended({ stream: stream([init()]), run: { ...evidence().run, ...log("unproven") } }),
    ],
    ["a log whose end is lost", { stream: stream([init()]), run: { ...exitCode(0), ...log("tail_lost") } }],
    ["a cut last line", { stream: cutStream([init(), prose("x")], 5), run: exitCode(0) }],
  ])("is anything, with %s", (_, parts) => {
    expect(progressOf(parts)).toEqual(between("initialised", "result"));
  });

  test("is anything, where nobody captured its output", () => {
    expect(progressOf({ run: exitCode(0) })).toEqual(between("started", "result"));
  });

  test("is nothing more than a result", () => {
    expect(progressOf(ended({ stream: stream([init(), success("Done.")]) }))).toEqual(
      between("result", "result"),
    );
  });
});

describe("a run that may be replayed without doing anything twice", () => {
  test.each<[Progress, boolean]>([
    ["not_created", true],
    ["not_started", true],
    ["started", false],
    ["initialised", false],
    ["content", false],
    ["result", false],
  ])("reached at most %s: %s", (atMost, never) => {
    expect(isNeverStarted({ progress: { atLeast: "not_created", atMost } })).toBe(never);
  });
});
