import { createHash } from "node:crypto";
import type { End } from "../../src/log/frame-body.ts";
import { encodeFrame, type Frame } from "../../src/log/frame.ts";

export const NONCE = "k3f9a0c2";

/** What the agent wrote, in order, with signs of life and other people's lines between. */
export type Utterance =
  | { readonly kind: "stdout" | "stderr"; readonly bytes: Uint8Array }
  | { readonly kind: "beat" }
  | { readonly kind: "foreign"; readonly text: string };

/** The lines that a wrapper prints for it, each with its newline. Lines are cut where a payload is full. */
export function framedLines(utterances: readonly Utterance[], payloadBytes: number): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  const written = { stdout: 0, stderr: 0 };
  let seq = 0;
  const print = (frame: Frame): void => {
    seq += 1;
    lines.push(encodeFrame(NONCE, frame));
  };
  for (const utterance of utterances) {
    if (utterance.kind === "foreign") lines.push(new TextEncoder().encode(utterance.text));
    else if (utterance.kind === "beat") print({ kind: "beat", seq, beat: beatOf(written) });
    else {
      const { kind: stream, bytes } = utterance;
      for (const { payload, endsLine } of cut(bytes, payloadBytes)) {
        print({ kind: "data", seq, stream, offset: written[stream], payload, endsLine });
        written[stream] += payload.length + (endsLine ? 1 : 0);
      }
    }
  }
  print({ kind: "end", seq, end: endOf(utterances) });
  return lines;
}

export function streamOf(utterances: readonly Utterance[], stream: "stdout" | "stderr"): Uint8Array {
  return new Uint8Array(
    Buffer.concat(utterances.flatMap((each) => (each.kind === stream ? [each.bytes] : []))),
  );
}

function cut(bytes: Uint8Array, payloadBytes: number): readonly { payload: Uint8Array; endsLine: boolean }[] {
  const pieces: { payload: Uint8Array; endsLine: boolean }[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = Math.min(newline === -1 ? bytes.length : newline, start + payloadBytes);
    pieces.push({ payload: bytes.subarray(start, end), endsLine: end === newline });
    start = end === newline ? end + 1 : end;
  }
  return pieces;
}

function beatOf({ stdout, stderr }: { readonly stdout: number; readonly stderr: number }) {
  const memory = { memoryBytes: 1, memoryLimitBytes: null, oomKills: 0 };
  return { sentAt: 1_767_225_600_000, ...memory, stdoutBytes: stdout, stderrBytes: stderr };
}

function endOf(utterances: readonly Utterance[]): End {
  const stdout = streamOf(utterances, "stdout");
  return {
    exitCode: 0,
    signal: null,
    stdoutBytes: stdout.length,
    stderrBytes: streamOf(utterances, "stderr").length,
    stdoutSha256: createHash("sha256").update(stdout).digest("hex"),
    oomKills: 0,
    stopped: null,
  };
}
