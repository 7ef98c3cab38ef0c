import { createSimulator } from "@runverdict/k8s-runner/simulator";
import { expect, test } from "vitest";
import { createConnections } from "../../src/run/connections.ts";

const never = new AbortController().signal;

test("Runs of one kubeconfig share a connection, and the last one closes it.", async () => {
  const simulator = await createSimulator();
  const connections = createConnections();
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const [one, other] = await Promise.all([
    connections.borrow(source, never),
    connections.borrow(source, never),
  ]);
  if (one.kind !== "borrowed" || other.kind !== "borrowed") throw new Error("not connected");
  expect(one.cluster).toBe(other.cluster);
  const ask = () => one.cluster.request({ method: "GET", path: "/version" }, never);
  await one.giveBack();
  await one.giveBack();
  expect((await ask()).kind).toBe("answered");
  await other.giveBack();
  expect((await ask()).kind).toBe("aborted");
  const again = await connections.borrow(source, never);
  expect(again.kind).toBe("borrowed");
  if (again.kind === "borrowed") await again.giveBack();
  await simulator.close();
});

test("What keeps us from connecting is told with its cure, and tried again by the next.", async () => {
  const connections = createConnections();
  const missing = { kind: "file", path: "/nowhere/kubeconfig" } as const;
  for (let times = 0; times < 2; times += 1)
    expect(await connections.borrow(missing, never)).toEqual({
      kind: "problem",
      message: "There is no kubeconfig at /nowhere/kubeconfig: give the path of one.",
    });
});

test("Who was cancelled meanwhile gets no connection, and leaves none open.", async () => {
  const simulator = await createSimulator();
  const connections = createConnections();
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  expect((await connections.borrow(source, AbortSignal.abort())).kind).toBe("problem");
  while (simulator.counters.openSockets() > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await simulator.close();
});
