import {
  IsomorphicFetchHttpLibrary,
  HttpMethod,
  makeInformer,
  RequestContext,
  Watch,
} from "@kubernetes/client-node";
import type { V1Pod } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { agentJob } from "./support/agent-job.ts";
import { eventually } from "./support/eventually.ts";
import { startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

const pods = `/api/v1/namespaces/${namespace}/pods`;

/** Lets the simulator's time go on until something is there. */
async function until<T>({ clock }: Stage, look: () => T | null | false): Promise<T> {
  return eventually(async () => {
    await clock.advance(1);
    return look();
  });
}

test("The client's Watch reads the simulator's watch, and is told of a version that is too old.", async () => {
  await withSimulator({}, async (stage) => {
    const seen: string[] = [];
    const watch = new Watch(stage.config);
    const request = await watch.watch(
      pods,
      {},
      (type, object) => void seen.push(`${type} ${object.status.phase}`),
      () => {},
    );
    await startRun(stage, "run-1");
    await until(stage, () => seen.includes("MODIFIED Running"));
    expect(seen[0]).toBe("ADDED Pending");
    request.abort();
    stage.simulator.happen({ kind: "compact-history" });
    const told: unknown[] = [];
    const late = await watch.watch(
      pods,
      { resourceVersion: "101" },
      (type, object) => void told.push([type, object.code]),
      () => {},
    );
    await until(stage, () => told.length > 0);
    expect(told).toEqual([["ERROR", 410]]);
    late.abort();
  });
});

test("The client's informer keeps up with pods that come and go.", async () => {
  await withSimulator({}, async (stage) => {
    const list = () => stage.core.listNamespacedPod({ namespace });
    const informer = makeInformer<V1Pod>(stage.config, pods, list);
    const phases = new Map<string, string | undefined>();
    informer.on("add", ({ metadata, status }) => void phases.set(metadata?.name ?? "", status?.phase));
    informer.on("update", ({ metadata, status }) => void phases.set(metadata?.name ?? "", status?.phase));
    informer.on("delete", ({ metadata }) => void phases.delete(metadata?.name ?? ""));
    informer.on("error", () => {});
    await informer.start();
    const name = await startRun(stage, "run-1");
    await until(stage, () => phases.get(name) === "Running");
    expect([...phases.keys()]).toEqual([name]);
    await stage.batch.deleteNamespacedJob({ namespace, name: "run-1", propagationPolicy: "Background" });
    await until(stage, () => !phases.has(name));
    await informer.stop();
  });
});

test("A cut log is an error of the stream to whoever reads it by the client's own transport.", async () => {
  const script = () => ({ steps: [{ kind: "write", afterMs: 0, text: "one\ntwo\n" } as const] });
  const wire = [{ on: "get pods/log", nth: 1, kind: "cut", afterBytes: 6, how: "close" } as const];
  await withSimulator({ script, faults: { wire, happenings: [] } }, async (stage) => {
    const name = await startRun(stage, "run-1");
    const url = `${stage.simulator.url}${pods}/${name}/log?follow=true`;
    const context = new RequestContext(url, HttpMethod.GET);
    await stage.config.applySecurityAuthentication(context);
    const response = await new IsomorphicFetchHttpLibrary().send(context).toPromise();
    const chunks: Buffer[] = [];
    const ended = (async () => {
      for await (const chunk of response.body.stream() ?? []) chunks.push(Buffer.from(chunk));
    })().catch((error: unknown) => error);
    expect(await ended).toMatchObject({ message: "terminated", cause: { code: "UND_ERR_SOCKET" } });
    expect(Buffer.concat(chunks).toString()).toBe("one\ntw");
  });
});

test("The real client's errors carry the simulator's bodies.", async () => {
  await withSimulator({}, async ({ batch }) => {
    await batch.createNamespacedJob({ namespace, body: agentJob("run-1") });
    const again = await batch
      .createNamespacedJob({ namespace, body: agentJob("run-1") })
      .catch((error: unknown) => error);
    expect(again).toMatchObject({ code: 409 });
    expect(JSON.parse((again as { body: string }).body)).toMatchObject({
      reason: "AlreadyExists",
      details: { name: "run-1" },
    });
  });
});
