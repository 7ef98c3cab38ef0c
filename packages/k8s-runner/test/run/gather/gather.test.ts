import { classify } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { gather, type Gathered } from "../../../src/run/gather/gather.ts";
import { lines, onStage, type Stage, type StageOptions } from "../support/stage.ts";

/** Somebody's Job, made by other means than ours. */
function theirJob(name: string, spec: object = {}): object {
  const container = { name: "worker", image: "worker:1", command: ["work"] };
  const template = {
    metadata: { labels: { app: "worker" } },
    spec: { restartPolicy: "Never", containers: [container] },
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, template, ...spec },
  };
}

async function create({ cluster, until }: Stage, name: string, spec: object = {}): Promise<void> {
  const path = "/apis/batch/v1/namespaces/agents/jobs";
  const body = theirJob(name, spec);
  const answer = await until(cluster.request({ method: "POST", path, body }, new AbortController().signal));
  expect(answer.kind).toBe("answered");
}

async function gathered(
  options: StageOptions,
  spec: object = {},
  kind: "job" | "pod" = "job",
): Promise<Gathered & { readonly writes: number }> {
  let result: (Gathered & { readonly writes: number }) | null = null;
  await onStage(options, async (stage) => {
    const { simulator, cluster, clock, until } = stage;
    await create(stage, "theirs", spec);
    await clock.advance(20_000);
    const pod = simulator.truth.runs()[0]?.pods[0]?.name ?? "";
    const target = { kind, name: kind === "job" ? "theirs" : pod, container: null };
    const found = await until(gather(cluster, target, new AbortController().signal));
    const requests = Object.entries(simulator.counters.requests());
    const writes = requests.filter(([request]) => !/^(?:get|list|watch) /.test(request));
    result = { ...found, writes: writes.reduce((sum, [, count]) => sum + count, 0) };
  });
  if (result === null) throw new Error("nothing was gathered");
  return result;
}

test.each(["job", "pod"] as const)(
  "A finished %s of anybody is looked at, and nothing is changed.",
  async (kind) => {
    const { evidence, choice, log, troubles, writes } = await gathered({ script: lines(3, 3) }, {}, kind);
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
    expect(Buffer.from(log?.head ?? []).toString()).toMatch(/Z line 2 of the agent\n$/);
    expect([choice?.why, troubles]).toEqual(["it is the only pod", []]);
    expect(classify(evidence).outcome).toBe("failed");
    // Only the Job itself was created, by the test.
    expect(writes).toBe(1);
  },
);

test("Of several pods it is about the newest that has started.", async () => {
  const { choice, objects } = await gathered({ script: lines(1, 1) }, { backoffLimit: 2 });
  expect(objects.pods.length).toBe(3);
  expect(choice?.why).toBe("it is the newest of 3 pods that has started its agent");
});

test("A pod that waits has no log, and that is no trouble.", async () => {
  const { evidence, log, troubles } = await gathered({
    images: { "worker:1": { kind: "pull-fails", message: "no such image" } },
  });
  expect(evidence.pod).toMatchObject({ value: { agent: { state: { kind: "waiting" } } } });
  expect([log, evidence.run.log, troubles]).toEqual([null, null, []]);
});

test("What is not there is absent; what can't be asked is unavailable, and told.", async () => {
  await onStage({}, async ({ simulator, cluster, until }) => {
    const target = { kind: "job", name: "none", container: null } as const;
    const signal = new AbortController().signal;
    const none = await until(gather(cluster, target, signal));
    expect(none.evidence).toMatchObject({ job: { kind: "absent" }, pod: { kind: "absent" } });
    expect([none.choice, none.troubles]).toEqual([null, []]);
    simulator.happen({ kind: "api-server-restart", downMs: 1_000_000, how: "sigkill" });
    const dark = await until(gather(cluster, target, signal));
    expect(dark.evidence).toMatchObject({ job: { kind: "unavailable" }, pod: { kind: "unavailable" } });
    expect(dark.troubles.length).toBe(2);
  });
});
