import { readPod } from "@runverdict/classifier/kubernetes";
import { describe, expect, test } from "vitest";
import { caseNames, recordedObject } from "../support/cases.ts";
import { instant, time } from "../support/evidence.ts";
import {
  JOB_UID,
  pod,
  podObject,
  POD_UID,
  running,
  terminated,
  unschedulable,
  waiting,
} from "../support/kubernetes.ts";

const anyAgent = { agentContainer: null };

describe("a recorded Pod", () => {
  test("that ran out of memory beside a sidecar tells all that a verdict rests on", () => {
    const facts = readPod(recordedObject("k8s-oom-beside-sidecar", "pod.json"), { agentContainer: "agent" });
    expect(facts).toMatchObject({
      name: "run-sidecar-oom-qw5jd",
      namespace: "agents",
      uid: "f08d699a-6ca6-44df-8528-08892e49b721",
      jobUid: "6f7a55cb-e617-49fb-ba24-c2ba836704d2",
      nodeName: "node-1",
      phase: "Running",
      reason: null,
      message: null,
      createdAt: Date.parse("2026-11-20T20:55:29Z"),
      startedAt: Date.parse("2026-11-20T20:55:29Z"),
      deadlineAt: null,
      deletionRequestedAt: null,
      deletionAt: null,
      agent: {
        name: "agent",
        state: {
          kind: "terminated",
          exitCode: 137,
          reason: "OOMKilled",
          message: null,
          signal: null,
          startedAt: Date.parse("2026-11-20T20:55:30Z"),
          finishedAt: Date.parse("2026-11-20T20:55:31Z"),
        },
        lastTerminated: null,
        restarts: 0,
        memoryLimit: "128Mi",
      },
      initContainers: [],
    });
    expect(facts?.sidecars.map(({ name, state }) => [name, state.kind])).toEqual([["sidecar", "running"]]);
    expect(facts?.conditions).toHaveLength(5);
    expect(facts?.conditions[2]).toEqual({
      type: "Ready",
      status: "False",
      reason: "ContainersNotReady",
      message: "containers with unready status: [agent]",
      at: Date.parse("2026-11-20T20:55:31Z"),
    });
  });

  test("that was preempted was asked to go when its timestamp says, less its grace", () => {
    const facts = readPod(recordedObject("k8s-preempt", "pod.json"), anyAgent);
    expect(facts?.deletionAt).toBe(Date.parse("2026-11-20T20:54:29Z"));
    expect(facts?.deletionRequestedAt).toBe(Date.parse("2026-11-20T20:54:29Z"));
    expect(facts?.conditions[0]).toMatchObject({ type: "DisruptionTarget", reason: "PreemptionByScheduler" });
  });

  test("has its native sidecar among the sidecars, and not among the init containers", () => {
    const facts = readPod(recordedObject("k8s-oom-beside-native-sidecar", "pod.json"), anyAgent);
    expect(facts?.sidecars).not.toEqual([]);
    expect(facts?.initContainers).toEqual([]);
  });

  test("of every recorded case can be read", () => {
    const objects = caseNames
      .map((name) => recordedObject(name, "pod.json"))
      .filter((object) => object !== null);
    expect(objects.length).toBeGreaterThan(50);
    expect(objects.filter((object) => readPod(object, anyAgent) === null)).toEqual([]);
  });
});

describe("the agent container", () => {
  const named = (...names: readonly string[]) => ({
    kind: "Pod",
    spec: { containers: names.map((name) => ({ name })) },
    status: { containerStatuses: names.map((name) => ({ name, state: { running: {} } })) },
  });
  const nameOf = (object: unknown, agentContainer: string | null = null) =>
    readPod(object, { agentContainer })?.agent?.name;

  test("is the one that the runner names, wherever it stands", () => {
    expect(nameOf(named("proxy", "worker"), "worker")).toBe("worker");
    expect(nameOf(named("claude", "worker"), "worker")).toBe("worker");
  });

  test("is none where the pod has no container of that name", () => {
    expect(readPod(named("proxy"), { agentContainer: "agent" })).toMatchObject({
      agent: null,
      sidecars: [{ name: "proxy" }],
    });
  });

  test("is the only one, whatever its name", () => {
    expect(nameOf(named("worker"))).toBe("worker");
  });

  test("is the one called claude, else the one called agent, among several", () => {
    expect(nameOf(named("agent", "claude"))).toBe("claude");
    expect(nameOf(named("proxy", "agent"))).toBe("agent");
    expect(nameOf(named("proxy", "worker"))).toBeUndefined();
    expect(nameOf({ kind: "Pod", spec: { containers: [{}] } })).toBeUndefined();
    expect(nameOf({ kind: "Pod" })).toBeUndefined();
  });

  test("finds its status by its name, and not by its place", () => {
    const facts = readPod(
      {
        kind: "Pod",
        spec: { containers: [{ name: "agent" }, { name: "proxy" }] },
        status: {
          containerStatuses: [
            { name: "proxy", state: { running: { startedAt: time(1) } } },
            { name: "agent", state: { waiting: { reason: "PodInitializing" } } },
          ],
        },
      },
      anyAgent,
    );
    expect(facts?.agent?.state.kind).toBe("waiting");
    expect(facts?.sidecars[0]?.state.kind).toBe("running");
  });
});

