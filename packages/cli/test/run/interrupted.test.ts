import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { interruptible } from "../../src/cluster/interruptible.ts";
import { read } from "../../src/explain/attempt.ts";
import { folderWith } from "../support/case-folder.ts";
import { testCluster } from "../support/cluster.ts";
import { outputOf } from "../support/output-of.ts";
import { startRunverdict } from "../support/runverdict.ts";

/** Path of a kubeconfig that leads to a server which takes every connection and never says a word. */
async function silentCluster(): Promise<string> {
  const server = createServer(() => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  const { simulator } = await testCluster();
  const kubeconfig = simulator.kubeconfig.replace(new URL(simulator.url).port, String(address.port));
  return join(folderWith({ kubeconfig }), "kubeconfig");
}

test.each([
  ["run", ["--image", "agent:1", "--", "true"]],
  ["attach", ["some-job"]],
  ["diagnose", ["job/some-job"]],
] as const)("Ctrl-C while %s waits for a cluster ends it as cancelled", async (command, args) => {
  const kubeconfig = await silentCluster();
  const child = startRunverdict([command, "--kubeconfig", kubeconfig, ...args]);
  const output = outputOf(child);
  await output.until("Connecting to the cluster");
  child.kill("SIGINT");
  expect(await output.status).toBe(130);
  expect([output.stdout(), output.stderr()]).toEqual(["", "Connecting to the cluster\n"]);
});

test("what was reached in the moment of Ctrl-C is given back, and does not go on", async () => {
  let interrupt = (): void => {};
  const world = {
    onInterrupt: (stop: () => void) => {
      interrupt = stop;
      return () => {};
    },
    onTerminate: () => () => {},
    status: () => {},
  };
  const undone: string[] = [];
  const reach = async (signal: AbortSignal) => {
    interrupt();
    expect(signal.aborted).toBe(true);
    return read("a connection");
  };
  const undo = async (value: string): Promise<void> => void undone.push(value);
  expect(await interruptible(world, reach, undo)).toEqual({ kind: "interrupted" });
  expect(undone).toEqual(["a connection"]);
});
