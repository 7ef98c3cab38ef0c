import { describe, expect, test } from "vitest";
import type { ScriptStep } from "../../src/simulator/kubelet/script.ts";
import type { SimulatorOptions } from "../../src/simulator/options.ts";
import { ask } from "./support/ask.ts";
import { openStream } from "./support/open-stream.ts";
import type { OpenStream } from "./support/open-stream.ts";
import { startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

const write = (afterMs: number, text: string, stream: "stdout" | "stderr" = "stdout"): ScriptStep => ({
  kind: "write",
  afterMs,
  text,
  stream,
});
const exit = (afterMs: number): ScriptStep => ({ kind: "exit", afterMs, code: 0 });
const writes = (...steps: readonly ScriptStep[]): Omit<SimulatorOptions, "clock"> => ({
  script: () => ({ steps }),
});
const long = "x".repeat(16 * 1024);

interface Log {
  readonly read: (query?: string) => Promise<string>;
  readonly follow: (query?: string) => Promise<OpenStream>;
}

async function logOf(stage: Stage): Promise<Log> {
  const pod = await startRun(stage, "run-1");
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  return {
    read: async (query = "") => (await ask(stage.simulator.url, "GET", `${path}?${query}`)).body,
    follow: (query = "") => openStream(stage.simulator.url, `${path}?follow=true&${query}`),
  };
}

describe("A followed log", () => {
  test("It brings what was written, goes on, and ends a while after the container.", async () => {
    await withSimulator(writes(write(10, "one\n"), write(1000, "two\n"), exit(1000)), async (stage) => {
      const log = await (await logOf(stage)).follow();
      await stage.clock.advance(500);
      expect(log.text()).toBe("one\n");
      await stage.clock.advance(600);
      expect([log.text(), log.end()]).toEqual(["one\ntwo\n", null]);
      await stage.clock.advance(2000);
      expect(await log.ended).toBe("eof");
      expect(stage.simulator.counters.openStreams()).toBe(0);
    });
  });

  test("It ends as if all were well when the kubelet restarts, and the container lives on.", async () => {
    await withSimulator(writes(write(10, "one\n"), write(5000, "two\n")), async (stage) => {
      const { read, follow } = await logOf(stage);
      const log = await follow();
      await stage.clock.advance(500);
      stage.simulator.happen({ kind: "kubelet-restart", downMs: 1000 });
      expect([await log.ended, log.text()]).toEqual(["eof", "one\n"]);
      expect(await read()).toMatchObject({
        code: 500,
        message: expect.stringContaining("connection refused"),
      });
      await stage.clock.advance(6000);
      expect(await read()).toBe("one\ntwo\n");
    });
  });

  test("It goes on in the new file when the log is rotated; whoever comes later sees the new file only.", async () => {
    await withSimulator(writes(write(10, "one\n"), write(1000, "two\n")), async (stage) => {
      const { read, follow } = await logOf(stage);
      const log = await follow();
      await stage.clock.advance(500);
      stage.simulator.happen({ kind: "rotate-log", job: "run-1" });
      await stage.clock.advance(1000);
      expect(log.text()).toBe("one\ntwo\n");
      expect(await read()).toBe("two\n");
      log.abort();
    });
  });

  test("A reader who is slow over two rotations loses what lay between, and is not told.", async () => {
    const line = `${"y".repeat(8 * 1024 * 1024)}\n`;
    const steps = [write(10, line), write(1000, "lost\n"), write(1000, "last\n"), exit(1000)];
    await withSimulator(writes(...steps), async (stage) => {
      const log = await (await logOf(stage)).follow();
      log.pause();
      await stage.clock.advance(500);
      stage.simulator.happen({ kind: "rotate-log", job: "run-1" });
      await stage.clock.advance(1000);
      stage.simulator.happen({ kind: "rotate-log", job: "run-1" });
      await stage.clock.advance(1000);
      log.resume();
      while (!log.text().includes("last")) await stage.clock.advance(1);
      expect(log.text()).toBe(`${line}last\n`);
      log.abort();
    });
  });

  test("It falls silent, and stays open, when the node is lost.", async () => {
    await withSimulator(writes(write(10, "one\n"), write(1000, "two\n")), async (stage) => {
      const log = await (await logOf(stage)).follow();
      await stage.clock.advance(500);
      stage.simulator.happen({ kind: "node-loss", backAfterMs: null });
      await stage.clock.advance(5000);
      expect([log.text(), log.end()]).toEqual(["one\n", null]);
      log.abort();
    });
  });
});

describe("The kubelet reads records, and not lines", () => {
  test("A timestamp has nine digits; a resume within a long line brings a fragment that has none.", async () => {
    // The second write ends the line that the first began, and comes more than a second later.
    await withSimulator(writes(write(0, `${long}y`), write(2000, "end\n")), async (stage) => {
      const { read } = await logOf(stage);
      await stage.clock.advance(3000);
      const whole = await read("timestamps=true");
      const [, stamp = "", text] = /^(\S+) (.*\n)$/.exec(whole) ?? [];
      expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      expect(text).toBe(`${long}yend\n`);
      const since = new Date(Date.parse(stamp) + 1500).toISOString();
      expect(await read(`timestamps=true&sinceTime=${since}`)).toBe("yend\n");
    });
  });

  test("sinceTime is cut to whole seconds, and includes its own.", async () => {
    await withSimulator(writes(write(100, "one\n"), write(500, "two\n")), async (stage) => {
      const { read } = await logOf(stage);
      await stage.clock.advance(2000);
      const [first = "", second = ""] = (await read("timestamps=true")).split("\n");
      const at = second.split(" ")[0] ?? "";
      expect(first.slice(0, 19)).toBe(second.slice(0, 19));
      expect(await read(`sinceTime=${at}`)).toBe("one\ntwo\n");
    });
  });

  test("A record of stderr cuts into a long line of stdout, and the rest of it gets a timestamp.", async () => {
    const steps = [write(0, `${long}y`), write(10, "oops\n", "stderr"), write(10, "end\n")];
    await withSimulator(writes(...steps), async (stage) => {
      const { read } = await logOf(stage);
      await stage.clock.advance(100);
      expect(await read("timestamps=true")).toMatch(/^\S+Z x+oops\n\S+Z yend\n$/);
      expect(await read("timestamps=true&stream=Stdout")).toMatch(/^\S+Z x+\S+Z yend\n$/);
    });
  });

  test("A last line without a newline is brought without one, once the container has ended.", async () => {
    await withSimulator(writes(write(0, "one\ntwo"), exit(1000)), async (stage) => {
      const { read } = await logOf(stage);
      await stage.clock.advance(500);
      expect(await read()).toBe("one\n");
      await stage.clock.advance(600);
      expect(await read()).toBe("one\ntwo");
    });
  });

  test("tailLines counts records; limitBytes counts bytes, timestamps included.", async () => {
    await withSimulator(writes(write(0, `one\n${long}y\n`)), async (stage) => {
      const { read } = await logOf(stage);
      await stage.clock.advance(100);
      expect(await read("tailLines=1")).toBe("y\n");
      expect(await read("tailLines=0")).toBe("");
      expect(await read("limitBytes=6")).toBe("one\nxx");
      expect(await read("limitBytes=10&timestamps=true")).toBe("2026-01-05");
    });
  });

  test("Records may share a timestamp, and a node may write its own time zone.", async () => {
    const log = { timestamps: "milliseconds", offsetMinutes: 330 } as const;
    await withSimulator({ ...writes(write(0, "one\ntwo\n")), log }, async (stage) => {
      const { read } = await logOf(stage);
      await stage.clock.advance(100);
      const [one, two] = (await read("timestamps=true")).split("\n").map((line) => line.split(" ")[0]);
      expect(one).toBe(two);
      expect(one).toMatch(/\.\d{3}000000\+05:30$/);
    });
  });
});

describe("A log that can't be read", () => {
  test("Without a container's name there must be but one.", async () => {
    await withSimulator({}, async (stage) => {
      const pod = await startRun(
        stage,
        "run-1",
        {},
        { pod: { initContainers: [{ name: "init", image: "i:1" }] } },
      );
      const answer = await ask(
        stage.simulator.url,
        "GET",
        `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=agent`,
      );
      expect(answer.body.message).toBe(
        `container "agent" in pod "${pod}" is waiting to start: PodInitializing`,
      );
    });
  });

  test("Of a pod whose containers are gone, and which a finalizer holds, comes a complaint in place of the log.", async () => {
    await withSimulator(writes(write(0, "one\n")), async (stage) => {
      const { read } = await logOf(stage);
      const pod = (await stage.core.listNamespacedPod({ namespace })).items[0];
      await stage.core.patchNamespacedPod({
        namespace,
        name: pod?.metadata?.name ?? "",
        body: [{ op: "add", path: "/metadata/finalizers/-", value: "example.com/hold" }],
      });
      stage.simulator.happen({ kind: "delete-pod", job: "run-1" });
      await stage.clock.advance(1000);
      expect(await read()).toMatch(/^unable to retrieve container logs for containerd:\/\/[0-9a-f]{64}$/);
    });
  });
});
