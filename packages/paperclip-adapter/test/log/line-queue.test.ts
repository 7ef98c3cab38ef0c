import { expect, test } from "vitest";
import { createLineQueue } from "../../src/log/line-queue.ts";

test("lines of one stream go together, in order", () => {
  const queue = createLineQueue(1000);
  for (const line of ["one", "two"]) queue.put("stdout", line);
  queue.put("stderr", "three");
  queue.put("stdout", "four");
  expect(queue.bytes()).toBe(19);
  expect([queue.next(), queue.next(), queue.next()]).toEqual([
    { stream: "stdout", text: "one\ntwo\n" },
    { stream: "stderr", text: "three\n" },
    { stream: "stdout", text: "four\n" },
  ]);
  expect(queue.bytes()).toBe(0);
});

test("a portion has at most 64 KiB unless a line by itself has more", () => {
  const queue = createLineQueue(1_000_000);
  for (const length of [40_000, 25_000, 600, 100_000]) queue.put("stdout", "é".repeat(length / 2));
  expect([1, 2, 3].map(() => Buffer.byteLength(queue.next().text))).toEqual([65_002, 601, 100_001]);
});

test("lines are left out while too many wait, and again taken when half of them are gone", () => {
  const queue = createLineQueue(20);
  for (const line of ["a".repeat(30), "left", "out"]) queue.put("stdout", line);
  expect(queue.bytes()).toBe(31);
  queue.next();
  queue.put("stdout", "taken");
  expect(queue.next().text).toMatch(/│ 2 lines left out: .*\ntaken\n$/);
});

test("nothing is said of lines that were not left out", () => {
  const queue = createLineQueue(20);
  queue.tellGap();
  expect(queue.next()).toEqual({ stream: "stdout", text: "" });
});
