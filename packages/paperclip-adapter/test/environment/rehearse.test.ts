import { createServer } from "node:http";
import { connect, explainProblem, plainRun, type Cluster, type RunSpec } from "@runverdict/k8s-runner";
import { createSimulator } from "@runverdict/k8s-runner/simulator";
import { expect, onTestFinished, test } from "vitest";
import { rehearse } from "../../src/environment/rehearse.ts";

const { signal } = new AbortController();
const spec: RunSpec = {
  ...plainRun,
  runId: "run-1",
  namespace: "agents",
  agent: "Ada",
  image: "agent:1",
  command: ["claude"],
};

/** A cluster that answers to every Job like this. */
async function answering(status: number, message: string, more: object = {}): Promise<Cluster> {
  const server = createServer((request, response) => {
    if (request.url === "/version") return void response.end('{"gitVersion":"v1.36.2"}');
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", code: status, message, ...more }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const simulator = await createSimulator();
  const { url, kubeconfig } = simulator;
  await simulator.close();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const text = kubeconfig.replace(url, `http://127.0.0.1:${address.port}`);
  const connected = await connect({ source: { kind: "text", text } }, signal);
  if (connected.kind !== "connected") throw new Error(explainProblem(connected));
  onTestFinished(async () => {
    await connected.cluster.close();
    server.closeAllConnections();
    server.close();
  });
  return connected.cluster;
}

test.each([
  [
    403,
    'jobs.batch "agent-1" is forbidden: exceeded quota: agents, requested: count/jobs.batch=1, used: count/jobs.batch=9, limited: count/jobs.batch=9',
    "The quota agents does not allow it",
  ],
  [400, 'admission webhook "images.example.com" denied the request: only images of ours', "denied it: "],
  [404, 'namespaces "agents" not found', "agents"],
  [401, "Unauthorized", "does not accept the credentials"],
])("What a real Job would be refused for is an error: %d %s", async (status, message, words) => {
  const reason = { 401: "Unauthorized", 403: "Forbidden", 404: "NotFound" }[status];
  const details = status === 404 ? { name: "agents", kind: "namespaces" } : {};
  const cluster = await answering(status, message, { reason, details });
  const check = await rehearse(cluster, spec, signal);
  expect(check).toMatchObject({
    code: "k8s_job_refused",
    level: "error",
    message: expect.stringContaining(words),
  });
  expect(check?.hint).not.toBe("");
});

test.each([
  [400, 'admission webhook "images.example.com" does not support dry run'],
  [500, "etcd has no leader"],
])("What only the trial is refused for proves nothing: %d %s", async (status, message) => {
  const cluster = await answering(status, message, { reason: "InternalError" });
  expect(await rehearse(cluster, spec, signal)).toMatchObject({
    code: "k8s_job_check_failed",
    level: "warn",
    message: expect.stringContaining("is not known"),
  });
});

test("A run that can't be made into a Job is not tried.", async () => {
  const cluster = await answering(500, "nobody asks");
  expect(await rehearse(cluster, { ...spec, image: "no image" }, signal)).toBeNull();
});
