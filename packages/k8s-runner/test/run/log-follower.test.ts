import { expect, test } from "vitest";
import type { RequestKind, WireFault, WireTrouble } from "../../src/simulator/faults/fault-plan.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { lines, onStage, written } from "./support/stage.ts";

/** Befalls each of the first requests of a kind. */
function each(on: RequestKind, count: number, trouble: WireTrouble): readonly WireFault[] {
  return Array.from({ length: count }, (_, place) => ({ on, nth: place + 1, ...trouble }));
}

const cuts = ["close", "reset", "eof", "stall"] as const;

test.each(cuts)(
  "A log whose stream is dropped every eight kilobytes (%s) arrives whole, in order and once.",
  async (how) => {
    const wire = each("get pods/log", 40, { kind: "cut", afterBytes: 8192, how });
    await onStage({ script: lines(800, 0, 40), faults: { wire, happenings: [] } }, async (stage) => {
      const { simulator, until, run } = stage;
      const handle = run();
      const { ending, evidence } = await until(handle.outcome, 100 * 3_600_000);
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(handle.output()).toBe(written(simulator));
      expect(simulator.faults.befallen().length).toBeGreaterThan(5);
      expect(evidence.run.log?.completeness).toBe("unproven");
    });
  },
);

test("An end that the cluster tells is not waited for in the log, and no line is missing.", async () => {
  const never = 100 * 3_600_000;
  await onStage({ script: lines(400), delays: { logEndMs: never } }, async ({ simulator, until, run }) => {
    const handle = run({ limits: { drainMs: never } });
    const { ending, evidence } = await until(handle.outcome, 60_000);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(handle.output()).toBe(written(simulator));
    expect(evidence.run.log).toEqual({ completeness: "unproven", end: "eof" });
  });
});

test("A stream that broke off is no lost end where what it did not bring was read to its end.", async () => {
  const script = {
    steps: [...lines(10).steps.slice(0, -1), { kind: "exit", afterMs: 200, code: 1 }],
  } as const;
  const wire = [{ on: "get pods/log", nth: 1, kind: "cut", afterBytes: 300, how: "reset" }] as const;
  await onStage({ script, faults: { wire, happenings: [] } }, async ({ simulator, until, run }) => {
    const handle = run();
    const { evidence } = await until(handle.outcome);
    expect(simulator.faults.befallen().length).toBe(1);
    expect(handle.output()).toBe(written(simulator));
    expect(evidence.run.log).toEqual({ completeness: "unproven", end: "eof" });
  });
});

test("A kubelet that restarts ends the log cleanly, and the run goes on.", async () => {
  await onStage({ script: lines(400) }, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.output().length > 1000);
    simulator.happen({ kind: "kubelet-restart", downMs: 1000 });
    const { ending } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(handle.output()).toBe(written(simulator));
  });
});

test.each(["sigkill", "sigterm"] as const)(
  "An API server that restarts (%s) costs no run and no line.",
  async (how) => {
    await onStage({ script: lines(400) }, async ({ simulator, until, when, run }) => {
      const handle = run();
      await when(() => handle.output().length > 1000);
      simulator.happen({ kind: "api-server-restart", downMs: 20_000, how });
      const { ending, cleanup } = await until(handle.outcome);
      expect([ending, cleanup]).toEqual([{ kind: "ended", confirmed: true }, "deleted"]);
      expect(handle.output()).toBe(written(simulator));
    });
  },
);

test("A storm of errors, from the first request to the last, costs no run and no line.", async () => {
  const kinds: readonly RequestKind[] = [
    "create jobs",
    "create secrets",
    "patch jobs",
    "get jobs",
    "get pods",
    "list pods",
    "list jobs",
    "watch jobs",
    "watch pods",
    "get pods/log",
    "list events",
    "delete jobs",
  ];
  const codes = [429, 500, 503, 504] as const;
  const wire = kinds.flatMap((on) =>
    codes.map((code, place) => ({ on, nth: place + 1, kind: "error" as const, code })),
  );
  await onStage(
    { script: lines(50), faults: { wire, happenings: [] } },
    async ({ simulator, until, run }) => {
      const handle = run();
      const { ending } = await until(handle.outcome);
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(handle.output()).toBe(written(simulator));
      expect(simulator.faults.befallen().length).toBeGreaterThan(30);
    },
  );
});

test("What the node's rotation took before it was read is a declared loss.", async () => {
  const script: Script = lines(3000, 0, 2);
  const options = { script, log: { rotateBytes: 4096 }, delays: { rotateMs: 20 } };
  await onStage(options, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.output().length > 1000);
    simulator.happen({ kind: "api-server-restart", downMs: 3000, how: "sigkill" });
    const { evidence } = await until(handle.outcome);
    expect(handle.output().length).toBeLessThan(written(simulator).length);
    // Which of both depends on whether a line was read behind the loss.
    expect(evidence.run.log?.completeness).toMatch(/^(?:gap|tail_lost)$/);
  });
});