describe("the state of a container", () => {
  const stateOf = (state: unknown) =>
    readPod(
      {
        kind: "Pod",
        spec: { containers: [{ name: "a" }] },
        status: { containerStatuses: [{ name: "a", state }] },
      },
      anyAgent,
    )?.agent?.state;

  test("is one of four kinds", () => {
    expect(stateOf({ running: { startedAt: time(1) } })).toEqual({ kind: "running", startedAt: instant(1) });
    expect(stateOf({ waiting: { reason: "A", message: "b" } })).toEqual({
      kind: "waiting",
      reason: "A",
      message: "b",
    });
    expect(stateOf({ terminated: { exitCode: 0 } })).toMatchObject({
      kind: "terminated",
      exitCode: 0,
      reason: null,
    });
    expect(stateOf({})).toEqual({ kind: "unreported" });
    expect(stateOf(undefined)).toEqual({ kind: "unreported" });
  });

  test("is the end, where a wrong object says several things at once", () => {
    expect(stateOf({ running: {}, waiting: {}, terminated: {} })?.kind).toBe("terminated");
    expect(stateOf({ running: {}, waiting: {} })?.kind).toBe("running");
  });

  test("names the signal by its number, where the runtime tells one", () => {
    expect(stateOf({ terminated: { exitCode: 137, signal: 9 } })).toMatchObject({ signal: 9 });
    expect(stateOf({ terminated: { exitCode: 137 } })).toMatchObject({ signal: null });
    expect(stateOf({ terminated: { exitCode: 137, signal: "SIGKILL" } })).toMatchObject({ signal: null });
  });

  test("keeps the line ends of the last words, and nothing else that can't be printed", () => {
    const message = "\n\u001b[31mfirst\u001b[0m\r\n\tsecond\u0007  word\n\n";
    expect(stateOf({ terminated: { exitCode: 1, message } })).toMatchObject({
      message: "first\nsecond word",
    });
    expect(stateOf({ terminated: { exitCode: 1, message: "" } })).toMatchObject({ message: null });
  });

  test("has no beginning when the kubelet writes the Unix epoch", () => {
    const never = {
      exitCode: 128,
      reason: "StartError",
      startedAt: "1970-01-01T00:00:00Z",
      finishedAt: time(2),
    };
    expect(stateOf({ terminated: never })).toMatchObject({ startedAt: null, finishedAt: instant(2) });
  });

  test("before the last restart stands beside it", () => {
    const facts = pod({ agent: waiting("CrashLoopBackOff"), last: terminated(1, "Error") });
    expect(facts.agent).toMatchObject({ restarts: 1, lastTerminated: { kind: "terminated", exitCode: 1 } });
    expect(pod({ agent: running() }).agent?.lastTerminated).toBeNull();
  });
});

describe("the memory limit", () => {
  const limited = (spec: unknown, status: unknown, whole: unknown) =>
    readPod(
      {
        kind: "Pod",
        spec: { containers: [{ name: "a", resources: spec }], resources: whole },
        status: { containerStatuses: [{ name: "a", resources: status }] },
      },
      anyAgent,
    )?.agent?.memoryLimit;
  const of = (memory: unknown) => ({ limits: { memory } });

  test("in force is that of the status, after an in-place resize", () => {
    expect(limited(of("128Mi"), of("1Gi"), of("2Gi"))).toBe("1Gi");
  });

  test("is that of the spec before a status is there", () => {
    expect(limited(of("128Mi"), undefined, of("2Gi"))).toBe("128Mi");
  });

  test("is the pod's own where the container has none", () => {
    expect(limited({}, { limits: { cpu: "1" } }, of("2Gi"))).toBe("2Gi");
  });

  test("is none where nobody set one, or what is set is no quantity", () => {
    expect(limited(undefined, undefined, undefined)).toBeNull();
    expect(limited(of(128), of(null), of(""))).toBeNull();
  });
});

describe("the Job that controls a pod", () => {
  const jobUid = (metadata: unknown) => readPod({ kind: "Pod", metadata }, anyAgent)?.jobUid;
  const owner = { kind: "Job", uid: "1", controller: true };

  test("is its owner, wherever it stands among several", () => {
    expect(jobUid({ ownerReferences: [{ kind: "Workflow", uid: "0", controller: false }, owner] })).toBe("1");
  });

  test("is no owner that does not control it, and no other kind", () => {
    expect(jobUid({ ownerReferences: [{ ...owner, controller: false }] })).toBeNull();
    expect(jobUid({ ownerReferences: [{ ...owner, controller: undefined }] })).toBeNull();
    expect(jobUid({ ownerReferences: [{ ...owner, kind: "ReplicaSet" }] })).toBeNull();
  });

  test("stands in a label where the owner was taken away", () => {
    expect(jobUid({ labels: { "batch.kubernetes.io/controller-uid": "2" } })).toBe("2");
    expect(jobUid({})).toBeNull();
    expect(
      jobUid({
        ownerReferences: [{ ...owner, uid: undefined }],
        labels: { "batch.kubernetes.io/controller-uid": "2" },
      }),
    ).toBe("2");
  });
});

