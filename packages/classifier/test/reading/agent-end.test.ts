import type { Evidence } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { absent, evidence, exitCode, found, instant, unavailable } from "../support/evidence.ts";
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
import type { PodShape } from "../support/kubernetes.ts";
import { init, stream } from "../support/stream.ts";

const endOf = (parts: Parameters<typeof evidence>[0]) => readEvidence(evidence(parts)).end;
const inPod = (shape: PodShape, more: Partial<Evidence> = {}) => endOf({ pod: found(pod(shape)), ...more });
const wrote = stream([init()]);

describe("an agent container", () => {
  test("has ended when its own state says so, whatever the pod's phase and its sidecars say", () => {
    const end = inPod({
      phase: "Running",
      agent: terminated(3, "Error"),
      sidecars: [{ name: "proxy", state: running() }],
    });
    expect(end).toEqual({
      kind: "ended",
      exitCode: 3,
      reason: "Error",
      startedAt: instant(1),
      finishedAt: instant(60),
      source: "cluster",
      path: "pod.value.agent.state.exitCode",
      statePath: "pod.value.agent.state",
      started: true,
    });
  });

  test("runs when its own state says so, whatever its sidecars do", () => {
    const end = inPod({
      phase: "Running",
      agent: running(),
      sidecars: [{ name: "proxy", state: terminated(1, "Error") }],
    });
    expect(end).toEqual({ kind: "running", path: "pod.value.agent.state", startedAt: instant(1) });
  });

  test("that waits to be restarted has ended, as its last state tells", () => {
    const end = inPod({ agent: waiting("CrashLoopBackOff"), last: terminated(1, "Error") });
    expect(end).toMatchObject({
      kind: "ended",
      exitCode: 1,
      path: "pod.value.agent.lastTerminated.exitCode",
    });
  });

  test.each(["StartError", "ContainerCannotRun"])("that ended with %s never started", (reason) => {
    expect(inPod({ agent: terminated(128, reason) })).toMatchObject({ kind: "ended", started: false });
  });

  test("waits as long as its pod is not over", () => {
    expect(inPod({ phase: "Pending", agent: waiting("ImagePullBackOff") })).toEqual({
      kind: "waiting",
      path: "pod.value.agent.state",
      reason: "ImagePullBackOff",
    });
    expect(inPod({ phase: "Pending", agent: null })).toMatchObject({ kind: "waiting", reason: null });
  });

  test("of a name that the pod does not have is not seen at all", () => {
    const other = { ...pod(), agent: null };
    expect(endOf({ pod: found(other) })).toEqual({ kind: "unseen" });
  });
});

describe("a pod that is over", () => {
  test.each(["Failed", "Succeeded"])(
    "in phase %s has a container whose end is not published yet",
    (phase) => {
      expect(inPod({ phase, agent: running() })).toEqual({ kind: "settling", path: "pod.value.phase" });
      expect(inPod({ phase, agent: null })).toEqual({ kind: "settling", path: "pod.value.phase" });
    },
  );

  test("never ran its agent where the node rejected it", () => {
    expect(inPod({ phase: "Failed", agent: null, reason: "OutOfcpu" })).toEqual({
      kind: "never-ran",
      path: "pod.value",
    });
  });

  test("never ran its agent where it was taken before it had a node", () => {
    const conditions = [disruption("PreemptionByScheduler")];
    expect(inPod({ phase: "Failed", agent: null, conditions, spec: { nodeName: undefined } })).toEqual({
      kind: "never-ran",
      path: "pod.value",
    });
  });

  test("is given up where it was taken before its node reported anything: it may have run", () => {
    const conditions = [disruption("PreemptionByScheduler")];
    expect(inPod({ phase: "Failed", agent: null, conditions })).toEqual({ kind: "gone", started: false });
  });

  test("is given up with its node, whose last report of a running container nobody will correct", () => {
    const conditions = [disruption("DeletionByPodGC")];
    expect(inPod({ phase: "Failed", conditions })).toEqual({ kind: "gone", started: true });
    expect(inPod({ phase: "Running", conditions })).toMatchObject({ kind: "running" });
  });

  test("never ran its agent behind an init container that failed", () => {
    const inits = [{ name: "setup", state: terminated(1, "Error") }];
    expect(inPod({ phase: "Failed", agent: waiting("PodInitializing"), inits })).toMatchObject({
      kind: "never-ran",
    });
  });

  test("shows a stale wait for a container that may have run", () => {
    expect(inPod({ phase: "Failed", agent: waiting("PodInitializing"), reason: "Evicted" }).kind).toBe(
      "settling",
    );
    const inits = [{ name: "setup", state: terminated(0, "Completed") }];
    expect(inPod({ phase: "Failed", agent: waiting("PodInitializing"), inits }).kind).toBe("settling");
    expect(inPod({ phase: "Failed", agent: waiting("ContainerCreating") }).kind).toBe("settling");
  });
});

