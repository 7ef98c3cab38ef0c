import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hostPlace } from "../../src/self-pod/host-place.ts";

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "runverdict-place-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "namespace"), text);
  return join(folder, "namespace");
}

test("a pod knows its namespace by its service account, and its name as a host's name", async () => {
  const place = await hostPlace({ HOSTNAME: "paperclip-0" }, await fileWith("agents\n"));
  expect(place).toMatchObject({ namespace: "agents", podName: "paperclip-0", podUid: null });
  expect(place?.addresses).toContain("127.0.0.1");
});

test("what the downward API says comes first", async () => {
  const env = { HOSTNAME: "node-7", POD_NAME: "paperclip-0", POD_NAMESPACE: "here", POD_UID: "u-1" };
  const place = await hostPlace(env, await fileWith("there"));
  expect(place).toMatchObject({ namespace: "here", podName: "paperclip-0", podUid: "u-1" });
});

test("a laptop has a host name and is no pod", async () => {
  expect(await hostPlace({ HOSTNAME: "laptop" }, "/nowhere/namespace")).toBeNull();
});

test("what is no name of a namespace or a pod is none that could be looked up", async () => {
  const file = await fileWith("agents");
  expect(await hostPlace({ HOSTNAME: "paperclip-0", POD_NAMESPACE: "../kube-system" }, file)).toBeNull();
  expect(await hostPlace({ HOSTNAME: "Jane's_Laptop" }, file)).toBeNull();
});
