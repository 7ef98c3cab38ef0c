import type { V1Job } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import { FEATURES_1_20 } from "../../src/simulator/features.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { agentJob } from "./support/agent-job.ts";
import { startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

const exits = (code: number) => ({
  script: (): Script => ({ steps: [{ kind: "exit", afterMs: 10, code }] }),
});

function conditionsOf({ status }: V1Job): readonly string[] {
  return (status?.conditions ?? []).map(({ type, reason }) => `${type} ${reason}`);
}

async function jobOf({ batch }: Stage): Promise<V1Job> {
  return batch.readNamespacedJob({ namespace, name: "run-1" });
}

async function eventsOf({ core }: Stage, kind: string): Promise<readonly string[]> {
  const { items } = await core.listNamespacedEvent({
    namespace,
    fieldSelector: `involvedObject.kind=${kind}`,
  });
  return items
    .toSorted((one, other) => Number(one.metadata.resourceVersion) - Number(other.metadata.resourceVersion))
    .map(({ reason, message }) => `${reason}: ${message?.replace(/run-1-[a-z0-9]{5}/, "POD")}`);
}

test("A pod that fails is replaced as often as the back-off limit says, after pauses that double.", async () => {
  await withSimulator(exits(1), async (stage) => {
    await startRun(stage, "run-1", {}, { spec: { backoffLimit: 2 } });
    await stage.clock.advance(1000);
    const { pods } = stage.simulator.truth.runs()[0] ?? { pods: [] };
    const starts = pods.map(({ containers }) => containers[0]?.startedAt ?? 0);
    expect(pods).toHaveLength(3);
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(50);
    expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThan(100);
    const job = await jobOf(stage);
    expect(job.status?.failed).toBe(3);
    expect(conditionsOf(job)).toEqual(["FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded"]);
  });
});

describe("A pod failure policy", () => {
  const policy = (action: string, rule: object): object => ({
    spec: { backoffLimit: 3, podFailurePolicy: { rules: [{ action, ...rule }] } },
  });
  const on = (...values: readonly number[]): object => ({
    onExitCodes: { containerName: "agent", operator: "In", values },
  });

  test("FailJob fails the Job at once, and writes down which container, which code, which rule.", async () => {
    await withSimulator(exits(42), async (stage) => {
      const pod = await startRun(stage, "run-1", {}, policy("FailJob", on(42)));
      await stage.clock.advance(1000);
      const job = await jobOf(stage);
      expect(conditionsOf(job)).toEqual(["FailureTarget PodFailurePolicy", "Failed PodFailurePolicy"]);
      expect(job.status?.conditions?.at(-1)?.message).toBe(
        `Container agent for pod agents/${pod} failed with exit code 42 matching FailJob rule at index 0`,
      );
    });
  });

  test("FailJob knows a pod that was disrupted by its condition.", async () => {
    await withSimulator({}, async (stage) => {
      const rule = { onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
      const pod = await startRun(stage, "run-1", {}, policy("FailJob", rule));
      stage.simulator.happen({ kind: "preempt", job: "run-1" });
      await stage.clock.advance(1000);
      expect((await jobOf(stage)).status?.conditions?.at(-1)?.message).toBe(
        `Pod agents/${pod} has condition DisruptionTarget matching FailJob rule at index 0`,
      );
    });
  });

  test.each([
    ["the container of another name", 42, { containerName: "tools", operator: "In", values: [42] }],
    ["another code", 42, { containerName: "agent", operator: "In", values: [1, 2] }],
    ["one of the codes that are excepted", 42, { operator: "NotIn", values: [42] }],
  ])("A rule for %s does not fit, and the failure counts.", async (_, code, onExitCodes) => {
    await withSimulator(exits(code), async (stage) => {
      await startRun(stage, "run-1", {}, policy("FailJob", { onExitCodes }));
      await stage.clock.advance(100);
      const job = await jobOf(stage);
      expect(job.status?.failed).toBeGreaterThan(0);
      expect(conditionsOf(job).join()).not.toContain("PodFailurePolicy");
    });
  });

  test("Of several rules the first one that fits decides: Count keeps what follows from failing the Job.", async () => {
    await withSimulator(exits(42), async (stage) => {
      const rules = [
        { action: "Count", onExitCodes: { operator: "NotIn", values: [7] } },
        { action: "FailJob", ...on(42) },
      ];
      const spec = { backoffLimit: 0, podFailurePolicy: { rules } };
      await startRun(stage, "run-1", {}, { spec });
      await stage.clock.advance(1000);
      expect(conditionsOf(await jobOf(stage))).toEqual([
        "FailureTarget BackoffLimitExceeded",
        "Failed BackoffLimitExceeded",
      ]);
    });
  });

  test("Ignore does not count, and so runs the agent again.", async () => {
    await withSimulator(exits(42), async (stage) => {
      await startRun(stage, "run-1", {}, policy("Ignore", on(42)));
      await stage.clock.advance(100);
      const job = await jobOf(stage);
      expect(job.status?.failed).toBeUndefined();
      expect(stage.simulator.truth.runs()[0]?.pods.length).toBeGreaterThan(1);
    });
  });
});

test("A quota keeps pods from being made, and only an Event tells.", async () => {
  await withSimulator({ podQuota: 0 }, async (stage) => {
    await startRun(stage, "run-1");
    const job = await jobOf(stage);
    expect([job.status?.active, job.status?.conditions]).toEqual([undefined, undefined]);
    expect((await eventsOf(stage, "Job"))[0]).toBe(
      'FailedCreate: Error creating: pods "POD" is forbidden: exceeded quota: q1, requested: pods=1, used: pods=0, limited: pods=0',
    );
  });
});

test("A quota counts the pods that live, and lets the next one in when one has ended.", async () => {
  const script = () => ({ steps: [{ kind: "exit" as const, afterMs: 5000, code: 0 }] });
  await withSimulator({ podQuota: 1, script }, async (stage) => {
    expect(await startRun(stage, "run-1")).not.toBe("");
    expect(await startRun(stage, "run-2")).toBe("");
    await stage.clock.advance(60_000);
    const { items } = await stage.core.listNamespacedPod({ namespace, labelSelector: "job-name=run-2" });
    expect(items).toHaveLength(1);
  });
});

test("So does an admission that lets no pod in.", async () => {
  const podRefusal = 'violates PodSecurity "restricted:latest": runAsNonRoot != true';
  await withSimulator({ podRefusal }, async (stage) => {
    await startRun(stage, "run-1");
    expect((await eventsOf(stage, "Job"))[0]).toBe(
      `FailedCreate: Error creating: pods "POD" is forbidden: ${podRefusal}`,
    );
  });
});

test("So does a service account that is not there.", async () => {
  await withSimulator({}, async (stage) => {
    await startRun(stage, "run-1", {}, { pod: { serviceAccountName: "agent" } });
    expect((await eventsOf(stage, "Job"))[0]).toContain('serviceaccount "agent" not found');
  });
});

test.each([
  [{ priorityClassName: "urgent" }, "no PriorityClass with name urgent was found"],
  [{ runtimeClassName: "gvisor" }, 'pod rejected: RuntimeClass "gvisor" not found'],
])("So does a class that is not there, though the Job that names it is taken: %o", async (pod, why) => {
  await withSimulator({}, async (stage) => {
    await startRun(stage, "run-1", {}, { pod });
    expect((await eventsOf(stage, "Job"))[0]).toBe(
      `FailedCreate: Error creating: pods "POD" is forbidden: ${why}`,
    );
  });
});

test("A pod of classes that are there is let in, and has the priority of its class.", async () => {
  await withSimulator({}, async (stage) => {
    const { scheduling, node } = stage;
    await scheduling.createPriorityClass({ body: { metadata: { name: "urgent" }, value: 1000 } });
    await node.createRuntimeClass({ body: { metadata: { name: "gvisor" }, handler: "runsc" } });
    await startRun(stage, "run-1", {}, { pod: { priorityClassName: "urgent", runtimeClassName: "gvisor" } });
    await startRun(stage, "run-2", {}, { pod: { priorityClassName: "system-cluster-critical" } });
    const { items } = await stage.core.listNamespacedPod({ namespace });
    expect(items.map(({ spec }) => spec?.priority)).toEqual([1000, 2_000_000_000]);
  });
});

test("With podReplacementPolicy Failed a pod that is going is not yet counted, and not replaced.", async () => {
  const script = (): Script => ({ steps: [], onTerm: { kind: "exit", afterMs: 3000, code: 143 } });
  await withSimulator({ script }, async (stage) => {
    await startRun(stage, "run-1", {}, { spec: { podReplacementPolicy: "Failed", backoffLimit: 3 } });
    stage.simulator.happen({ kind: "delete-pod", job: "run-1" });
    await stage.clock.advance(2000);
    const going = await jobOf(stage);
    expect([going.status?.terminating, going.status?.failed]).toEqual([1, undefined]);
    expect(stage.simulator.truth.runs()[0]?.pods).toHaveLength(1);
    await stage.clock.advance(3000);
    expect((await jobOf(stage)).status?.failed).toBe(1);
    expect(stage.simulator.truth.runs()[0]?.pods).toHaveLength(2);
  });
});

test("A Job that wants fewer pods than it has loses them, and gets no others.", async () => {
  await withSimulator({ features: FEATURES_1_20 }, async (stage) => {
    await startRun(stage, "run-1");
    const body = [{ op: "replace", path: "/spec/parallelism", value: 0 }];
    await stage.batch.patchNamespacedJob({ namespace, name: "run-1", body });
    await stage.clock.advance(60_000);
    const [run] = stage.simulator.truth.runs();
    expect(run?.pods).toMatchObject([{ takenDown: { by: "parallelism" } }]);
    const job = await jobOf(stage);
    expect(job.status?.active ?? 0).toBe(0);
    expect((await eventsOf(stage, "Job")).map((text) => text.split(":")[0])).toEqual([
      "SuccessfulCreate",
      "SuccessfulDelete",
    ]);
  });
});

test("An old server replaces a pod as soon as its deletion begins, whatever the back-off limit.", async () => {
  const script = (): Script => ({ steps: [], onTerm: { kind: "exit", afterMs: 3000, code: 7 } });
  await withSimulator({ script, features: FEATURES_1_20 }, async (stage) => {
    await startRun(stage, "run-1");
    stage.simulator.happen({ kind: "delete-pod", job: "run-1" });
    await stage.clock.advance(1000);
    const agents = (stage.simulator.truth.runs()[0]?.pods ?? []).flatMap(({ containers }) => containers);
    expect(agents.filter(({ ended }) => ended === null)).toHaveLength(2);
    await stage.clock.advance(60_000);
    expect((await jobOf(stage)).status).toMatchObject({ active: 1 });
    expect(conditionsOf(await jobOf(stage))).toEqual([]);
  });
});

test("The Events of a run are those that were recorded.", async () => {
  await withSimulator(exits(3), async (stage) => {
    await startRun(stage, "run-1");
    await stage.clock.advance(1000);
    expect(await eventsOf(stage, "Job")).toEqual([
      "SuccessfulCreate: Created pod: POD",
      "BackoffLimitExceeded: Job has reached the specified backoff limit",
    ]);
    expect(await eventsOf(stage, "Pod")).toEqual([
      "Scheduled: Successfully assigned agents/POD to node-1",
      'Pulled: Container image "agent.local/node:1" already present on machine and can be accessed by the pod',
      "Created: Container created",
      "Started: Container started",
    ]);
  });
});

test("An old server has no targets, no finalizers and no newer counters.", async () => {
  await withSimulator({ ...exits(0), features: FEATURES_1_20 }, async (stage) => {
    await stage.batch.createNamespacedJob({ namespace, body: agentJob("run-1") });
    await stage.clock.advance(1000);
    const job = await jobOf(stage);
    expect(
      Object.keys(job.status ?? {}).filter(
        (key) => job.status?.[key as keyof typeof job.status] !== undefined,
      ),
    ).toEqual(expect.not.arrayContaining(["ready", "terminating", "uncountedTerminatedPods"]));
    expect(job.status?.conditions?.map(({ type, reason }) => [type, reason])).toEqual([
      ["Complete", undefined],
    ]);
    expect(job.status?.succeeded).toBe(1);
  });
});
