import { classify } from "@runverdict/classifier";
import { expect, test } from "vitest";
import {
  gather,
  type Gathered,
  type GatherListener,
  type WhichContainer,
} from "../../../src/run/gather/gather.ts";
import type { GatherTarget } from "../../../src/run/gather/find-run.ts";
import type { Script } from "../../../src/simulator/kubelet/script.ts";
import { json } from "../../cluster/support/odd-server.ts";
import { forever, withCluster } from "../../cluster/support/with-cluster.ts";
import { filesFor, framedOutput, framedSpec, onFramedStage } from "../support/framed.ts";
import { lines, onStage, type Stage, type StageOptions } from "../support/stage.ts";

/** Somebody's Job, made by other means than ours. */
function theirJob(name: string, differs: TheirJob = {}): object {
  const { containers = [{ name: "worker" }], restartPolicy = "Never", ...spec } = differs;
  const template = {
    metadata: { labels: { app: "worker" } },
    spec: {
      restartPolicy,
      containers: containers.map((one) => ({ image: "worker:1", command: ["work"], ...one })),
    },
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, ...spec, template },
  };
}

interface TheirJob {
  readonly backoffLimit?: number;
  readonly restartPolicy?: string;
  readonly containers?: readonly object[];
}

async function create({ cluster, until }: Stage, name: string, differs: TheirJob = {}): Promise<void> {
  const path = "/apis/batch/v1/namespaces/agents/jobs";
  const body = theirJob(name, differs);
  const answer = await until(cluster.request({ method: "POST", path, body }, new AbortController().signal));
  expect(answer.kind).toBe("answered");
}

type Looked = (Gathered | WhichContainer) & { readonly output: string };

/** Looks at what is there, and keeps the output. */
async function look(
  { cluster, until }: Stage,
  target: Partial<GatherTarget> = {},
  listener: Partial<GatherListener> = {},
): Promise<Looked> {
  const pieces: Uint8Array[] = [];
  const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
  const whole = { kind: "job", name: "theirs", container: null, ...target } as const;
  const { signal } = new AbortController();
  const found = await until(gather(cluster, whole, signal, { onOutput, ...listener }));
  return { ...found, output: Buffer.concat(pieces).toString() };
}

async function lookedAt(stage: Stage, target?: Partial<GatherTarget>): Promise<Gathered & Looked> {
  const found = await look(stage, target);
  if (found.kind !== "gathered") throw new Error(found.kind);
  return found;
}

/** Somebody's Job that had twenty seconds. */
async function onTheirStage(
  options: StageOptions,
  differs: TheirJob,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  await onStage(options, async (stage) => {
    await create(stage, "theirs", differs);
    await stage.clock.advance(20_000);
    await act(stage);
  });
}

const podName = ({ simulator }: Stage): string => simulator.truth.runs()[0]?.pods[0]?.name ?? "";

test.each(["job", "pod"] as const)(
  "A finished %s of anybody is looked at, and nothing is changed.",
  async (kind) => {
    await onTheirStage({ script: lines(3, 3) }, {}, async (stage) => {
      const target = { kind, name: kind === "job" ? "theirs" : podName(stage) };
      const { evidence, choice, objects, output, troubles } = await lookedAt(stage, target);
      expect(evidence.pod).toMatchObject({
        kind: "found",
        value: { agent: { name: "worker", state: { exitCode: 3 } } },
      });
      expect(evidence.job).toMatchObject({ kind: "found" });
      expect(evidence.events).toMatchObject({ kind: "found" });
      expect(evidence.run).toMatchObject({
        agentContainer: "worker",
        log: { completeness: "unproven", end: "eof" },
      });
      expect(output).toMatch(
        /^\S+Z line 0 of the agent\n\S+Z line 1 of the agent\n\S+Z line 2 of the agent\n$/,
      );
      expect([choice?.why, troubles]).toEqual(["only", []]);
      expect(objects).toMatchObject({
        job: { kind: "Job" },
        pod: { metadata: { name: choice?.pod } },
        otherPods: [],
        events: { kind: "EventList" },
      });
      expect(classify(evidence).outcome).toBe("failed");
      const requests = Object.keys(stage.simulator.counters.requests());
      // The Job itself was created by the test.
      expect(requests.filter((request) => !/^(?:get|list|watch) /.test(request))).toEqual(["create jobs"]);
    });
  },
);

test("Of several pods that are over it is about the newest that has started.", async () => {
  await onTheirStage({ script: lines(1, 1) }, { backoffLimit: 2 }, async (stage) => {
    const { choice, objects } = await lookedAt(stage);
    expect(choice).toMatchObject({ of: 3, why: "started" });
    expect(objects.otherPods.length).toBe(2);
    const [last] = stage.simulator.truth.runs()[0]?.pods.slice(-1) ?? [];
    expect(choice?.pod).toBe(last?.name);
  });
});