describe("the times of a pod", () => {
  test("are those of the client's model too, which holds Dates", () => {
    const facts = readPod({ kind: "Pod", metadata: { creationTimestamp: new Date(instant(5)) } }, anyAgent);
    expect(facts?.createdAt).toBe(instant(5));
  });

  test("tell when its own deadline runs out, once it has started", () => {
    expect(pod({ spec: { activeDeadlineSeconds: 90 } }).deadlineAt).toBe(instant(90));
    expect(pod().deadlineAt).toBeNull();
    expect(readPod({ kind: "Pod", spec: { activeDeadlineSeconds: 90 } }, anyAgent)?.deadlineAt).toBeNull();
  });

  test("tell when its deletion was asked for, and by when it should be gone", () => {
    const facts = pod({ deletion: { at: 50, graceSeconds: 30 } });
    expect([facts.deletionRequestedAt, facts.deletionAt]).toEqual([instant(50), instant(80)]);
    const graceless = readPod({ kind: "Pod", metadata: { deletionTimestamp: time(50) } }, anyAgent);
    expect(graceless?.deletionRequestedAt).toBe(instant(50));
  });

  test("are unknown where they are absurd", () => {
    const metadata = { creationTimestamp: "soon", deletionTimestamp: 17, deletionGracePeriodSeconds: "30" };
    expect(readPod({ kind: "Pod", metadata }, anyAgent)).toMatchObject({
      createdAt: null,
      deletionAt: null,
      deletionRequestedAt: null,
    });
  });
});

describe("an object", () => {
  test("without a kind is a Pod when it has metadata, as the client's model holds it", () => {
    const { kind: _, ...model } = podObject({ conditions: [unschedulable] });
    expect(readPod(model, anyAgent)).toMatchObject({ uid: POD_UID, jobUid: JOB_UID });
  });

  test.each<unknown>([
    null,
    undefined,
    "Pod",
    3,
    [],
    {},
    { kind: "Job", metadata: {} },
    { kind: "PodList", items: [] },
    { spec: {} },
  ])("like %j is no Pod", (object) => {
    expect(readPod(object, anyAgent)).toBeNull();
  });

  test.each<[string, unknown]>([
    ["nothing else", { kind: "Pod" }],
    [
      "lists where objects belong, and the other way round",
      {
        kind: "Pod",
        metadata: [],
        spec: { containers: { name: "agent" }, initContainers: "x" },
        status: { conditions: {}, containerStatuses: 3 },
      },
    ],
    [
      "null, numbers and texts where objects belong",
      {
        kind: "Pod",
        metadata: null,
        spec: { containers: [null, 3, "agent"], initContainers: [null] },
        status: { conditions: [null, 3], containerStatuses: [null, "x"] },
      },
    ],
  ])("with %s is an empty Pod", (_, object) => {
    expect(readPod(object, anyAgent)).toMatchObject({ name: null, uid: null, jobUid: null, phase: null });
  });

  test("can't reach our own objects by keys named __proto__ and constructor", () => {
    const hostile: unknown = JSON.parse(
      '{"kind":"Pod","__proto__":{"status":{"phase":"Failed"}},"metadata":{"__proto__":{"uid":"1"},"constructor":{"name":"x"}}}',
    );
    expect(readPod(hostile, anyAgent)).toMatchObject({ phase: null, uid: null });
  });

  test("written by a stranger is printable and bounded", () => {
    const message = `\u001b[2Jgone\u0007 \u202e${"x".repeat(9000)}`;
    const facts = pod({ phase: "Failed", message, agent: terminated(1, "Error", { message }) });
    expect(facts.message).toMatch(/^gone x+$/);
    expect(facts.message?.length).toBeLessThanOrEqual(4096);
    expect(facts.agent?.state).toMatchObject({ message: facts.message });
  });
});

describe("containers that come before the agent", () => {
  const facts = pod({
    agent: waiting("PodInitializing"),
    sidecars: [{ name: "logger", state: running() }],
    nativeSidecars: [{ name: "proxy", state: running(), last: terminated(137, "OOMKilled") }],
    inits: [{ name: "setup", state: terminated(0, "Completed") }],
  });

  test("are init containers when they end, and sidecars when they are always restarted", () => {
    expect(facts.initContainers.map(({ name }) => name)).toEqual(["setup"]);
    expect(facts.sidecars.map(({ name }) => name)).toEqual(["logger", "proxy"]);
    expect(facts.sidecars[1]).toMatchObject({ restarts: 1, lastTerminated: { reason: "OOMKilled" } });
  });
});
