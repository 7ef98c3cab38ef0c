import { expect, test } from "vitest";
import { noFrames } from "../../src/log/frame-progress.ts";
import { createFrameReader, type FrameOutput, type FrameReader } from "../../src/log/frame-reader.ts";
import { NONCE } from "./simulated-wrapper.ts";

const FIRST = `@rv1.${NONCE} 0 out 0 5 {"a":+\n`;
const SECOND = `@rv1.${NONCE} 1 out 5 2 1}$\n`;

test("a line in two frames becomes the agent's line again", () => {
  expect(said(reader(), FIRST, SECOND)).toEqual([
    ["stdout", '{"a":'],
    ["stdout", "1}\n"],
  ]);
});

test("a frame that comes twice is read once", () => {
  expect(said(reader(), FIRST, FIRST, SECOND, FIRST)).toHaveLength(2);
});

test("a frame that never came leaves a gap with its place", () => {
  const frames = reader();
  expect(frames.take([piece(SECOND)])).toMatchObject([
    { kind: "gap", gap: { stream: "stdout", offset: 0, bytes: 5, where: "log" } },
    { kind: "stdout" },
  ]);
  expect(frames.progress()).toMatchObject({ nextSeq: 2, stdoutBytes: 8, stdoutSha256: null });
});

test("a sign of life that never came leaves none", () => {
  const frames = reader();
  said(frames, FIRST, SECOND.replace(" 1 out", " 2 out"));
  expect(frames.progress().gaps.first).toEqual([]);
});

test("what the wrapper itself could not keep is a gap, and the wrapper says so", () => {
  const lost = `@rv1.${NONCE} 1 lost {"stream":"stdout","offset":5,"bytes":100}$\n`;
  const after = `@rv1.${NONCE} 2 out 105 1 x$\n`;
  const frames = reader();
  expect(said(frames, FIRST, lost, after).map(([kind]) => kind)).toEqual(["stdout", "gap", "stdout"]);
  expect(frames.progress().gaps.first).toEqual([{ stream: "stdout", offset: 5, bytes: 100, where: "pod" }]);
});

test("text of someone else is kept apart, also when it stands before a frame on the same line", () => {
  expect(said(reader(), "mail: @root\n", `50% ${FIRST}`)).toEqual([
    ["foreign", "mail: @root\n"],
    ["foreign", "50% "],
    ["stdout", '{"a":'],
  ]);
});

test("a damaged frame is counted and not read", () => {
  const frames = reader();
  expect(said(frames, FIRST.replace(" 5 ", " 6 "), SECOND).map(([kind]) => kind)).toEqual(["gap", "stdout"]);
  expect(frames.progress().damagedLines).toBe(1);
});

test("offsets that run backwards are not believed", () => {
  expect(said(reader(), FIRST, SECOND.replace(" 5 2 ", " 4 2 "))).toHaveLength(1);
});

test("signs of life and the last word are handed on and remembered", () => {
  const beat = `@rv1.${NONCE} 0 beat {"sentAt":1,"stdoutBytes":0,"stderrBytes":0}$\n`;
  const end = `@rv1.${NONCE} 1 end {"exitCode":0,"stdoutBytes":0,"stderrBytes":0}$\n`;
  const frames = reader();
  expect(said(frames, beat, beat, end, end).map(([kind]) => kind)).toEqual(["beat", "end"]);
  expect(frames.progress()).toMatchObject({ lastBeat: { sentAt: 1 }, end: { exitCode: 0 } });
});

test("a reader that goes on where the hash was lost goes on without one", () => {
  const frames = createFrameReader({ ...noFrames, stdoutSha256: null }, NONCE);
  said(frames, FIRST);
  expect(frames.progress()).toMatchObject({ stdoutSha256: null, nextSeq: 1 });
});

test("pieces of a long line, which no frame is, are someone else's", () => {
  const frames = reader();
  const bytes = new Uint8Array(Buffer.from(FIRST));
  expect(frames.take([{ bytes, beginsLine: false, endsLine: true }])).toEqual([{ kind: "foreign", bytes }]);
});

function reader(): FrameReader {
  return createFrameReader(noFrames, NONCE);
}

function said(frames: FrameReader, ...lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines.flatMap((line) =>
    frames.take([piece(line)]).map((output) => [output.kind, textOf(output)] as const),
  );
}

function piece(line: string) {
  return { bytes: new Uint8Array(Buffer.from(line)), beginsLine: true, endsLine: true };
}

function textOf(output: FrameOutput): string {
  return "bytes" in output ? Buffer.from(output.bytes).toString() : "";
}