test("A pod that waits has no log, and that is no trouble.", async () => {
  const images = { "worker:1": { kind: "pull-fails", message: "no such image" } } as const;
  await onTheirStage({ images }, {}, async (stage) => {
    const { evidence, output, troubles } = await lookedAt(stage);
    expect(evidence.pod).toMatchObject({ value: { agent: { state: { kind: "waiting" } } } });
    expect([output, evidence.run.log, troubles]).toEqual(["", null, []]);
  });
});

test("An agent that works is not over, and nobody can say that its log is complete.", async () => {
  const script: Script = { steps: [{ kind: "write", afterMs: 0, text: "working\n" }] };
  await onTheirStage({ script }, {}, async (stage) => {
    const { evidence, output } = await lookedAt(stage);
    expect(output).toMatch(/Z working\n$/);
    expect(evidence.run.log).toEqual({ completeness: null, end: "open" });
    expect(classify(evidence).outcome).toBe("unsettled");
  });
});

test("What is not there is absent; what can't be asked is unavailable, and told with its cure.", async () => {
  await onStage({}, async (stage) => {
    const none = await lookedAt(stage, { name: "none" });
    expect(none.evidence).toMatchObject({
      job: { kind: "absent" },
      pod: { kind: "absent" },
      events: { kind: "not_asked" },
    });
    expect([none.choice, none.troubles]).toEqual([null, []]);
    const pod = await lookedAt(stage, { kind: "pod", name: "none" });
    expect(pod.evidence).toMatchObject({ job: { kind: "not_asked" }, pod: { kind: "absent" } });
    stage.simulator.happen({ kind: "api-server-restart", downMs: 1_000_000, how: "sigkill" });
    const dark = await lookedAt(stage, { name: "none" });
    expect(dark.evidence).toMatchObject({ job: { kind: "unavailable" }, pod: { kind: "unavailable" } });
    expect(dark.troubles.map(({ about }) => about)).toEqual(["job", "pod"]);
    expect(dark.troubles.every(({ cure }) => cure !== "")).toBe(true);
  });
});

test("What a request lost is asked for again.", async () => {
  const reads = ["get jobs", "list pods", "list events"] as const;
  const wire = reads.map((on) => ({ on, nth: 1, kind: "error", code: 503 }) as const);
  await onTheirStage({ faults: { wire, happenings: [] } }, {}, async (stage) => {
    const { evidence, troubles } = await lookedAt(stage);
    expect(evidence).toMatchObject({
      job: { kind: "found" },
      pod: { kind: "found" },
      events: { kind: "found" },
    });
    expect(troubles).toEqual([]);
    expect(stage.simulator.faults.befallen().length).toBe(3);
  });
});

test("Of a Job that is gone the pods that it left behind are looked at, and from them that it is gone.", async () => {
  await onTheirStage({ script: lines(2, 3) }, {}, async (stage) => {
    const pod = podName(stage);
    stage.simulator.happen({ kind: "delete-job", job: "theirs", policy: "Orphan" });
    await stage.clock.advance(5000);
    for (const target of [{}, { kind: "pod", name: pod } as const]) {
      const { evidence, output } = await lookedAt(stage, target);
      expect(evidence.job).toEqual({ kind: "absent", lastSeen: null });
      expect(evidence.pod).toMatchObject({ value: { agent: { state: { exitCode: 3 } } } });
      expect(output).toContain("line 1");
    }
  });
});

test("A Job that took the name of the pod's own is another's.", async () => {
  await onTheirStage({ script: lines(1) }, {}, async (stage) => {
    const pod = podName(stage);
    stage.simulator.happen({ kind: "delete-job", job: "theirs", policy: "Orphan" });
    await stage.clock.advance(5000);
    await create(stage, "theirs");
    const { evidence, objects } = await lookedAt(stage, { kind: "pod", name: pod });
    expect([evidence.job, objects.job]).toEqual([{ kind: "absent", lastSeen: null }, null]);
  });
});

test("A container that was restarted is read from both its logs, as one output of whole lines.", async () => {
  let lives = 0;
  const script = (): Script => {
    lives += 1;
    const text = lives === 1 ? "first\ncut" : "second\n";
    return {
      steps: [
        { kind: "write", afterMs: 0, text },
        { kind: "exit", afterMs: 1, code: lives === 1 ? 1 : 0 },
      ],
    };
  };
  await onTheirStage({ script }, { backoffLimit: 3, restartPolicy: "OnFailure" }, async (stage) => {
    await stage.clock.advance(60_000);
    const { output, evidence } = await lookedAt(stage);
    expect(output.replaceAll(/^\S+Z /gm, "")).toBe("first\ncut\nsecond\n");
    expect(evidence.run.log).toEqual({ completeness: "unproven", end: "eof" });
  });
});

test("Of several containers one must be named, and then that one is looked at.", async () => {
  const containers = [{ name: "proxy" }, { name: "worker" }];
  const script: StageOptions["script"] = ({ container }) => lines(1, container.name === "worker" ? 7 : 0);
  await onTheirStage({ script }, { containers }, async (stage) => {
    const which = {
      kind: "which-container",
      pod: podName(stage),
      containers: ["proxy", "worker"],
      output: "",
    };
    expect(await look(stage)).toEqual(which);
    expect(await look(stage, { container: "agent" })).toEqual(which);
    const { evidence } = await lookedAt(stage, { container: "worker" });
    expect(evidence.pod).toMatchObject({ value: { agent: { name: "worker", state: { exitCode: 7 } } } });
  });
});

