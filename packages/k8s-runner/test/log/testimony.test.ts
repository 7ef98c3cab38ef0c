import { expect, test } from "vitest";
import type { End } from "../../src/log/frame-body.ts";
import { noFrames, withGap, type FrameProgress } from "../../src/log/frame-progress.ts";
import { beginLog, withLoss, type LogCursor, type LogLoss } from "../../src/log/log-cursor.ts";
import { createSha256, emptySha256 } from "../../src/log/sha256.ts";
import { testimonyOf, type LogWitness } from "../../src/log/testimony.ts";

const BEFORE = { seconds: 1, nanos: 0 };
const hash = createSha256(emptySha256);
hash.update(new Uint8Array(Buffer.from("0123456789")));

const end: End = {
  exitCode: 0,
  signal: null,
  stdoutBytes: 10,
  stderrBytes: 0,
  stdoutSha256: hash.hex(),
  oomKills: null,
  stopped: null,
};
const whole: FrameProgress = { ...noFrames, nextSeq: 3, stdoutBytes: 10, stdoutSha256: hash.state(), end };

test("how the last connection ended is passed on", () => {
  expect(testify({ end: "reset" })).toEqual({ completeness: "unproven", end: "reset" });
});

test.each<readonly [string, Partial<LogLoss>, string]>([
  ["that was rotated, with lines behind it", { kind: "not-resent", before: BEFORE }, "gap"],
  ["of a container that was started anew", { kind: "restarted", before: null }, "gap"],
  ["whose last line came only in part", { kind: "torn", before: null }, "tail_lost"],
])("without frames a log %s is told", (_, loss, completeness) => {
  expect(testify({ cursor: losing(loss) }).completeness).toBe(completeness);
});

test("without frames a log in which no loss was seen is unproven, also when the wrapper never came to speak", () => {
  expect(testify({}).completeness).toBe("unproven");
  expect(testify({ frames: noFrames }).completeness).toBe("unproven");
  expect(testify({ frames: noFrames, cursor: losing({ before: BEFORE }) }).completeness).toBe("gap");
});

test("frames without a hole up to the last, whose figures agree, prove the log complete", () => {
  expect(testify({ frames: whole }).completeness).toBe("complete");
  expect(testify({ frames: whole, cursor: losing({ before: BEFORE }) }).completeness).toBe("complete");
});

test("the termination message stands in for a last frame that was lost with the log", () => {
  const frames = { ...whole, end: null };
  expect(testify({ frames }).completeness).toBe("unproven");
  expect(testify({ frames, total: end }).completeness).toBe("complete");
  expect(testify({ frames, total: { stdoutBytes: 10, stdoutSha256: null } }).completeness).toBe("complete");
  expect(testify({ frames, total: { stdoutBytes: 11, stdoutSha256: null } }).completeness).toBe("tail_lost");
});

test("a sign of life that knows of more output than came proves the tail lost", () => {
  const lastBeat = {
    sentAt: 0,
    memoryBytes: null,
    memoryLimitBytes: null,
    oomKills: null,
    stdoutBytes: 11,
    stderrBytes: 0,
  };
  expect(testify({ frames: { ...whole, end: null, lastBeat } }).completeness).toBe("tail_lost");
});

test("missing bytes are told by where they lie", () => {
  expect(testify({ frames: missing(0) }).completeness).toBe("head_lost");
  expect(testify({ frames: missing(3) }).completeness).toBe("gap");
  expect(testify({ frames: { ...missing(0), stdoutBytes: 9 } }).completeness).toBe("gap");
});

test("what is missing of stderr does not make stdout incomplete", () => {
  const gap = { stream: "stderr", offset: 0, bytes: 5, where: "log" } as const;
  expect(testify({ frames: { ...whole, gaps: withGap(whole.gaps, gap) } }).completeness).toBe("complete");
});

test("bytes that are not those the wrapper hashed, or more than it wrote, are no complete log", () => {
  expect(testify({ frames: { ...whole, end: { ...end, stdoutSha256: "0".repeat(64) } } }).completeness).toBe(
    "gap",
  );
  expect(testify({ frames: { ...whole, end: { ...end, stdoutBytes: 9 } } }).completeness).toBe("gap");
});

function testify(witness: Partial<LogWitness>) {
  return testimonyOf({
    cursor: beginLog("pod", "container"),
    frames: null,
    total: null,
    end: "eof",
    ...witness,
  });
}

function losing(loss: Partial<LogLoss>): LogCursor {
  const cursor = beginLog("pod", "container");
  const drawn: LogLoss = { kind: "not-resent", bytes: 5, lines: 1, before: null, ...loss };
  return { ...cursor, losses: withLoss(cursor.losses, drawn) };
}

function missing(offset: number): FrameProgress {
  const gap = { stream: "stdout", offset, bytes: 1, where: "log" } as const;
  return { ...whole, stdoutSha256: null, gaps: withGap(whole.gaps, gap) };
}
