import { expect, test } from "vitest";
import { readPodLog, type LogAsk, type LogRead } from "../../../src/cluster/objects/pod-log.ts";
import { beginLog } from "../../../src/log/log-cursor.ts";
import { createLogReader, type LogReader } from "../../../src/log/log-reader.ts";
import type { WireTrouble } from "../../../src/simulator/faults/fault-plan.ts";
import { eventually } from "../support/eventually.ts";
import { aRun, startRun } from "../support/start-run.ts";
import { forever } from "../support/with-cluster.ts";
import { withSimulator, type Stage } from "../support/with-simulator.ts";

const lines = Array.from({ length: 200 }, (_, nth) => `line ${nth} äöü\n`);
const script = () => ({
  steps: [
    ...lines.map((text) => ({ kind: "write", afterMs: 3, text }) as const),
    { kind: "exit", afterMs: 1, code: 0 } as const,
  ],
});

interface Capture {
  readonly reader: LogReader;
  readonly text: () => string;
  readonly read: (
    stage: Stage,
    ask: Partial<LogAsk> & { readonly pod: string },
    signal?: AbortSignal,
  ) => Promise<LogRead>;
}

/** What a run's log reader makes of one connection after the other. */
function capture(): Capture {
  const reader = createLogReader(beginLog("pod-uid", "container-id"), "strip");
  const pieces: Uint8Array[] = [];
  return {
    reader,
    text: () => Buffer.concat(pieces).toString(),
    read({ cluster }, ask, signal = forever) {
      const { sinceTime } = reader.open();
      const whole = { container: "agent", follow: true, timestamps: true, sinceTime, idleMs: 60_000, ...ask };
      const sink = {
        opened: () => {},
        take: (bytes: Uint8Array) => {
          for (const piece of reader.feed(bytes)) pieces.push(piece.bytes);
        },
        closed: () => reader.close(),
      };
      return readPodLog(cluster, whole, sink, signal);
    },
  };
}

/** Lets the simulator's time go on until it is done. */
async function moving<T>({ clock }: Stage, promise: Promise<T>): Promise<T> {
  const done = { is: false };
  const settled = promise.finally(() => {
    done.is = true;
  });
  while (!done.is) await clock.advance(20);
  return settled;
}

test("A followed log is all that the container writes, and its end proves nothing.", async () => {
  await withSimulator({ script }, async (stage) => {
    const { pod } = await startRun(stage);
    const log = capture();
    const read = log.read(stage, { pod: pod.name });
    await eventually(() => stage.simulator.counters.openStreams() === 1);
    await stage.clock.advance(5000);
    expect(await read).toEqual({ kind: "eof" });
    expect(log.text()).toBe(lines.join(""));
  });
});

test("However often the connection breaks, the log goes on where it was.", async () => {
  const troubles: readonly WireTrouble[] = [
    { kind: "cut", afterBytes: 0, how: "close" },
    { kind: "cut", afterBytes: 333, how: "close" },
    { kind: "cut", afterBytes: 1234, how: "reset" },
    { kind: "error", code: 503 },
    { kind: "cut", afterBytes: 4321, how: "eof" },
    { kind: "request-lost" },
  ];
  const wire = troubles.map((trouble, nth) => ({ on: "get pods/log", nth: nth + 1, ...trouble }) as const);
  await withSimulator({ script, faults: { wire, happenings: [] } }, async (stage) => {
    const { pod } = await startRun(stage);
    await stage.clock.advance(5000);
    const log = capture();
    const ends: string[] = [];
    for (let nth = 0; nth <= troubles.length; nth += 1)
      ends.push((await moving(stage, log.read(stage, { pod: pod.name }))).kind);
    expect(ends).toEqual(["reset", "reset", "reset", "server-error", "eof", "unreachable", "eof"]);
    log.reader.finish();
    expect(log.text()).toBe(lines.join(""));
  });
});

test("Why there is no log is told: the pod is gone, the container is not there yet, or has another name.", async () => {
  await withSimulator({ script, images: { [aRun.image]: { kind: "slow", ms: 60_000 } } }, async (stage) => {
    const { pod } = await startRun(stage);
    const log = capture();
    expect(await log.read(stage, { pod: pod.name })).toEqual({
      kind: "waiting",
      reason: "ContainerCreating",
    });
    expect(await log.read(stage, { pod: "nobody" })).toEqual({ kind: "gone", what: "pod" });
    expect(await log.read(stage, { pod: pod.name, container: "x" })).toMatchObject({ kind: "misnamed" });
    expect(await log.read(stage, { pod: pod.name, previous: true })).toMatchObject({ kind: "gone" });
  });
});

test("A kubelet that restarts ends the log cleanly, and the container lives on.", async () => {
  await withSimulator(
    { script: () => ({ steps: [{ kind: "write", afterMs: 0, text: "one\n" }] }) },
    async (stage) => {
      const { pod } = await startRun(stage);
      const log = capture();
      const read = log.read(stage, { pod: pod.name });
      await eventually(() => log.text() === "one\n");
      stage.simulator.happen({ kind: "kubelet-restart", downMs: 500 });
      expect(await read).toEqual({ kind: "eof" });
    },
  );
});

test("Whoever no longer wants the log closes its connection.", async () => {
  await withSimulator({ script }, async (stage) => {
    const { pod } = await startRun(stage);
    const closing = new AbortController();
    const read = capture().read(stage, { pod: pod.name }, closing.signal);
    await eventually(() => stage.simulator.counters.openStreams() === 1);
    closing.abort();
    expect(await read).toEqual({ kind: "aborted" });
    await eventually(() => stage.simulator.counters.openStreams() === 0);
  });
});
