import { expect, test } from "vitest";
import type { LifecycleEvent } from "../../src/lifecycle/event.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import {
  type Patience,
  patienceAfter,
  patienceAtStart,
  patienceInstant,
} from "../../src/lifecycle/patience.ts";

const limits = limitsFrom({ firstOutputMs: 60_000, idleMs: 60_000 });
const opened = (at: number): LifecycleEvent => ({ kind: "log-opened", at, connection: 1 });
const closed = (at: number): LifecycleEvent => ({
  kind: "log-closed",
  at,
  connection: 1,
  why: { kind: "reset" },
});
const output = (at: number): LifecycleEvent => ({
  kind: "log-progressed",
  at,
  connection: 1,
  said: "output",
});

function after(...events: readonly LifecycleEvent[]): Patience | null {
  return events.reduce<Patience | null>(
    (patience, event) => patienceAfter(patience, event, limits),
    patienceAtStart(limits),
  );
}

test("silence is not counted before the log is in sight", () => {
  expect(patienceInstant(after())).toBeNull();
  expect(patienceInstant(after(opened(5000)))).toBe(65_000);
});

test("each output begins it anew", () => {
  expect(patienceInstant(after(opened(0), output(59_000)))).toBe(119_000);
});

test("time without a connection is not counted", () => {
  expect(patienceInstant(after(opened(0), closed(20_000)))).toBeNull();
  expect(patienceInstant(after(opened(0), closed(20_000), opened(500_000)))).toBe(540_000);
});

test("a new connection gets the time to bring what was missed", () => {
  expect(patienceInstant(after(opened(0), closed(59_999), opened(100_000)))).toBe(110_000);
});

test("a stream that is cut every three seconds hides no agent that hangs for ever", () => {
  const cuts = Array.from({ length: 40 }, (_, turn) => [
    opened(turn * 4000),
    closed(turn * 4000 + 3000),
  ]).flat();
  expect(patienceInstant(after(...cuts, opened(200_000)))).toBe(201_000);
});

test("without limits there is none", () => {
  expect(patienceAtStart(limitsFrom())).toBeNull();
  expect(patienceAfter(after(), output(1), limitsFrom())).toBeNull();
});