test("Of several containers the one that is called agent is the agent's.", async () => {
  await onTheirStage(
    { script: lines(1) },
    { containers: [{ name: "proxy" }, { name: "agent" }] },
    async (stage) => {
      expect((await lookedAt(stage)).evidence.run.agentContainer).toBe("agent");
    },
  );
});

test("The objects are there before the first of the output, for whoever must leave out what stands in them.", async () => {
  await onTheirStage({ script: lines(2) }, {}, async (stage) => {
    const heard: string[] = [];
    await look(
      stage,
      {},
      {
        onFound: ({ job, pod }) =>
          heard.push(`found ${job === null ? "no job" : "job"}, ${pod === null ? "no pod" : "pod"}`),
        onOutput: () => heard.push("output"),
      },
    );
    expect(heard[0]).toBe("found job, pod");
    expect(heard).toContain("output");
  });
});

test("What may not be read is told with the permission that is missing, and the evidence is of the rest.", async () => {
  const permissions = ["jobs", "pods"].flatMap((resource) =>
    ["create", "get", "list"].map((verb) => ({ verb, resource, group: "*" })),
  );
  await onTheirStage({ script: lines(1, 3), access: { permissions } }, {}, async (stage) => {
    const { evidence, objects, troubles } = await lookedAt(stage);
    expect(evidence).toMatchObject({
      pod: { kind: "found" },
      events: { kind: "unavailable" },
      run: { log: null },
    });
    expect(objects.events).toBe(null);
    expect(troubles).toMatchObject([
      { about: "log", cure: expect.stringContaining('"pods/log"') },
      { about: "events", cure: expect.stringContaining('Grant the verb "list" on the resource "events"') },
    ]);
  });
});

test("A log whose connection breaks is told, and what came of it is kept.", async () => {
  const wire = [{ on: "get pods/log", nth: 1, kind: "cut", afterBytes: 60, how: "close" }] as const;
  await onTheirStage({ script: lines(50, 3), faults: { wire, happenings: [] } }, {}, async (stage) => {
    const { evidence, troubles } = await lookedAt(stage);
    expect(evidence.run.log).toMatchObject({ end: "reset" });
    expect(troubles).toMatchObject([{ about: "log", cure: "Ask again." }]);
  });
});

test("What the kubelet itself says in place of a log is trouble.", async () => {
  await onTheirStage({ script: lines(2) }, {}, async (stage) => {
    const path = `/api/v1/namespaces/agents/pods/${podName(stage)}`;
    const body = [{ op: "add", path: "/metadata/finalizers", value: ["example.com/hold"] }];
    const request = { method: "PATCH", path, body } as const;
    await stage.until(stage.cluster.request(request, new AbortController().signal));
    stage.simulator.happen({ kind: "delete-pod", job: "theirs" });
    await stage.clock.advance(1000);
    const { evidence, output, troubles } = await lookedAt(stage);
    expect(troubles).toMatchObject([
      { about: "log", sentence: expect.stringContaining("unable to retrieve container logs") },
    ]);
    expect([output, evidence.run.log]).toEqual(["", null]);
  });
});

test("Of a run of ours that was wrapped the output comes out of its frames, proven complete, and stderr beside it.", async () => {
  await onFramedStage(async (stage) => {
    const run = stage.run({
      spec: framedSpec,
      wrapperFiles: filesFor,
      keepJob: true,
      limits: { runMs: 99_000 },
    });
    await stage.until(run.outcome);
    const { evidence, output } = await lookedAt(stage, { name: run.jobName });
    expect(output).toBe(framedOutput);
    expect(evidence.run).toMatchObject({
      log: { completeness: "complete", end: "eof" },
      limits: { runMs: 99_000 },
      stderr: [{ line: 1, text: "for people" }],
    });
  });
});

test("A log without timestamps, as virtual nodes send it, is taken as it is.", async () => {
  const metadata = { name: "theirs-1", namespace: "agents", uid: "u", resourceVersion: "1" };
  const spec = { containers: [{ name: "worker" }] };
  const log = "no timestamp here\nnor here";
  await withCluster(
    ({ path }, response) => {
      if (path.endsWith("/log")) return void response.end(log);
      if (path.endsWith("/events")) return json(response, 200, { kind: "EventList", items: null });
      return json(response, 200, { kind: "Pod", metadata, spec, status: { phase: "Running" } });
    },
    async ({ cluster }) => {
      const pieces: Uint8Array[] = [];
      const target = { kind: "pod", name: "theirs-1", container: null } as const;
      const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
      const found = await gather(cluster, target, forever, { onOutput });
      expect(Buffer.concat(pieces).toString()).toBe(log);
      expect(found).toMatchObject({
        evidence: { run: { log: { completeness: "unproven", end: "eof" } }, events: { value: [] } },
      });
    },
  );
});
