import { afterEach, expect, test } from "vitest";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import type { Simulator } from "../../src/simulator/create-simulator.ts";
import { agentJob } from "./support/agent-job.ts";
import { clientsOf } from "./support/clients.ts";
import { eventually } from "./support/eventually.ts";

const namespace = "agents";
let simulator: Simulator | null = null;

afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

test("A Job that was created suspended gets its Secret, is resumed, and runs its command as a local process.", async () => {
  simulator = await createSimulator();
  const { batch, core } = clientsOf(simulator);
  const script =
    'const fs=require("fs");console.log(fs.readFileSync(process.argv[1],"utf8"));console.error("to stderr")';
  const body = agentJob(
    "run-1",
    {
      command: ["node", "-e", script, "/var/run/prompt/prompt.txt"],
      volumeMounts: [{ name: "prompt", mountPath: "/var/run/prompt" }],
    },
    {
      spec: { suspend: true },
      pod: { volumes: [{ name: "prompt", secret: { secretName: "prompt", defaultMode: 0o400 } }] },
    },
  );
  const job = await batch.createNamespacedJob({ namespace, body });
  expect(job.spec?.suspend).toBe(true);
  await eventually(
    async () => (await batch.readNamespacedJob({ namespace, name: "run-1" })).status?.conditions,
  );
  expect((await core.listNamespacedPod({ namespace })).items).toEqual([]);

  const owner = { apiVersion: "batch/v1", kind: "Job", name: "run-1", uid: job.metadata?.uid ?? "" };
  await core.createNamespacedSecret({
    namespace,
    body: {
      metadata: { name: "prompt", ownerReferences: [owner] },
      stringData: { "prompt.txt": "Say hello." },
      immutable: true,
    },
  });
  await batch.patchNamespacedJob({
    namespace,
    name: "run-1",
    body: [{ op: "replace", path: "/spec/suspend", value: false }],
  });
  const done = await eventually(async () => {
    const found = await batch.readNamespacedJob({ namespace, name: "run-1" });
    return found.status?.succeeded === 1 ? found : null;
  });
  expect(done.status?.conditions?.map(({ type, status }) => `${type} ${status}`)).toEqual([
    "Suspended False",
    "SuccessCriteriaMet True",
    "Complete True",
  ]);
  const [pod] = (await core.listNamespacedPod({ namespace, labelSelector: "job-name=run-1" })).items;
  expect(pod?.status?.phase).toBe("Succeeded");
  expect(
    await core.readNamespacedPodLog({ namespace, name: pod?.metadata?.name ?? "", container: "agent" }),
  ).toMatch(/Say hello\.\n/);
  await batch.deleteNamespacedJob({ namespace, name: "run-1", propagationPolicy: "Background" });
  await eventually(async () => (await core.listNamespacedPod({ namespace })).items.length === 0);
  await eventually(async () => (await core.listNamespacedSecret({ namespace })).items.length === 0);

  const [run] = simulator.truth.runs();
  expect(run?.pods[0]?.containers[0]).toMatchObject({
    name: "agent",
    ended: { exitCode: 0, how: "by-itself" },
    stdout: { text: "Say hello.\n" },
    stderr: { text: "to stderr\n" },
  });
});
