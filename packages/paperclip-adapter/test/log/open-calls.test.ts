import { expect, test } from "vitest";
import { createOpenCalls } from "../../src/log/open-calls.ts";

test("calls are numbered, and answered in any order", () => {
  const calls = createOpenCalls();
  calls.begin("a", "Bash: one");
  calls.begin("b", "Bash: two");
  expect(calls.last()).toEqual({ number: 2, words: "Bash: two" });
  expect(calls.end("b")).toEqual({ number: 2, words: "Bash: two" });
  expect(calls.last()).toEqual({ number: 1, words: "Bash: one" });
  expect(calls.end("b")).toBeNull();
  calls.end("a");
  expect(calls.last()).toBeNull();
});

test("calls that are never answered are forgotten, the oldest first", () => {
  const calls = createOpenCalls();
  for (let count = 0; count < 300; count += 1) calls.begin(`id-${count}`, "Bash");
  expect(calls.end("id-43")).toBeNull();
  expect(calls.end("id-44")).toEqual({ number: 45, words: "Bash" });
});
