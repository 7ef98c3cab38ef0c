import { expect, test } from "vitest";
import { noFrames, withGap } from "../../src/log/frame-progress.ts";
import { noLosses, withLoss, type LogLoss } from "../../src/log/log-cursor.ts";

test("of many losses the first are kept, and all are counted", () => {
  const losses = Array.from({ length: 100 }, (_, bytes): LogLoss => {
    return { kind: "not-resent", bytes, lines: 0, before: null };
  }).reduce(withLoss, noLosses);
  expect(losses.count).toBe(100);
  expect(losses.first.map(({ bytes }) => bytes)).toEqual(Array.from({ length: 16 }, (_, index) => index));
});

test("of many gaps the first are kept, and all are counted by their stream", () => {
  let { gaps } = noFrames;
  for (let offset = 0; offset < 100; offset += 1) {
    const stream = offset % 4 === 0 ? "stderr" : "stdout";
    gaps = withGap(gaps, { stream, offset, bytes: 1, where: "log" });
  }
  expect(gaps).toMatchObject({ stdout: 75, stderr: 25 });
  expect(gaps.first).toHaveLength(16);
});
