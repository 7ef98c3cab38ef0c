import { expect, test } from "vitest";
import type { TaskFacts } from "@runverdict/stream-parser";
import { factsOf, factsWith, type LineOf } from "../support/streams-of.ts";
import { system } from "../support/wire.ts";

function tasksOf(...lines: readonly LineOf[]): TaskFacts {
  return factsOf(...lines).tasks;
}

const start = (id: string, background: unknown = true): LineOf =>
  system("task_started", { task_id: id, description: `do ${id}`, is_backgrounded: background });
const update = (id: string, patch: unknown): LineOf => system("task_updated", { task_id: id, patch });
const end = (id: string, status: unknown): LineOf => system("task_notification", { task_id: id, status });

test("a background task is open until it is said to have ended", () => {
  expect(tasksOf("x", start("a"))).toEqual({
    started: 1,
    completed: 0,
    failed: 0,
    stopped: 0,
    stoppedInBackground: 0,
    open: [{ id: "a", line: 2, description: "do a" }],
  });
  expect(tasksOf(start("a"), start("b"), end("a", "completed"))).toMatchObject({
    started: 2,
    completed: 1,
    open: [{ id: "b" }],
  });
});

test.each(["completed", "failed", "stopped"] as const)("a task may end %s", (status) => {
  expect(tasksOf(start("a"), end("a", status))).toMatchObject({ [status]: 1, open: [] });
});

test("an update tells the end first, and the end is counted once", () => {
  expect(tasksOf(start("a"), update("a", { status: "failed" }))).toMatchObject({ failed: 0, open: [] });
  expect(tasksOf(start("a"), update("a", { status: "failed" }), end("a", "failed"))).toMatchObject({
    failed: 1,
    open: [],
  });
});

test("a task in the foreground is no background work, until it is sent there", () => {
  expect(tasksOf(start("a", false))).toMatchObject({ started: 1, open: [] });
  expect(tasksOf(start("a", false), update("a", { is_backgrounded: true }))).toMatchObject({
    open: [{ id: "a", line: 2, description: "" }],
  });
});

test("only a background task is lost when it is stopped; a tool call in the foreground was waited for", () => {
  expect(tasksOf(start("a"), end("a", "stopped"))).toMatchObject({ stopped: 1, stoppedInBackground: 1 });
  expect(tasksOf(start("a"), update("a", { status: "stopped" }), end("a", "stopped"))).toMatchObject({
    stopped: 1,
    stoppedInBackground: 1,
  });
  expect(tasksOf(start("a", false), end("a", "stopped"))).toMatchObject({
    stopped: 1,
    stoppedInBackground: 0,
  });
  expect(tasksOf(start("a"), end("a", "failed"))).toMatchObject({ failed: 1, stoppedInBackground: 0 });
});

test("other updates, and states that are no end, change nothing", () => {
  const before = tasksOf(start("a"));
  for (const line of [update("a", { progress: 5 }), update("a", null), end("a", "running"), end("a", 7)]) {
    expect(tasksOf(start("a"), line)).toEqual(before);
  }
});

test("an old CLI does not say where a task runs, and a damaged one not even which it is", () => {
  expect(tasksOf(system("task_started")).open).toEqual([{ id: "", line: 1, description: "" }]);
  expect(tasksOf(system("task_started"), system("task_notification", { status: "stopped" }))).toMatchObject({
    stopped: 1,
    open: [],
  });
});

test("a task that starts twice is open once, and of many the newest are kept", () => {
  expect(tasksOf(start("a"), start("a"))).toMatchObject({ started: 2, open: [{ line: 2 }] });
  expect(factsWith({ tasks: 2 }, start("a"), start("b"), start("c")).tasks).toMatchObject({
    started: 3,
    open: [{ id: "b" }, { id: "c" }],
  });
});
