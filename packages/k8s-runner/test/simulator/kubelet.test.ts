import type { V1Pod } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { startRun, podOf } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

const sidecar = { name: "sidecar", image: "sidecar:1" };
const forEver: Script = { steps: [] };
const exits = (code: number): Script => ({ steps: [{ kind: "exit", afterMs: 100, code }] });
const oom: Script = { steps: [{ kind: "oom", afterMs: 100 }] };
/** Scripts by the container's name. */
const scripts = (byName: Readonly<Record<string, Script>>) => ({
  script: ({ container }: { readonly container: { readonly name: string } }) =>
    byName[container.name] ?? forEver,
});

function statesOf(pod: V1Pod | null): readonly string[] {
  const all = [...(pod?.status?.initContainerStatuses ?? []), ...(pod?.status?.containerStatuses ?? [])];
  return all.map(({ name, state }) => {
    const { waiting, running, terminated } = state ?? {};
    return `${name} ${waiting?.reason ?? (running === undefined ? `${terminated?.exitCode} ${terminated?.reason}` : "running")}`;
  });
}

async function jobEnds({ batch }: Stage): Promise<readonly string[]> {
  const { status } = await batch.readNamespacedJob({ namespace, name: "run-1" });
  return (status?.conditions ?? []).map(({ type }) => type);
}

describe("Containers beside the agent", () => {
  test("A sidecar that lives on keeps the pod running, and the Job with it.", async () => {
    await withSimulator(scripts({ agent: oom }), async (stage) => {
      const agent = { name: "agent", image: "agent:1" };
      await startRun(stage, "run-1", {}, { pod: { containers: [agent, sidecar] } });
      await stage.clock.advance(60_000);
      const pod = await podOf(stage, "run-1");
      expect([pod?.status?.phase, ...statesOf(pod)]).toEqual([
        "Running",
        "agent 137 OOMKilled",
        "sidecar running",
      ]);
      expect(await jobEnds(stage)).toEqual([]);
    });
  });

  test("A native sidecar is started first, is stopped after the agent, and does not count.", async () => {
    const stubborn: Script = { steps: [], onTerm: { kind: "ignore" } };
    await withSimulator(scripts({ agent: exits(0), sidecar: stubborn }), async (stage) => {
      const native = { ...sidecar, restartPolicy: "Always" };
      await startRun(stage, "run-1", {}, { pod: { initContainers: [native] } });
      expect(statesOf(await podOf(stage, "run-1"))).toEqual(["sidecar running", "agent running"]);
      await stage.clock.advance(1000);
      expect((await podOf(stage, "run-1"))?.status?.phase).toBe("Running");
      await stage.clock.advance(5000);
      const pod = await podOf(stage, "run-1");
      expect([pod?.status?.phase, ...statesOf(pod)]).toEqual([
        "Succeeded",
        "sidecar 137 Error",
        "agent 0 Completed",
      ]);
      expect(await jobEnds(stage)).toEqual(["SuccessCriteriaMet", "Complete"]);
    });
  });

  test("A native sidecar that dies is started again, and its last log is kept.", async () => {
    await withSimulator(
      scripts({
        sidecar: {
          steps: [
            { kind: "write", afterMs: 0, text: "before\n" },
            { kind: "oom", afterMs: 100 },
          ],
        },
      }),
      async (stage) => {
        const native = { ...sidecar, restartPolicy: "Always" };
        const name = await startRun(stage, "run-1", {}, { pod: { initContainers: [native] } });
        await stage.clock.advance(160);
        const status = (await podOf(stage, "run-1"))?.status?.initContainerStatuses?.[0];
        expect([status?.restartCount, status?.lastState?.terminated?.reason]).toEqual([1, "OOMKilled"]);
        const read = { namespace, name, container: "sidecar", previous: true };
        expect(await stage.core.readNamespacedPodLog(read)).toBe("before\n");
      },
    );
  });

  test("An init container that fails ends the pod, and the agent is never started.", async () => {
    await withSimulator(scripts({ init: exits(7) }), async (stage) => {
      await startRun(stage, "run-1", {}, { pod: { initContainers: [{ name: "init", image: "init:1" }] } });
      await stage.clock.advance(1000);
      const pod = await podOf(stage, "run-1");
      expect([pod?.status?.phase, ...statesOf(pod)]).toEqual([
        "Failed",
        "init 7 Error",
        "agent PodInitializing",
      ]);
      expect(stage.simulator.truth.runs()[0]?.pods[0]?.containers.map(({ name }) => name)).toEqual(["init"]);
    });
  });
});

