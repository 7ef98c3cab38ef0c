import { describe, expect, test } from "vitest";
import type { ToStart } from "../../src/simulator/kubelet/runtime.ts";
import { ask } from "./support/ask.ts";
import { podOf, startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

type Agent = Parameters<typeof startRun>[2];

/** What a container would be started with. */
async function started(
  agent: Agent,
  prepare: (stage: Stage) => Promise<unknown> = async () => {},
): Promise<ToStart> {
  let seen: ToStart | null = null;
  const script = (toStart: ToStart) => {
    seen = toStart;
    return { steps: [] };
  };
  await withSimulator({ script }, async (stage) => {
    await prepare(stage);
    await startRun(stage, "run-1", agent);
  });
  if (seen === null) throw new Error("It was not started.");
  return seen;
}

async function withSources({ simulator: { url } }: Stage): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}`;
  await ask(url, "POST", `${path}/secrets`, {
    metadata: { name: "s" },
    stringData: { token: "t", user: "u" },
  });
  await ask(url, "POST", `${path}/configmaps`, { metadata: { name: "c" }, data: { mode: "fast" } });
}

describe("The environment of a container", () => {
  test("It comes from values, Secrets, ConfigMaps and the pod; what stands later may use what stands before.", async () => {
    const env = [
      { name: "PLAIN", value: "a" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "s", key: "token" } } },
      { name: "MODE", valueFrom: { configMapKeyRef: { name: "c", key: "mode" } } },
      { name: "JOB", valueFrom: { fieldRef: { fieldPath: "metadata.labels['job-name']" } } },
      { name: "SPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
      { name: "NONE", valueFrom: { secretKeyRef: { name: "s", key: "none", optional: true } } },
      { name: "JOINED", value: "$(PLAIN)/$(MODE)/$$(PLAIN)/$(LATER)" },
      { name: "LATER", value: "z" },
    ];
    const { env: found } = await started({ env }, withSources);
    expect(found).toEqual({
      PLAIN: "a",
      TOKEN: "t",
      MODE: "fast",
      JOB: "run-1",
      SPACE: "agents",
      JOINED: "a/fast/$(PLAIN)/$(LATER)",
      LATER: "z",
    });
  });

  test("Whole Secrets and ConfigMaps come with a prefix, and single values win over them.", async () => {
    const envFrom = [
      { prefix: "S_", secretRef: { name: "s" } },
      { configMapRef: { name: "c" } },
      { configMapRef: { name: "none", optional: true } },
    ];
    const { env } = await started({ envFrom, env: [{ name: "mode", value: "slow" }] }, withSources);
    expect(env).toEqual({ S_token: "t", S_user: "u", mode: "slow" });
  });

  test("The command and its arguments use it too.", async () => {
    const { command } = await started({
      command: ["run", "$(WHAT)"],
      args: ["--of=$(WHAT)", "$(NOT)"],
      env: [{ name: "WHAT", value: "this" }],
    });
    expect(command).toEqual(["run", "this", "--of=this", "$(NOT)"]);
  });

  test("Two dollars are one, before whatever they stand; what comes by reference is taken as it is.", async () => {
    const { command, env } = await started(
      {
        command: ["run", "$$(touch x)", "$(touch x)", "$$$$", "5$", "$$(WHAT)", "$(WHAT"],
        env: [
          { name: "WHAT", value: "this" },
          { name: "PIECE", valueFrom: { secretKeyRef: { name: "dollars", key: "k" } } },
        ],
      },
      ({ simulator: { url } }) =>
        ask(url, "POST", `/api/v1/namespaces/${namespace}/secrets`, {
          metadata: { name: "dollars" },
          stringData: { k: "$$ and $(WHAT)" },
        }),
    );
    expect(command).toEqual(["run", "$(touch x)", "$(touch x)", "$$", "5$", "$(WHAT)", "$(WHAT"]);
    expect(env["PIECE"]).toBe("$$ and $(WHAT)");
  });

  test.for([
    ["a Secret", { valueFrom: { secretKeyRef: { name: "none", key: "k" } } }, 'secret "none" not found'],
    [
      "a key of one",
      { valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
      "couldn't find key k in Secret s",
    ],
    [
      "a ConfigMap",
      { valueFrom: { configMapKeyRef: { name: "none", key: "k" } } },
      'configmap "none" not found',
    ],
  ] as const)("A container that lacks %s waits, and says for what.", async ([, value, message]) => {
    await withSimulator({}, async (stage) => {
      await withSources(stage);
      await startRun(stage, "run-1", { env: [{ name: "A", ...value }] });
      const waiting = (await podOf(stage, "run-1"))?.status?.containerStatuses?.[0]?.state?.waiting;
      expect(waiting).toEqual({ reason: "CreateContainerConfigError", message });
    });
  });
});

describe("An image", () => {
  const image = "agent.local/node:1";
  const stateOf = async (stage: Stage) =>
    (await podOf(stage, "run-1"))?.status?.containerStatuses?.[0]?.state;

  test("It may take its time.", async () => {
    await withSimulator({ images: { [image]: { kind: "slow", ms: 30_000 } } }, async (stage) => {
      await startRun(stage, "run-1");
      await stage.clock.advance(29_000);
      expect((await stateOf(stage))?.waiting?.reason).toBe("ContainerCreating");
      await stage.clock.advance(2000);
      expect((await stateOf(stage))?.running).toBeDefined();
    });
  });

  test("It may come after some tries.", async () => {
    const images = { [image]: { kind: "pull-fails", message: "429 Too Many Requests", times: 2 } } as const;
    await withSimulator({ images }, async (stage) => {
      await startRun(stage, "run-1");
      expect((await stateOf(stage))?.waiting?.reason).toBe("ErrImagePull");
      await stage.clock.advance(1000);
      expect((await stateOf(stage))?.running).toBeDefined();
    });
  });

  test.for(["ErrImageNeverPull", "InvalidImageName"] as const)(
    "It may not be tried at all: %s",
    async (reason) => {
      await withSimulator(
        { images: { [image]: { kind: "never", reason, message: "no" } } },
        async (stage) => {
          await startRun(stage, "run-1");
          await stage.clock.advance(60_000);
          expect((await stateOf(stage))?.waiting).toEqual({ reason, message: "no" });
        },
      );
    },
  );
});
