import { expect, test } from "vitest";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

test("A new namespace gets a service account, and takes Jobs.", async () => {
  await withSimulator({}, async ({ core, batch, clock }) => {
    await core.createNamespace({ body: { metadata: { name: "other" } } });
    await clock.advance(10);
    expect(
      (await core.readNamespacedServiceAccount({ namespace: "other", name: "default" })).metadata?.name,
    ).toBe("default");
    await batch.createNamespacedJob({ namespace: "other", body: agentJob("run-1") });
    await clock.advance(100);
    expect((await core.listNamespacedPod({ namespace: "other" })).items[0]?.status?.phase).toBe("Running");
    expect((await core.listPodForAllNamespaces()).items).toHaveLength(1);
  });
});

test("A namespace that is being deleted takes nothing new, and goes when its pods are gone.", async () => {
  const script = () => ({ steps: [], onTerm: { kind: "exit", afterMs: 2000, code: 0 } as const });
  await withSimulator({ script }, async (stage) => {
    const { core, clock, simulator } = stage;
    await startRun(stage, "run-1");
    await core.deleteNamespace({ name: namespace });
    await clock.advance(100);
    const refused = await ask(
      simulator.url,
      "POST",
      `/apis/batch/v1/namespaces/${namespace}/jobs`,
      agentJob("run-2"),
    );
    expect(refused.code).toBe(403);
    expect(refused.body.message).toBe(
      'jobs.batch "run-2" is forbidden: unable to create new content in namespace agents because it is being terminated',
    );
    expect(refused.body.details.causes[0].reason).toBe("NamespaceTerminating");
    await clock.advance(5000);
    expect((await ask(simulator.url, "GET", `/api/v1/namespaces/${namespace}`)).code).toBe(404);
    expect(simulator.truth.runs()[0]?.deleted?.by).toBe("namespace");
  });
});
