import fc from "fast-check";
import { expect, test } from "vitest";
import { noFrames } from "../../src/log/frame-progress.ts";
import { createFrameReader, type FrameOutput } from "../../src/log/frame-reader.ts";
import type { LogPiece } from "../../src/log/hand-over.ts";
import { beginLog } from "../../src/log/log-cursor.ts";
import { testimonyOf } from "../../src/log/testimony.ts";
import { follow } from "./follow.ts";
import { disturbances } from "./followed-logs.ts";
import { reached } from "../../../../test/support/reached.ts";
import { recordsOf } from "./simulated-kubelet.ts";
import { framedLines, NONCE, streamOf, type Utterance } from "./simulated-wrapper.ts";

const START = 1_767_225_600_000_000_000n;

const outputs = fc
  .tuple(fc.constantFrom("stdout" as const, "stdout" as const, "stderr" as const), texts())
  .map(([kind, text]): Utterance => ({ kind, bytes: new TextEncoder().encode(text) }));

const utterances = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: outputs },
    { weight: 1, arbitrary: fc.constant<Utterance>({ kind: "beat" }) },
    { weight: 1, arbitrary: fc.constantFrom<Utterance>(foreign("not mine\n"), foreign("no newline ")) },
  ),
  { maxLength: 40 },
);

test("for all outputs and disconnects the agent's bytes come exactly, and that they are complete is proven", () => {
  const met = reached("a line in several frames", "foreign text before a frame", "a disconnect");
  fc.assert(
    fc.property(followed(false), ({ said, log }) => {
      const { output, progress } = readFrames(follow(log).pieces);
      expect(streamed(output, "stdout")).toEqual(streamOf(said, "stdout"));
      expect(streamed(output, "stderr")).toEqual(streamOf(said, "stderr"));
      expect(testimonyOf({ cursor: ANY, frames: progress, total: null, end: "eof" }).completeness).toBe(
        "complete",
      );
      met.when(
        "a line in several frames",
        said.some((each) => each.kind === "stdout" && each.bytes.length > 40),
      );
      met.when(
        "foreign text before a frame",
        said.some((each) => each.kind === "foreign"),
      );
      met.when("a disconnect", log.connections.length > 1);
    }),
  );
  met.expectAll();
});

test("for all rotations what is missing lies in a declared gap, and nothing is called complete that is not", () => {
  const met = reached("gap", "head lost", "tail lost", "complete in spite of a rotation");
  fc.assert(
    fc.property(followed(true), ({ said, log }) => {
      const { output, progress } = readFrames(follow(log).pieces);
      const whole = streamOf(said, "stdout");
      expect(withoutGaps(whole, output)).toEqual(streamed(output, "stdout"));
      const { completeness } = testimonyOf({
        cursor: ANY,
        frames: progress,
        total: { stdoutBytes: whole.length, stdoutSha256: null },
        end: "eof",
      });
      const came = streamed(output, "stdout").length;
      if (progress.nextSeq > 0) expect(completeness === "complete").toBe(came === whole.length);
      met.when("gap", completeness === "gap");
      met.when("head lost", completeness === "head_lost");
      met.when("tail lost", completeness === "tail_lost");
      met.when("complete in spite of a rotation", completeness === "complete" && log.rotations.length > 0);
    }),
  );
  met.expectAll();
});

test("for all pieces that come twice, and wherever the reader is restored, the output is the same", () => {
  const met = reached("restored inside a line");
  fc.assert(
    fc.property(utterances, fc.infiniteStream(fc.boolean()), (said, dice) => {
      const lines = framedLines(
        said.filter(({ kind }) => kind !== "foreign"),
        10,
      );
      let progress = noFrames;
      const output: FrameOutput[] = [];
      for (const [index, line] of lines.entries()) {
        const reader = createFrameReader(progress, NONCE);
        const repeated = dice.next().value === true ? lines.slice(0, index) : [];
        output.push(...reader.take([...repeated, line].map(pieceOf)));
        progress = JSON.parse(JSON.stringify(reader.progress()));
        met.when("restored inside a line", line.at(-2) === 0x2b);
      }
      expect(streamed(output, "stdout")).toEqual(streamOf(said, "stdout"));
      expect(output.filter(({ kind }) => kind === "end")).toHaveLength(1);
      expect(testimonyOf({ cursor: ANY, frames: progress, total: null, end: "eof" }).completeness).toBe(
        "complete",
      );
    }),
  );
  met.expectAll();
});

const ANY = beginLog("pod", "container");

function texts(): fc.Arbitrary<string> {
  const letters = fc.constantFrom(
    "a",
    "é",
    "\r",
    "\n",
    '"',
    "$",
    "@rv1.k3f9a0c2 0 out 0 1 x$",
    "long line ".repeat(5),
  );
  return fc.array(letters, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
}

function foreign(text: string): Utterance {
  return { kind: "foreign", text };
}

function followed(rotates: boolean) {
  return utterances.chain((said) => {
    const lines = framedLines(said, 40);
    const writes = lines.map((bytes, index) => ({
      stream: "stdout" as const,
      bytes,
      at: START + BigInt(index) * 150_000_000n,
    }));
    const records = recordsOf(writes, 16_384, 1n);
    const rotations = fc.array(fc.integer({ min: 1, max: records.length }), { maxLength: rotates ? 3 : 0 });
    return fc
      .record({ rotations, connections: disturbances(records.length, [7, 64, 4096]) })
      .map((drawn) => ({
        said,
        log: { records, ...drawn },
      }));
  });
}

function readFrames(pieces: readonly LogPiece[]) {
  const reader = createFrameReader(noFrames, NONCE);
  return { output: reader.take(pieces), progress: reader.progress() };
}

function streamed(output: readonly FrameOutput[], stream: "stdout" | "stderr"): Uint8Array {
  return new Uint8Array(Buffer.concat(output.flatMap((each) => (each.kind === stream ? [each.bytes] : []))));
}

/** The stream without what its gaps say is missing, and without what would come behind the last byte that came. */
function withoutGaps(whole: Uint8Array, output: readonly FrameOutput[]): Uint8Array {
  const kept: Uint8Array[] = [];
  let offset = 0;
  for (const each of output) {
    if (each.kind === "gap" && each.gap.stream === "stdout") {
      expect(each.gap.offset).toBe(offset);
      offset += each.gap.bytes;
    }
    if (each.kind !== "stdout") continue;
    kept.push(whole.subarray(offset, offset + each.bytes.length));
    offset += each.bytes.length;
  }
  return new Uint8Array(Buffer.concat(kept));
}

function pieceOf(bytes: Uint8Array): LogPiece {
  return { bytes, beginsLine: true, endsLine: true };
}
