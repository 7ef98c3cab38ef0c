import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { encodeFrame, type Frame } from "../../src/log/frame.ts";
import { frameNonce } from "../../src/run/frame-nonce.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { attach } from "../../src/run/attach.ts";
import { aSpec } from "./support/a-spec.ts";
import { onStage, type Stage, type StageOptions } from "./support/stage.ts";

const texts = Array.from({ length: 200 }, (_, place) => `line ${place}`);
const output = texts.map((text) => `${text}\n`).join("");
const sha256 = createHash("sha256").update(output).digest("hex");

/** What the wrapper prints around an agent that writes the lines to stdout, and a word to stderr at last. */
function framed(nonce: string): Script {
  let offset = 0;
  const data = texts.map((text, seq): Frame => {
    const frame = {
      kind: "data",
      seq,
      stream: "stdout",
      offset,
      payload: Buffer.from(text),
      endsLine: true,
    } as const;
    offset += text.length + 1;
    return frame;
  });
  const last: readonly Frame[] = [
    {
      kind: "data",
      seq: 200,
      stream: "stderr",
      offset: 0,
      payload: Buffer.from("for people"),
      endsLine: true,
    },
    {
      kind: "end",
      seq: 201,
      end: {
        exitCode: 0,
        signal: null,
        stdoutBytes: output.length,
        stderrBytes: 11,
        stdoutSha256: sha256,
        oomKills: 0,
        stopped: null,
      },
    },
  ];
  const writes = [...data, ...last].map((frame) => ({
    kind: "write" as const,
    afterMs: 20,
    text: Buffer.from(encodeFrame(nonce, frame)).toString(),
  }));
  return { steps: [...writes, { kind: "exit", afterMs: 5, code: 0 }] };
}

/** The wrapper learns its nonce from its mounted configuration; a script, from the Job's UID that it is made of. */
async function onFramedStage(
  act: (stage: Stage) => Promise<void>,
  options: StageOptions = {},
): Promise<void> {
  let stage: Stage | null = null;
  const script = (): Script => framed(frameNonce(stage?.simulator.truth.runs()[0]?.job.uid ?? ""));
  await onStage({ ...options, script }, async (raised) => {
    stage = raised;
    await act(raised);
  });
}

const filesFor = (nonce: string): Readonly<Record<string, string>> => ({
  "wrapper.json": JSON.stringify({ nonce }),
});
const spec = aSpec({
  wrapper: {
    command: ["node", "wrapper.mjs", "agent", "--print"],
    files: filesFor("00000000"),
    spoolSizeLimit: "1Gi",
  },
});

test("With the wrapper the output comes out of its frames, proven complete, and stderr beside it.", async () => {
  await onFramedStage(async ({ until, run }) => {
    const handle = run({ spec, wrapperFiles: filesFor });
    const { ending, evidence } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(handle.output()).toBe(output);
    expect(evidence.run.log?.completeness).toBe("complete");
    expect(evidence.run.stderr).toEqual([{ line: 1, text: "for people" }]);
  });
});

test("What others write to a wrapped container's log is in the evidence, and not in the output.", async () => {
  const missing = "/runverdict/wrapper/reap.sh: 20: node: not found\n";
  const script = (): Script => ({
    steps: [
      { kind: "write", afterMs: 5, text: missing, stream: "stderr" },
      { kind: "exit", afterMs: 5, code: 127 },
    ],
  });
  await onStage({ script }, async ({ until, run }) => {
    const handle = run({ spec, wrapperFiles: filesFor });
    const { evidence } = await until(handle.outcome);
    expect(handle.output()).toBe("");
    expect(evidence.run.stderr).toEqual([{ line: 1, text: missing.trimEnd() }]);
    expect(evidence.run.log?.completeness).toBe("unproven");
  });
});

test("The frames of a run that is taken up are read where they were left, by whoever sees the Job.", async () => {
  await onFramedStage(async ({ cluster, until, when, run }) => {
    const first = run({ spec, wrapperFiles: filesFor });
    await when(() => first.output().length > 500);
    first.detach();
    await until(first.outcome);
    const pieces: Uint8Array[] = [];
    const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
    const { jobName } = first;
    const next = await until(attach({ cluster, jobName, onOutput }, new AbortController().signal));
    if (next.kind !== "attached") throw new Error(next.kind);
    const { evidence } = await until(next.run.outcome);
    expect(Buffer.concat(pieces).toString()).toBe(output);
    expect(evidence.run.log?.completeness).toBe("complete");
  });
});

test("Frames that were rotated away are a declared loss, and the rest is whole lines.", async () => {
  const options: StageOptions = { log: { rotateBytes: 2048 }, delays: { rotateMs: 20 } };
  await onFramedStage(async ({ simulator, until, when, run }) => {
    const handle = run({ spec, wrapperFiles: filesFor });
    await when(() => handle.output().length > 200);
    simulator.happen({ kind: "api-server-restart", downMs: 1500, how: "sigkill" });
    const { evidence } = await until(handle.outcome);
    expect(evidence.run.log?.completeness).toBe("gap");
    const told = handle
      .output()
      .split("\n")
      .filter((line) => line !== "");
    expect(told.length).toBeLessThan(200);
    expect(told.every((line) => texts.includes(line))).toBe(true);
  }, options);
});
