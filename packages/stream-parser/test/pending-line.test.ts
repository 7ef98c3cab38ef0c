import { expect, test } from "vitest";
import { createPendingLine } from "../src/pending-line.ts";

function bytesOf(length: number, value = 1): Uint8Array {
  return new Uint8Array(length).fill(value);
}

test("what was held comes back in its order", () => {
  const pending = createPendingLine(100);
  expect(pending.isEmpty()).toBe(true);
  pending.hold(Uint8Array.of(9, 1, 2), 1, 3);
  pending.hold(Uint8Array.of(3, 9), 0, 1);
  expect(pending.isEmpty()).toBe(false);
  const { bytes, length, skipped, lastByte } = pending.release();
  expect([...bytes.subarray(0, length)]).toEqual([1, 2, 3]);
  expect({ skipped, lastByte }).toEqual({ skipped: 0, lastByte: 3 });
  expect(pending.isEmpty()).toBe(true);
});

test("no more than the room is held, and the rest is counted with its last byte", () => {
  const pending = createPendingLine(5);
  pending.hold(bytesOf(4), 0, 4);
  pending.hold(bytesOf(4, 2), 0, 4);
  pending.hold(bytesOf(50, 3), 0, 50);
  pending.hold(bytesOf(0), 0, 0);
  const { bytes, length, skipped, lastByte } = pending.release();
  expect([...bytes.subarray(0, length)]).toEqual([1, 1, 1, 1, 2]);
  expect({ skipped, lastByte }).toEqual({ skipped: 53, lastByte: 3 });
});

test("a line after a skipped one starts afresh", () => {
  const pending = createPendingLine(2);
  pending.hold(bytesOf(9), 0, 9);
  pending.release();
  pending.hold(bytesOf(1, 7), 0, 1);
  expect(pending.release()).toMatchObject({ length: 1, skipped: 0, lastByte: 7 });
});

test("the buffer grows by doubling, so it is never much larger than what it holds", () => {
  const pending = createPendingLine(10_000_000);
  for (let step = 0; step < 20_000; step += 1) pending.hold(bytesOf(40), 0, 40);
  const { bytes, length } = pending.release();
  expect(length).toBe(800_000);
  expect(Math.log2(bytes.length)).toBe(20);
});

test("memory falls again after a huge line, and is kept after an ordinary one", () => {
  const pending = createPendingLine(10_000_000);
  pending.hold(bytesOf(5_000_000), 0, 5_000_000);
  pending.release();
  pending.hold(bytesOf(60_000), 0, 60_000);
  const { bytes } = pending.release();
  expect(bytes.length).toBeLessThan(130_000);
  pending.hold(bytesOf(10), 0, 10);
  expect(pending.release().bytes).toBe(bytes);
});
