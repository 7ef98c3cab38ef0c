import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "../../src/cluster/connect.ts";
import { attach } from "../../src/run/attach.ts";
import { createFileStore } from "../../src/run/file-store.ts";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import { lines, written } from "./support/stage.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "runner-"));
});

afterEach(() => rm(folder, { recursive: true }));

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

test("When a runner's process is killed, another goes on with its run where the output stood.", async () => {
  const simulator = await createSimulator({ script: () => lines(400, 0, 10) });
  const paths = ["kubeconfig", "store", "output"].map((name) => join(folder, name));
  const [kubeconfig = "", storePath = "", outputPath = ""] = paths;
  writeFileSync(kubeconfig, simulator.kubeconfig);
  const runner = new URL("support/runner-process.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--conditions=@runverdict/source", runner, ...paths], {
    stdio: "inherit",
  });
  const store = createFileStore(storePath);
  // Killed when it has handed something over and stored how much.
  const isUnderWay = async (): Promise<boolean> => {
    const [key] = await store.list();
    const record = key === undefined ? null : await store.load(key);
    return (record?.log?.cursor.bytes ?? 0) > 0 && sizeOf(outputPath) > 2000;
  };
  while (!(await isUnderWay())) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGKILL");
  await once(child, "exit");

  const signal = new AbortController().signal;
  const connected = await connect({ source: { kind: "text", text: simulator.kubeconfig } }, signal);
  if (connected.kind !== "connected") throw new Error(connected.kind);
  const { cluster } = connected;
  const output = await open(outputPath, "r+");
  let begins: number | null = null;
  const onOutput = async (bytes: Uint8Array, offset: number): Promise<void> => {
    begins ??= offset;
    await output.write(bytes, 0, bytes.length, offset);
  };
  const [key = ""] = await store.list();
  const answer = await attach({ cluster, jobName: key.split("/")[1] ?? "", store, onOutput }, signal);
  if (answer.kind !== "attached") throw new Error(answer.kind);
  const { ending, evidence } = await answer.run.outcome;
  await output.close();
  expect(ending).toEqual({ kind: "ended", confirmed: true });
  expect(evidence.run.create?.outcome).toBe("created");
  expect(begins).toBeGreaterThan(0);
  expect(readFileSync(outputPath, "utf8")).toBe(written(simulator));
  expect(simulator.truth.runs().length).toBe(1);
  await cluster.close();
  await simulator.close();
});
