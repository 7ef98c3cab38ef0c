import type { PodFacts } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { begin } from "../../src/lifecycle/begin.ts";
import {
  finishedAt,
  hasLog,
  hasRun,
  isSettling,
  progressOf,
  startedAt,
} from "../../src/lifecycle/progress.ts";
import type { Known } from "../../src/lifecycle/state.ts";
import { type AgentWord, jobOf, jobUid, podOf, podUid } from "./world/objects.ts";

const nothing: Known = begin({ at: 0, seed: 1 }).state;
const exited = { kind: "exited", code: 1, finishedAt: null } as const;
const running = { kind: "running", startedAt: 0 } as const;

function withPod(agent: AgentWord, options: Parameters<typeof podOf>[1] = {}): Known {
  return {
    ...nothing,
    pod: { kind: "present", uid: podUid, resourceVersion: "1", facts: podOf(agent, options) },
  };
}

/** What no agent word says. */
function withFacts(differs: Partial<PodFacts>): Known {
  const facts = { ...podOf(running), ...differs };
  return { ...nothing, pod: { kind: "present", uid: podUid, resourceVersion: "1", facts } };
}

const terminated = {
  kind: "terminated",
  exitCode: 1,
  reason: "Error",
  message: null,
  signal: null,
  startedAt: 2000,
  finishedAt: 5000,
} as const;
const restarting = {
  name: "agent",
  state: { kind: "waiting", reason: "CrashLoopBackOff", message: null },
  lastTerminated: terminated,
  restarts: 1,
  memoryLimit: null,
} as const;

const goneAfter = (agent: AgentWord): Known => ({
  ...nothing,
  pod: { kind: "absent", uid: podUid, last: podOf(agent) },
});
const jobGone: Partial<Known> = { job: { kind: "absent", uid: jobUid, last: jobOf() }, jobOverAsk: 3 };

test.each([
  ["nothing was seen", nothing, "unscheduled"],
  ["the pod has no node", withPod({ kind: "pending" }), "unscheduled"],
  ["the image is pulled", withPod({ kind: "scheduled" }), "scheduled"],
  ["the agent runs", withPod(running), "running"],
  ["the kubelet speaks of no agent yet", withFacts({ agent: null, phase: "Pending" }), "scheduled"],
  ["the pod runs, and nobody tells the containers apart", withFacts({ agent: null }), "running"],
  ["the agent ended and waits to be started again", withFacts({ agent: restarting }), "ended"],
  ["the agent died beside a living sidecar", withPod(exited, { sidecar: true }), "ended"],
  ["the pod is over, and no status is published", withPod({ kind: "settling" }), "ended"],
  ["the pod vanished while the agent ran", goneAfter(running), "gone"],
  ["the pod vanished after the agent had ended", goneAfter(exited), "ended"],
  ["a pod that waited vanished, and its Job lives", goneAfter({ kind: "pending" }), "unscheduled"],
  ["a pod that waited vanished with its Job", { ...goneAfter({ kind: "pending" }), ...jobGone }, "gone"],
  ["the Job is gone, and its pod runs on", { ...withPod(running), ...jobGone }, "running"],
  [
    "the Job is gone, and nobody looked for a pod since",
    { ...nothing, ...jobGone, pod: { kind: "none", ask: 3 } },
    "unscheduled",
  ],
  ["the Job is gone, and so is its pod", { ...nothing, ...jobGone, pod: { kind: "none", ask: 4 } }, "gone"],
] as const)("%s", (_world, known, expected) => {
  expect(progressOf(known)).toBe(expected);
});

test("only a pod that is over without its container's status is waited for", () => {
  expect(isSettling(withPod({ kind: "settling" }))).toBe(true);
  expect(isSettling(withPod(exited))).toBe(false);
  expect(isSettling(withPod(running))).toBe(false);
  const evicted = { ...podOf({ kind: "settling" }), reason: "Evicted" };
  expect(
    isSettling({ ...nothing, pod: { kind: "present", uid: podUid, resourceVersion: "1", facts: evicted } }),
  ).toBe(false);
});

test("when the agent ran is known from its own container alone", () => {
  const ended = withFacts({ agent: { ...restarting, state: terminated, lastTerminated: null } });
  expect([startedAt(ended), finishedAt(ended)]).toEqual([2000, 5000]);
  expect([startedAt(withFacts({ agent: restarting })), finishedAt(withFacts({ agent: restarting }))]).toEqual(
    [null, 5000],
  );
  expect([startedAt(withPod(running)), finishedAt(withPod(running))]).toEqual([0, null]);
  expect([startedAt(withFacts({ agent: null })), finishedAt(withFacts({ agent: null }))]).toEqual([
    null,
    null,
  ]);
  expect([startedAt(nothing), finishedAt(nothing)]).toEqual([null, null]);
});

test("an agent has run where its own container says so, and a pod that its node turned away says nothing of it", () => {
  const pod = podOf({ kind: "scheduled" });
  const turnedAway = { ...pod, phase: "Failed", reason: "OutOfcpu" };
  const none = { ...turnedAway, agent: null };
  expect([pod, turnedAway, none, podOf(running), podOf(exited)].map(hasRun)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(hasRun({ ...pod, agent: restarting })).toBe(true);
  expect(hasRun({ ...podOf(running), agent: null })).toBe(true);
});

test("an evicted pod whose containers' states are lost may still have their logs", () => {
  expect(hasLog(withFacts({ agent: null, phase: "Failed", reason: "Evicted" }))).toBe(true);
  expect(hasLog(withPod({ kind: "scheduled" }))).toBe(false);
  expect(hasLog(goneAfter(running))).toBe(false);
});
