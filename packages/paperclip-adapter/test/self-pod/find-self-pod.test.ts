import { expect, onTestFinished, test } from "vitest";
import { connect, type Cluster } from "@runverdict/k8s-runner";
import { createSimulator, type Simulator, type SimulatorOptions } from "@runverdict/k8s-runner/simulator";
import { findSelfPod } from "../../src/self-pod/find-self-pod.ts";
import type { HostPlace } from "../../src/self-pod/host-place.ts";

const place: HostPlace = { namespace: "agents", podName: "paperclip-0", podUid: null, addresses: [] };
const { signal } = new AbortController();

async function aSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await createSimulator({ controllers: false, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

async function connected(simulator: Simulator): Promise<Cluster> {
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const connection = await connect({ source, namespace: "agents" }, signal);
  if (connection.kind !== "connected") throw new Error(`It is ${connection.kind}.`);
  onTestFinished(() => connection.cluster.close());
  return connection.cluster;
}

/** As if it had been seen in a cluster: the simulator makes pods of Jobs alone. */
async function withPaperclip(simulator: Simulator, image: string): Promise<void> {
  const metadata = { name: "paperclip-0", namespace: "agents", uid: "u-1", resourceVersion: "1" };
  const spec = { containers: [{ name: "paperclip", image }] };
  const object = { apiVersion: "v1", kind: "Pod", metadata, spec, status: { phase: "Running" } };
  await simulator.replay([JSON.stringify({ type: "ADDED", object })], Infinity);
}

test("the host's own pod is found, and asked for once by each connection", async () => {
  const simulator = await aSimulator();
  await withPaperclip(simulator, "paperclip:9");
  const cluster = await connected(simulator);
  const found = await findSelfPod(cluster, place, signal);
  expect(found).toMatchObject({ kind: "found", pod: { image: "paperclip:9", namespace: "agents" } });
  expect(await findSelfPod(cluster, place, signal)).toBe(found);
  expect(simulator.counters.requests()["get pods"]).toBe(1);
});

test("two clusters that have a pod of the same name are never taken for each other", async () => {
  const [one, other] = [await aSimulator(), await aSimulator()];
  await withPaperclip(one, "paperclip:1");
  await withPaperclip(other, "paperclip:2");
  const [here, there] = [await connected(one), await connected(other)];
  expect(await findSelfPod(here, place, signal)).toMatchObject({ pod: { image: "paperclip:1" } });
  expect(await findSelfPod(there, place, signal)).toMatchObject({ pod: { image: "paperclip:2" } });
});

test("a cluster without such a pod says that the host is outside, and is asked again by the next run", async () => {
  const simulator = await aSimulator();
  const cluster = await connected(simulator);
  const before = await findSelfPod(cluster, place, signal);
  expect(before).toEqual({ kind: "outside", why: "This cluster has no pod paperclip-0 in agents." });
  await withPaperclip(simulator, "paperclip:9");
  expect(await findSelfPod(cluster, place, signal)).toMatchObject({ kind: "found" });
});

test("a host that runs in no pod asks nothing", async () => {
  const simulator = await aSimulator();
  expect(await findSelfPod(await connected(simulator), null, signal)).toEqual({
    kind: "outside",
    why: "Paperclip does not run in a pod.",
  });
});

test("a look-up that is not allowed proves nothing, and names the permission", async () => {
  const simulator = await aSimulator({ access: { permissions: [] } });
  const lookup = await findSelfPod(await connected(simulator), place, signal);
  expect(lookup.kind).toBe("unavailable");
  expect(lookup.kind === "unavailable" ? lookup.why : "").toContain("pods");
});