test("What was rotated away before anything was read leaves no trace: the log is unproven, and no more is claimed.", async () => {
  const script = lines(40, 0, 50);
  const wire = [{ on: "get pods/log" as const, nth: 1, kind: "error" as const, code: 429 as const }];
  const when = { kind: "run", run: 0, reached: "created", afterMs: 61 } as const;
  const happenings = [{ when, what: { kind: "rotate-log", job: "" } as const }];
  await onStage({ script, faults: { wire, happenings } }, async ({ simulator, until, run }) => {
    const handle = run();
    const { evidence } = await until(handle.outcome);
    expect(written(simulator).endsWith(handle.output())).toBe(true);
    expect(handle.output().startsWith("line 1 of")).toBe(true);
    expect(evidence.run.log?.completeness).toBe("unproven");
  });
});

test("A caller who is slow makes no socket wait, and gets everything.", async () => {
  await onStage({ script: lines(300, 0, 2) }, async ({ simulator, clock, until, run }) => {
    const pieces: Uint8Array[] = [];
    const onOutput = (bytes: Uint8Array): Promise<void> => {
      pieces.push(bytes);
      return new Promise((resolve) => clock.after(2000, resolve));
    };
    const { ending } = await until(run({ onOutput }).outcome);
    expect(ending.kind).toBe("ended");
    expect(Buffer.concat(pieces).toString()).toBe(written(simulator));
  });
});

test("What a caller does not take for long waits on the node, and not in memory.", async () => {
  const line = `${"x".repeat(99_999)}\n`;
  const steps = Array.from({ length: 200 }, () => ({ kind: "write" as const, afterMs: 10, text: line }));
  const script: Script = { steps: [...steps, { kind: "exit", afterMs: 10, code: 0 }] };
  const log = { rotateBytes: 100_000_000 };
  await onStage({ script, log, keepOutputBytes: 0 }, async ({ simulator, until, when, run }) => {
    let taken = 0;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onOutput = async (bytes: Uint8Array): Promise<void> => {
      await held;
      taken += bytes.length;
    };
    const handle = run({ onOutput });
    const agent = () => simulator.truth.runs()[0]?.pods[0]?.containers[0];
    await when(() => agent()?.ended?.exitCode === 0);
    // What is held in memory has a bound, and what was sent lies not far above it.
    expect(simulator.counters.bytesSent()).toBeLessThan(12_000_000);
    release();
    const { ending } = await until(handle.outcome);
    expect(ending.kind).toBe("ended");
    expect(taken).toBe(20_000_000);
  });
});

/** An agent that wrote more, before anybody took any of it, than is held for a caller. */
const megabytes: Script = {
  steps: [
    ...Array.from({ length: 200 }, () => ({
      kind: "write" as const,
      afterMs: 1,
      text: `${"x".repeat(99_999)}\n`,
    })),
    { kind: "exit", afterMs: 1, code: 0 },
  ],
};
const wide = { log: { rotateBytes: 100_000_000 }, keepOutputBytes: 0 };

test("A caller who takes longer over the rest than the drain, and never falls silent, gets everything.", async () => {
  await onStage({ script: megabytes, ...wide }, async ({ clock, until, run }) => {
    let taken = 0;
    const onOutput = (bytes: Uint8Array): Promise<void> => {
      taken += bytes.length;
      return new Promise((resolve) => clock.after(1000, resolve));
    };
    const limits = { drainMs: 90_000, teardownMs: 130_000 };
    const { ending, cleanup } = await until(run({ onOutput, limits }).outcome);
    expect([ending.kind, cleanup, taken]).toEqual(["ended", "deleted", 20_000_000]);
  });
});

test("Of a caller who takes nothing for longer than the drain the rest is left on the node, and the Job with it.", async () => {
  await onStage({ script: megabytes, ...wide }, async ({ clock, until, simulator, run }) => {
    const onOutput = (): Promise<void> => new Promise((resolve) => clock.after(40_000, resolve));
    const limits = { drainMs: 5000, teardownMs: 3_600_000_000 };
    const { ending, cleanup, problems } = await until(run({ onOutput, limits }).outcome, 1e9);
    expect([ending.kind, cleanup]).toEqual(["ended", "left"]);
    expect(problems).toEqual([
      "The output's consumer was too slow for the rest of the log, so the Job was left with it.",
    ]);
    expect(simulator.truth.runs()[0]?.goneAt).toBe(null);
  });
});

test("A caller who fails gets nothing more, and the Job with all that it wrote is left.", async () => {
  await onStage({ script: lines(30) }, async ({ simulator, until, run }) => {
    const onOutput = (): Promise<void> => Promise.reject(new Error("the disk is full"));
    const { ending, cleanup, problems } = await until(run({ onOutput }).outcome);
    expect([ending.kind, cleanup]).toEqual(["ended", "left"]);
    expect(problems).toEqual(["The output's consumer failed: the disk is full"]);
    expect(simulator.truth.runs()[0]?.goneAt).toBe(null);
  });
});
