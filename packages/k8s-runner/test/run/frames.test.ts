import { classify } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { attach } from "../../src/run/attach.ts";
import { filesFor, framedOutput, framedSpec, framedTexts, onFramedStage } from "./support/framed.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { onStage, type StageOptions } from "./support/stage.ts";

test("With the wrapper the output comes out of its frames, proven complete, and stderr beside it.", async () => {
  await onFramedStage(async ({ until, run }) => {
    const handle = run({ spec: framedSpec, wrapperFiles: filesFor });
    const { ending, evidence } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(handle.output()).toBe(framedOutput);
    expect(evidence.run.log?.completeness).toBe("complete");
    expect(evidence.run.stderr).toEqual([{ line: 1, text: "for people" }]);
  });
});

// An image without Node was judged "exited with code 127: no plain text tells why".
test("What others write to a wrapped container's log is in the evidence, and not in the output.", async () => {
  const missing = "/runverdict/wrapper/reap.sh: 20: node: not found\n";
  const script = (): Script => ({
    steps: [
      { kind: "write", afterMs: 5, text: missing, stream: "stderr" },
      { kind: "exit", afterMs: 5, code: 127 },
    ],
  });
  await onStage({ script }, async ({ until, run }) => {
    const handle = run({ spec: framedSpec, wrapperFiles: filesFor });
    const { evidence } = await until(handle.outcome);
    expect(handle.output()).toBe("");
    expect(evidence.run.stderr).toEqual([{ line: 1, text: missing.trimEnd() }]);
    expect(evidence.run.log?.completeness).toBe("unproven");
  });
});

test("The frames of a run that is taken up are read where they were left, by whoever sees the Job.", async () => {
  await onFramedStage(async ({ cluster, until, when, run }) => {
    const first = run({ spec: framedSpec, wrapperFiles: filesFor });
    await when(() => first.output().length > 500);
    first.detach();
    await until(first.outcome);
    const pieces: Uint8Array[] = [];
    const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
    const { jobName } = first;
    const next = await until(attach({ cluster, jobName, onOutput }, new AbortController().signal));
    if (next.kind !== "attached") throw new Error(next.kind);
    const { evidence } = await until(next.run.outcome);
    expect(Buffer.concat(pieces).toString()).toBe(framedOutput);
    expect(evidence.run.log?.completeness).toBe("complete");
  });
});

test("Where the node is lost after the agent had ended, the wrapper's last frame says how it did.", async () => {
  const act: Parameters<typeof onFramedStage>[0] = async ({ simulator, clock, until, when, run }) => {
    const handle = run({ spec: framedSpec, wrapperFiles: filesFor });
    await when(() => handle.output() === framedOutput);
    await until(new Promise<void>((resolve) => clock.after(1000, resolve)));
    simulator.happen({ kind: "node-removed" });
    const { ending, evidence } = await until(handle.outcome, 24 * 3_600_000);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.run).toMatchObject({
      exit: { kind: "code", code: 0 },
      log: { completeness: "complete" },
    });
    expect(classify(evidence).evidence).toContainEqual(
      expect.objectContaining({ path: "run.exit.code", source: "runner" }),
    );
  };
  await onFramedStage(act, {}, 3_600_000);
});

test("Frames that were rotated away are a declared loss, and the rest is whole lines.", async () => {
  const options: StageOptions = { log: { rotateBytes: 2048 }, delays: { rotateMs: 20 } };
  await onFramedStage(async ({ simulator, until, when, run }) => {
    const handle = run({ spec: framedSpec, wrapperFiles: filesFor });
    await when(() => handle.output().length > 200);
    simulator.happen({ kind: "api-server-restart", downMs: 1500, how: "sigkill" });
    const { evidence } = await until(handle.outcome);
    expect(evidence.run.log?.completeness).toBe("gap");
    const told = handle
      .output()
      .split("\n")
      .filter((line) => line !== "");
    expect(told.length).toBeLessThan(200);
    expect(told.every((line) => framedTexts.includes(line))).toBe(true);
  }, options);
});
