import { createHash } from "node:crypto";
import { encodeFrame, type Frame } from "../../../src/log/frame.ts";
import { frameNonce } from "../../../src/run/frame-nonce.ts";
import type { RunSpec } from "../../../src/job/run-spec.ts";
import type { Script } from "../../../src/simulator/kubelet/script.ts";
import { aSpec } from "./a-spec.ts";
import { onStage, type Stage, type StageOptions } from "./stage.ts";

/** The lines that the framed agent writes to its stdout. */
export const framedTexts: readonly string[] = Array.from({ length: 200 }, (_, place) => `line ${place}`);
export const framedOutput: string = framedTexts.map((text) => `${text}\n`).join("");
const sha256 = createHash("sha256").update(framedOutput).digest("hex");

/**
 * What the wrapper prints around an agent that writes the lines to stdout, and a word to stderr at last. `endMs`: how long
 * its container takes to end after it.
 */
function framed(nonce: string, endMs: number): Script {
  let offset = 0;
  const data = framedTexts.map((text, seq): Frame => {
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
        stdoutBytes: framedOutput.length,
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
  return { steps: [...writes, { kind: "exit", afterMs: endMs, code: 0 }] };
}

/** The wrapper learns its nonce from its mounted configuration; a script, from the Job's UID that it is made of. */
export async function onFramedStage(
  act: (stage: Stage) => Promise<void>,
  options: StageOptions = {},
  endMs: number = 5,
): Promise<void> {
  let stage: Stage | null = null;
  const script = (): Script => framed(frameNonce(stage?.simulator.truth.runs()[0]?.job.uid ?? ""), endMs);
  await onStage({ ...options, script }, async (raised) => {
    stage = raised;
    await act(raised);
  });
}

export const filesFor = (nonce: string): Readonly<Record<string, string>> => ({
  "wrapper.json": JSON.stringify({ nonce }),
});
export const framedSpec: RunSpec = aSpec({
  wrapper: {
    command: ["node", "wrapper.mjs", "agent", "--print"],
    files: filesFor("00000000"),
    spoolSizeLimit: "1Gi",
  },
});
