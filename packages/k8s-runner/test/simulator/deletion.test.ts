import { describe, expect, test } from "vitest";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { podOf, startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const stubborn = { script: () => ({ steps: [], onTerm: { kind: "ignore" } as const }) };

async function secretOf({ core, batch }: Stage, job: string): Promise<void> {
  const { metadata } = await batch.readNamespacedJob({ namespace, name: job });
  const owner = { apiVersion: "batch/v1", kind: "Job", name: job, uid: metadata?.uid ?? "" };
  await core.createNamespacedSecret({
    namespace,
    body: { metadata: { name: job, ownerReferences: [owner] } },
  });
}

describe("Deleting a Job", () => {
  test("Background: the Job is gone at once, its pod and its Secret follow.", async () => {
    await withSimulator({}, async (stage) => {
      const { batch, core, clock } = stage;
      await startRun(stage, "run-1");
      await secretOf(stage, "run-1");
      await batch.deleteNamespacedJob({ namespace, name: "run-1", propagationPolicy: "Background" });
      expect((await batch.listNamespacedJob({ namespace })).items).toEqual([]);
      expect((await podOf(stage, "run-1"))?.metadata?.deletionTimestamp).toBeUndefined();
      await clock.advance(1000);
      expect(await podOf(stage, "run-1")).toBeNull();
      expect((await core.listNamespacedSecret({ namespace })).items).toEqual([]);
    });
  });

  test("Foreground: the Job stays, marked, until its pod is gone.", async () => {
    await withSimulator(stubborn, async (stage) => {
      const { batch, clock } = stage;
      await startRun(stage, "run-1");
      await batch.deleteNamespacedJob({
        namespace,
        name: "run-1",
        body: { propagationPolicy: "Foreground" },
      });
      await clock.advance(1000);
      const marked = await batch.readNamespacedJob({ namespace, name: "run-1" });
      expect(marked.metadata).toMatchObject({
        finalizers: ["foregroundDeletion"],
        deletionGracePeriodSeconds: 0,
      });
      expect((await podOf(stage, "run-1"))?.metadata?.deletionGracePeriodSeconds).toBe(5);
      await clock.advance(5000);
      expect((await batch.listNamespacedJob({ namespace })).items).toEqual([]);
      expect(stage.simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toMatchObject({
        exitCode: 137,
        how: "killed",
      });
    });
  });

  test("Without a policy the pod runs on, nobody's, and the server warns.", async () => {
    await withSimulator({}, async (stage) => {
      await startRun(stage, "run-1");
      const answer = await ask(stage.simulator.url, "DELETE", `${jobs}/run-1`);
      expect(answer.headers.get("warning")).toContain("child pods are preserved by default");
      await stage.clock.advance(10_000);
      const pod = await podOf(stage, "run-1");
      expect(pod?.status?.phase).toBe("Running");
      expect(pod?.metadata?.ownerReferences).toBeUndefined();
      expect(pod?.metadata?.finalizers).toBeUndefined();
    });
  });

  test("A UID that is not its own is refused, by name and by UID.", async () => {
    await withSimulator({}, async (stage) => {
      await startRun(stage, "run-1");
      const uid = (await stage.batch.readNamespacedJob({ namespace, name: "run-1" })).metadata?.uid ?? "";
      const body = { preconditions: { uid: "other" }, propagationPolicy: "Background" };
      const refused = await ask(stage.simulator.url, "DELETE", `${jobs}/run-1`, body);
      expect([refused.code, refused.body.reason]).toEqual([409, "Conflict"]);
      expect(refused.body.message).toBe(
        `Operation cannot be fulfilled on Job.batch "run-1": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
      );
      const done = await ask(stage.simulator.url, "DELETE", `${jobs}/run-1`, {
        ...body,
        preconditions: { uid },
      });
      expect(done.body).toMatchObject({
        status: "Success",
        details: { name: "run-1", group: "batch", kind: "jobs", uid },
      });
    });
  });

  test("What is made for an owner that is gone goes too.", async () => {
    await withSimulator({}, async ({ core, clock }) => {
      const owner = { apiVersion: "batch/v1", kind: "Job", name: "gone", uid: "no-such-uid" };
      await core.createNamespacedSecret({
        namespace,
        body: { metadata: { name: "late", ownerReferences: [owner] } },
      });
      await clock.advance(1000);
      expect((await core.listNamespacedSecret({ namespace })).items).toEqual([]);
    });
  });
});

describe("Deleting a pod", () => {
  test("It is marked, told to end, killed after its grace, and counted by its Job as failed.", async () => {
    await withSimulator(stubborn, async (stage) => {
      const name = await startRun(stage, "run-1");
      const marked = await stage.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 2 });
      expect(marked.metadata?.deletionGracePeriodSeconds).toBe(2);
      await stage.clock.advance(1900);
      expect((await podOf(stage, "run-1"))?.status?.phase).toBe("Running");
      await stage.clock.advance(1000);
      expect(await podOf(stage, "run-1")).toBeNull();
      const job = await stage.batch.readNamespacedJob({ namespace, name: "run-1" });
      expect(job.status?.conditions?.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
        "FailureTarget BackoffLimitExceeded",
        "Failed BackoffLimitExceeded",
      ]);
    });
  });

  test("One that was never bound is cleared away, although no kubelet says that it has failed.", async () => {
    await withSimulator({}, async (stage) => {
      const pod = { nodeSelector: { disk: "none" } };
      const name = await startRun(stage, "run-1", {}, { pod, spec: { podReplacementPolicy: "Failed" } });
      expect((await podOf(stage, "run-1"))?.status?.conditions?.[0]).toMatchObject({
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: expect.stringContaining(
          "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
        ),
      });
      await stage.core.deleteNamespacedPod({ namespace, name });
      await stage.clock.advance(20);
      expect(
        (await stage.core.listNamespacedPod({ namespace })).items.map(({ metadata }) => metadata?.name),
      ).not.toContain(name);
    });
  });

  test("An eviction marks it as disrupted first.", async () => {
    await withSimulator(stubborn, async (stage) => {
      const name = await startRun(stage, "run-1");
      await stage.core.createNamespacedPodEviction({
        namespace,
        name,
        body: { metadata: { name, namespace } },
      });
      const pod = await podOf(stage, "run-1");
      expect(pod?.status?.conditions?.find(({ type }) => type === "DisruptionTarget")).toMatchObject({
        status: "True",
        reason: "EvictionByEvictionAPI",
        message: "Eviction API: evicting",
      });
      expect(pod?.metadata?.deletionTimestamp).toBeDefined();
    });
  });
});

describe("Deleting a Job again", () => {
  test("The later policy counts: in the background the Job goes at once, and its pod after it.", async () => {
    await withSimulator(stubborn, async (stage) => {
      await startRun(stage, "run-1");
      const { url } = stage.simulator;
      await ask(url, "DELETE", `${jobs}/run-1`, { propagationPolicy: "Foreground" });
      await stage.clock.advance(1000);
      await ask(url, "DELETE", `${jobs}/run-1`, { propagationPolicy: "Foreground" });
      await ask(url, "DELETE", `${jobs}/run-1`);
      const { metadata } = await stage.batch.readNamespacedJob({ namespace, name: "run-1" });
      expect(metadata?.finalizers).toEqual(["foregroundDeletion"]);
      const done = await ask(url, "DELETE", `${jobs}/run-1`, { propagationPolicy: "Background" });
      expect(done.body).toMatchObject({ kind: "Status", status: "Success" });
      expect((await ask(url, "GET", `${jobs}/run-1`)).code).toBe(404);
      expect(await podOf(stage, "run-1")).not.toBeNull();
      await stage.clock.advance(6000);
      expect(await podOf(stage, "run-1")).toBeNull();
    });
  });

  test("Its name is free when it is gone, and not while it goes.", async () => {
    await withSimulator(stubborn, async (stage) => {
      await startRun(stage, "run-1");
      const { url } = stage.simulator;
      await ask(url, "DELETE", `${jobs}/run-1`, { propagationPolicy: "Foreground" });
      const early = await ask(url, "POST", jobs, agentJob("run-1"));
      expect([early.code, early.body.reason, early.body.message]).toEqual([
        409,
        "AlreadyExists",
        'object is being deleted: jobs.batch "run-1" already exists',
      ]);
      await stage.clock.advance(6000);
      expect((await ask(url, "POST", jobs, agentJob("run-1"))).code).toBe(201);
    });
  });
});

test("A Job that is deleted in the foreground waits for what blocks it, and not for its Secret.", async () => {
  await withSimulator(stubborn, async (stage) => {
    await startRun(stage, "run-1");
    await secretOf(stage, "run-1");
    const headers = { "content-type": "application/merge-patch+json" };
    const held = { metadata: { finalizers: ["example.com/hold"] } };
    const { url } = stage.simulator;
    await ask(url, "PATCH", `/api/v1/namespaces/${namespace}/secrets/run-1`, held, headers);
    await ask(url, "DELETE", `${jobs}/run-1`, { propagationPolicy: "Foreground" });
    await stage.clock.advance(6000);
    expect((await ask(url, "GET", `${jobs}/run-1`)).code).toBe(404);
    expect((await stage.core.listNamespacedSecret({ namespace })).items).toHaveLength(1);
  });
});

describe("A time to live", () => {
  const endsWith = (code: number) => ({
    script: () => ({ steps: [{ kind: "exit", afterMs: 10, code } as const] }),
  });
  const isThere = async ({ batch }: Stage): Promise<boolean> =>
    (await batch.listNamespacedJob({ namespace })).items.length > 0;
  const start = async (stage: Stage, ttlSecondsAfterFinished: number): Promise<void> => {
    const body = agentJob("run-1", {}, { spec: { ttlSecondsAfterFinished } });
    await stage.batch.createNamespacedJob({ namespace, body });
    await stage.clock.advance(3000);
  };

  test.each([0, 3])("It is counted from the Job's end, however that was: exit %i.", async (code) => {
    await withSimulator(endsWith(code), async (stage) => {
      await start(stage, 60);
      await stage.clock.advance(55_000);
      expect(await isThere(stage)).toBe(true);
      await stage.clock.advance(5000);
      expect(await isThere(stage)).toBe(false);
    });
  });

  test.each([
    ["lengthened", 600, true],
    ["taken away", null, true],
    ["shortened", 1, false],
  ])("One that is %s while it runs counts as it stands.", async (_, ttlSecondsAfterFinished, stays) => {
    await withSimulator(endsWith(0), async (stage) => {
      await start(stage, 60);
      const headers = { "content-type": "application/merge-patch+json" };
      const patch = { spec: { ttlSecondsAfterFinished } };
      expect((await ask(stage.simulator.url, "PATCH", `${jobs}/run-1`, patch, headers)).code).toBe(200);
      await stage.clock.advance(stays ? 120_000 : 1000);
      expect(await isThere(stage)).toBe(stays);
    });
  });
});

test("A Job that is over goes when its time to live is.", async () => {
  const script = () => ({ steps: [{ kind: "exit", afterMs: 10, code: 0 } as const] });
  await withSimulator({ script }, async (stage) => {
    const body = agentJob("run-1", {}, { spec: { ttlSecondsAfterFinished: 0 } });
    await stage.batch.createNamespacedJob({ namespace, body });
    await stage.clock.advance(2000);
    expect((await stage.batch.listNamespacedJob({ namespace })).items).toEqual([]);
    expect((await stage.core.listNamespacedPod({ namespace })).items).toEqual([]);
    expect(stage.simulator.truth.runs()[0]?.pods[0]?.takenDown).toBeNull();
  });
});

describe("Deleting a pod again", () => {
  const deleteIn = (stage: Stage, name: string, gracePeriodSeconds?: number): Promise<unknown> =>
    stage.core.deleteNamespacedPod({
      namespace,
      name,
      body: gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds },
    });
  const endOf = ({ simulator }: Stage): unknown => simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended;

  test("A shorter grace cuts the longer one short, and counts from the first deletion.", async () => {
    await withSimulator(stubborn, async (stage) => {
      await startRun(stage, "run-1");
      const name = (await podOf(stage, "run-1"))?.metadata?.name ?? "";
      await deleteIn(stage, name, 3600);
      const first = (await podOf(stage, "run-1"))?.metadata?.deletionTimestamp?.getTime() ?? 0;
      await stage.clock.advance(10_000);
      await deleteIn(stage, name, 20);
      const marked = (await podOf(stage, "run-1"))?.metadata;
      expect(marked?.deletionGracePeriodSeconds).toBe(20);
      expect(marked?.deletionTimestamp?.getTime()).toBe(first - 3_580_000);
      await stage.clock.advance(19_000);
      expect(endOf(stage)).toBeNull();
      await stage.clock.advance(2000);
      expect(endOf(stage)).toMatchObject({ exitCode: 137, how: "killed" });
    });
  });

  test.each([
    ["A longer grace", 2, 60],
    ["No grace, where the pod's own is longer,", 2, undefined],
    ["No grace, where the pod's own is shorter,", 30, undefined],
  ])("%s changes nothing.", async (_, first, again) => {
    await withSimulator(stubborn, async (stage) => {
      await startRun(stage, "run-1");
      const name = (await podOf(stage, "run-1"))?.metadata?.name ?? "";
      await deleteIn(stage, name, first);
      const before = (await podOf(stage, "run-1"))?.metadata;
      await deleteIn(stage, name, again);
      expect((await podOf(stage, "run-1"))?.metadata).toEqual(before);
      await stage.clock.advance(first * 1000 - 500);
      expect(endOf(stage)).toBeNull();
      await stage.clock.advance(1500);
      expect(endOf(stage)).toMatchObject({ exitCode: 137 });
    });
  });
});