describe("A container that does not start", () => {
  test("An image that can't be pulled is tried for ever, and the Job says nothing.", async () => {
    const images = { "agent.local/node:1": { kind: "pull-fails", message: "no such host" } as const };
    await withSimulator({ images }, async (stage) => {
      await startRun(stage, "run-1");
      expect(statesOf(await podOf(stage, "run-1"))).toEqual(["agent ErrImagePull"]);
      await stage.clock.advance(30);
      const pod = await podOf(stage, "run-1");
      expect(pod?.status?.containerStatuses?.[0]?.state?.waiting).toEqual({
        reason: "ImagePullBackOff",
        message: 'Back-off pulling image "agent.local/node:1": ErrImagePull: no such host',
      });
      await stage.clock.advance(60_000);
      expect([(await podOf(stage, "run-1"))?.status?.phase, await jobEnds(stage)]).toEqual(["Pending", []]);
    });
  });

  test("A Secret that is missing from the environment is waited for.", async () => {
    await withSimulator({}, async (stage) => {
      const valueFrom = { secretKeyRef: { name: "agent-token", key: "token" } };
      await startRun(stage, "run-1", { env: [{ name: "TOKEN", valueFrom }] });
      const waiting = (await podOf(stage, "run-1"))?.status?.containerStatuses?.[0]?.state?.waiting;
      expect(waiting).toEqual({
        reason: "CreateContainerConfigError",
        message: 'secret "agent-token" not found',
      });
      await stage.core.createNamespacedSecret({
        namespace,
        body: { metadata: { name: "agent-token" }, stringData: { token: "x" } },
      });
      await stage.clock.advance(100);
      expect(statesOf(await podOf(stage, "run-1"))).toEqual(["agent running"]);
    });
  });

  test("A Secret that is missing from a volume leaves the container in creation; only an Event tells.", async () => {
    await withSimulator({}, async (stage) => {
      await startRun(
        stage,
        "run-1",
        {},
        { pod: { volumes: [{ name: "creds", secret: { secretName: "agent-creds" } }] } },
      );
      await stage.clock.advance(1000);
      expect(statesOf(await podOf(stage, "run-1"))).toEqual(["agent ContainerCreating"]);
      const { items } = await stage.core.listNamespacedEvent({
        namespace,
        fieldSelector: "reason=FailedMount",
      });
      expect(items[0]?.message).toBe(
        'MountVolume.SetUp failed for volume "creds" : secret "agent-creds" not found',
      );
      expect(items[0]?.count).toBeGreaterThan(1);
    });
  });
});