describe("a pod that is gone", () => {
  test("leaves an end that nobody saw, and the last thing known of it", () => {
    expect(endOf({ pod: absent() })).toEqual({ kind: "gone", started: false });
    expect(endOf({ pod: absent(), stream: wrote })).toEqual({ kind: "gone", started: true });
    expect(endOf({ pod: absent(pod({ agent: running() })) })).toEqual({ kind: "gone", started: true });
    expect(endOf({ pod: absent(pod({ agent: waiting("x") })) })).toEqual({ kind: "gone", started: false });
    expect(endOf({ pod: absent(pod({ agent: waiting("x") })), stream: wrote })).toEqual({
      kind: "gone",
      started: true,
    });
  });

  test("leaves the end that was seen before", () => {
    expect(endOf({ pod: absent(pod({ agent: terminated(143, "Error") })) })).toMatchObject({
      kind: "ended",
      exitCode: 143,
      path: "pod.lastSeen.agent.state.exitCode",
    });
  });

  const failJob = (message: string) =>
    job({ conditions: [condition("Failed", "PodFailurePolicy", { message })] });
  const told =
    "Container agent for pod agents/run-1-x failed with exit code 137 matching FailJob rule at index 0";

  test("leaves an exit code in the Job, where a podFailurePolicy recorded it", () => {
    const byJob = {
      kind: "ended",
      exitCode: 137,
      reason: null,
      startedAt: null,
      finishedAt: null,
      source: "cluster",
      path: "job.value.conditions.0.message",
      statePath: null,
      started: true,
    };
    expect(endOf({ pod: absent(), job: found(failJob(told)) })).toEqual(byJob);
    expect(endOf({ pod: absent(pod({ agent: running() })), job: found(failJob(told)) })).toEqual(byJob);
  });

  test.each([
    "Job has reached the specified backoff limit",
    `note: ${told}`,
    "Container agent for pod agents/run-1-x failed with exit code 1374 matching",
    "Container agent for pod agents/run-1-x has condition DisruptionTarget matching FailJob rule at index 1",
  ])("leaves none in a message like: %s", (message) => {
    expect(endOf({ pod: absent(), job: found(failJob(message)) }).kind).toBe("gone");
  });

  test("leaves none in a condition without a message", () => {
    expect(endOf({ pod: absent(), job: found(job({ conditions: [condition("Failed")] })) }).kind).toBe(
      "gone",
    );
  });
});

describe("a pod out of sight", () => {
  test("may run or may have ended since", () => {
    expect(endOf({ pod: unavailable(pod({ agent: running() })) })).toEqual({ kind: "unseen" });
    expect(endOf({ pod: unavailable(pod({ agent: waiting("ContainerCreating") })) })).toEqual({
      kind: "unseen",
    });
    expect(endOf({ pod: unavailable() })).toEqual({ kind: "unseen" });
  });

  test("had ended when it was last seen, and has not come back", () => {
    expect(endOf({ pod: unavailable(pod({ agent: terminated(1, "Error") })) }).kind).toBe("ended");
  });

  test("was over when it was last seen", () => {
    expect(endOf({ pod: unavailable(pod({ phase: "Failed", agent: running() })) }).kind).toBe("settling");
  });
});

describe("a Job without a pod", () => {
  test("never had one where its counters say so", () => {
    expect(endOf({ job: found(job(podless)) })).toEqual({ kind: "no-pod", path: "job.value.podsCounted" });
    expect(endOf({ job: found(job(podless)), pod: absent() }).kind).toBe("no-pod");
  });

  test.each<[string, Parameters<typeof evidence>[0]]>([
    ["its counters know of one", { job: found(job({ status: { succeeded: 1 } })) }],
    ["it is out of sight", { job: unavailable(job(podless)) }],
    ["it is gone", { job: absent(job(podless)) }],
    ["it is over", { job: found(job({ ...podless, conditions: [condition("Failed")] })) }],
    ["somebody wrote output", { job: found(job(podless)), stream: wrote }],
  ])("may have had one where %s", (_, parts) => {
    expect(endOf(parts)).toEqual({ kind: "unseen" });
  });
});

describe("a local process", () => {
  test("ends with its exit code", () => {
    expect(endOf({ run: exitCode(3) })).toEqual({
      kind: "ended",
      exitCode: 3,
      reason: null,
      startedAt: null,
      finishedAt: null,
      source: "runner",
      path: "run.exit.code",
      statePath: null,
      started: true,
    });
  });

  test.each([
    ["SIGKILL", 137],
    ["SIGTERM", 143],
    ["SIGSEGV", 139],
    ["SIGRTMIN", null],
  ])("killed by %s ends as a container would: %s", (signal, code) => {
    const end = endOf({ run: { exit: { kind: "signal", signal } } });
    expect(end).toMatchObject({ kind: "ended", exitCode: code, path: "run.exit.signal" });
  });

  test("is not asked where the cluster knows of the agent in its pod", () => {
    expect(inPod({ agent: running() }, { run: { ...evidence().run, ...exitCode(0) } }).kind).toBe("running");
  });

  test("tells of an agent in a pod that was lost before its container's end was published", () => {
    const run = { ...evidence().run, ...exitCode(3) };
    const told = { kind: "ended", exitCode: 3, source: "runner", path: "run.exit.code", statePath: null };
    expect(endOf({ pod: absent(pod({ agent: running() })), run })).toMatchObject(told);
    expect(endOf({ pod: unavailable(pod({ agent: running() })), run })).toMatchObject(told);
    expect(inPod({ phase: "Failed", agent: running() }, { run })).toMatchObject(told);
  });
});

test("nothing known is nothing seen", () => {
  expect(endOf({})).toEqual({ kind: "unseen" });
});