describe("A pod that is ended", () => {
  test("An eviction for the node's sake is a disruption; one for its own limit is not.", async () => {
    for (const why of ["node-pressure", "own-limit"] as const) {
      await withSimulator({}, async (stage) => {
        await startRun(stage, "run-1");
        stage.simulator.happen({ kind: "evict", job: "run-1", why });
        await stage.clock.advance(1000);
        const pod = await podOf(stage, "run-1");
        const disruption = pod?.status?.conditions?.find(({ type }) => type === "DisruptionTarget");
        expect([pod?.status?.phase, pod?.status?.reason]).toEqual(["Failed", "Evicted"]);
        expect(disruption?.reason).toBe(why === "node-pressure" ? "TerminationByKubelet" : undefined);
        expect(stage.simulator.truth.runs()[0]?.pods[0]?.takenDown?.by).toBe(why);
      });
    }
  });

  test("A child that is killed for memory leaves its reason on a container that ends well.", async () => {
    const steps = [
      { kind: "oom", afterMs: 50, victim: "child" },
      { kind: "exit", afterMs: 50, code: 0 },
    ] as const;
    await withSimulator({ script: () => ({ steps }) }, async (stage) => {
      await startRun(stage, "run-1");
      await stage.clock.advance(1000);
      const pod = await podOf(stage, "run-1");
      expect([pod?.status?.phase, ...statesOf(pod)]).toEqual(["Succeeded", "agent 0 OOMKilled"]);
    });
  });

  test("A lost node is noticed late, its pod stays, terminating, until the node is back.", async () => {
    await withSimulator({ nodeNotReadyMs: 46_000 }, async (stage) => {
      const tolerations = [
        { key: "node.kubernetes.io/unreachable", effect: "NoExecute", tolerationSeconds: 5 },
      ];
      await startRun(stage, "run-1", {}, { pod: { tolerations } });
      stage.simulator.happen({ kind: "node-loss", backAfterMs: 120_000 });
      await stage.clock.advance(45_000);
      expect((await podOf(stage, "run-1"))?.metadata?.deletionTimestamp).toBeUndefined();
      await stage.clock.advance(30_000);
      const lost = await podOf(stage, "run-1");
      expect(lost?.status?.phase).toBe("Running");
      expect(lost?.metadata?.deletionTimestamp).toBeDefined();
      expect(lost?.status?.conditions?.find(({ type }) => type === "DisruptionTarget")?.reason).toBe(
        "DeletionByTaintManager",
      );
      await stage.clock.advance(60_000);
      expect(await podOf(stage, "run-1")).toBeNull();
      expect(stage.simulator.truth.runs()[0]?.pods[0]?.takenDown?.by).toBe("taint");
    });
  });

  test("A kubelet that starts anew on a lost node does not bring the node back.", async () => {
    await withSimulator(scripts({ agent: forEver }), async (stage) => {
      await startRun(stage, "run-1");
      stage.simulator.happen({ kind: "kubelet-restart", downMs: 1000 });
      stage.simulator.happen({ kind: "node-loss", backAfterMs: null });
      await stage.clock.advance(2000);
      await stage.core.deleteNamespacedPod({
        namespace,
        name: (await podOf(stage, "run-1"))?.metadata?.name ?? "",
      });
      await stage.clock.advance(600_000);
      expect((await podOf(stage, "run-1"))?.status?.phase).toBe("Running");
      expect(stage.simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toBeNull();
    });
  });

  test("A late status comes late, and what was over before it came is never heard of.", async () => {
    await withSimulator(scripts({ agent: exits(0) }), async (stage) => {
      await startRun(stage, "run-1");
      stage.simulator.happen({ kind: "late-status", job: "run-1", byMs: 10_000 });
      await stage.clock.advance(5000);
      expect(statesOf(await podOf(stage, "run-1"))).toEqual(["agent running"]);
      await stage.clock.advance(6000);
      const pod = await podOf(stage, "run-1");
      expect([pod?.status?.phase, ...statesOf(pod)]).toEqual(["Succeeded", "agent 0 Completed"]);
    });
  });
});

describe("The termination message", () => {
  const policy = "FallbackToLogsOnError";
  const log = Array.from({ length: 200 }, (_, index) => `line ${index}\n`).join("");
  const writes = (code: number, terminationMessage?: string): Script => ({
    steps: [
      { kind: "write", afterMs: 0, text: log },
      { kind: "exit", afterMs: 10, code },
    ],
    ...(terminationMessage === undefined ? {} : { terminationMessage }),
  });
  const messageOf = async (script: Script): Promise<string | undefined> => {
    let message: string | undefined;
    await withSimulator({ script: () => script }, async (stage) => {
      await startRun(stage, "run-1", { terminationMessagePolicy: policy });
      await stage.clock.advance(1000);
      message = (await podOf(stage, "run-1"))?.status?.containerStatuses?.[0]?.state?.terminated?.message;
    });
    return message;
  };

  test("It is the end of what the container left, at most 4096 bytes.", async () => {
    expect(await messageOf(writes(1, `${"x".repeat(5000)}end`))).toBe(`${"x".repeat(4093)}end`);
  });

  test("Where it left nothing and failed, it is the end of its log: 80 lines, 2048 bytes.", async () => {
    expect(await messageOf(writes(1))).toBe(log.split("\n").slice(-81).join("\n"));
  });

  test("A container that ended well has none, if it left none.", async () => {
    expect(await messageOf(writes(0))).toBeUndefined();
  });
});
