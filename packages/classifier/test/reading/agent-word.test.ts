import { describe, expect, test } from "vitest";
import { isErrorResult, isZeroed, readAgentWord } from "../../src/reading/agent-word.ts";
import { recordedLines } from "../support/cases.ts";
import {
  apiFailure,
  errorResult,
  init,
  OTHER_SESSION,
  prose,
  stream,
  success,
  synthetic,
  system,
  toolResult,
  userText,
  zeroedResult,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const wordOf = (...lines: readonly WireLine[]) => readAgentWord(stream(lines));

describe("the agent's last word", () => {
  test("is nothing where nothing was captured", () => {
    expect(readAgentWord(null)).toEqual({ kind: "silent", because: "no output was captured", forged: false });
  });

  test("is silence in a stream without a result", () => {
    expect(wordOf(init(), prose("Working."))).toEqual({
      kind: "silent",
      because: "the stream has no result",
      forged: false,
    });
  });

  test("is the last of several results", () => {
    const word = wordOf(init(), success("One."), init(), prose("Two."), success("Two."));
    expect(word).toMatchObject({ kind: "result", path: "stream.results.kept.1", result: { text: "Two." } });
  });

  test("is the result that stands, when more were written than are kept", () => {
    const many = Array.from({ length: 20 }, (_, index) => success(`Turn ${index}.`));
    expect(wordOf(init(), ...many)).toMatchObject({ kind: "result", result: { text: "Turn 19." } });
  });

  test.each<[string, WireLine]>([
    ["an init", init()],
    ["a message of the model", prose("More.")],
    ["a message of the user", userText("More?")],
    ["a tool's result", toolResult("ok")],
  ])("is taken back by %s after it", (_, line) => {
    expect(wordOf(init(), success("Done."), line)).toMatchObject({
      kind: "silent",
      because: "a new turn was opened after the last result",
    });
  });

  test.each<[string, WireLine]>([
    ["the end of a background task", system("task_notification", { task_id: "b1", status: "stopped" })],
    ["a hook", system("hook_response", { outcome: "error" })],
    ["lost writes", system("session_writes_lost")],
    ["a command's life", { type: "command_lifecycle", state: "completed" }],
    ["an event of a coming version", { type: "epilogue" }],
    ["plain text", "bye"],
    ["a message inside a subagent", { ...Object(prose("More.")), parent_tool_use_id: "toolu_9" }],
  ])("is not taken back by %s after it", (_, line) => {
    expect(wordOf(init(), success("Done."), line)).toMatchObject({ kind: "result" });
  });

  test("is a message by which the harness reports a failure, where nothing follows it", () => {
    expect(wordOf(init(), synthetic("API Error: 500"))).toMatchObject({
      kind: "error",
      path: "stream.conversation.lastSyntheticError",
      error: { text: "API Error: 500" },
    });
    expect(wordOf(init(), success("Done."), userText("More?"), synthetic("API Error: 500"))).toMatchObject({
      kind: "error",
    });
  });

  test("is not such a message when the conversation went on", () => {
    expect(wordOf(init(), synthetic("API Error: 500"), userText("Go on."))).toMatchObject({ kind: "silent" });
  });
});

describe("a result of another session", () => {
  const forged = success("Done.", { session_id: OTHER_SESSION });

  test("is a forgery and is not heard", () => {
    expect(wordOf(init(), forged)).toEqual({
      kind: "silent",
      because: "the stream has no result",
      forged: true,
    });
    expect(wordOf(init(), success("Real."), forged)).toMatchObject({
      kind: "result",
      path: "stream.results.kept.0",
      forged: true,
    });
    expect(wordOf(init(), synthetic("API Error: 500"), forged)).toMatchObject({
      kind: "error",
      forged: true,
    });
  });

  test("without a session id is a forgery too, for every CLI writes it", () => {
    expect(wordOf(init(), success("Done.", { session_id: undefined }))).toMatchObject({
      kind: "silent",
      forged: true,
    });
  });

  test("is heard where the stream names no session", () => {
    expect(wordOf(forged)).toMatchObject({ kind: "result", forged: false });
  });

  test("is heard when it is the session of the last init", () => {
    expect(wordOf(init(), init({ session_id: OTHER_SESSION }), forged)).toMatchObject({ kind: "result" });
  });

  test("is heard when it is a start that failed, which has an id of its own", () => {
    const failed = zeroedResult(["No."], { session_id: OTHER_SESSION });
    expect(wordOf(init(), failed)).toMatchObject({ kind: "result", forged: false });
  });
});

describe("a zeroed error", () => {
  test("behind a real result means nothing", () => {
    expect(wordOf(init(), success("Done."), zeroedResult([]))).toMatchObject({
      path: "stream.results.kept.0",
    });
  });

  test("alone is a start that failed", () => {
    expect(wordOf(zeroedResult(["No."]))).toMatchObject({ path: "stream.results.kept.0" });
    expect(wordOf(zeroedResult(["No."]), zeroedResult(["No!"]))).toMatchObject({
      path: "stream.results.kept.1",
    });
  });

  test("before a real result is forgotten", () => {
    expect(wordOf(init(), zeroedResult([]), success("Done."))).toMatchObject({
      path: "stream.results.kept.1",
    });
  });
});

describe("what counts as zeroed and as an error", () => {
  const resultOf = (line: WireLine) => {
    const word = wordOf(line);
    if (word.kind !== "result") throw new TypeError("The line is no result.");
    return word.result;
  };

  test.each<[boolean, WireLine]>([
    [true, zeroedResult([])],
    [true, zeroedResult([], { num_turns: undefined, duration_ms: undefined })],
    [false, zeroedResult([], { num_turns: 1 })],
    [false, zeroedResult([], { duration_ms: 1 })],
    [false, zeroedResult([], { subtype: "success" })],
  ])("%s is whether it is zeroed: %j", (zeroed, line) => {
    expect(isZeroed(resultOf(line))).toBe(zeroed);
  });

  test.each<[boolean, WireLine]>([
    [true, apiFailure("x")],
    [true, errorResult("error_max_turns", [], { is_error: false })],
    [true, errorResult("error_of_tomorrow", [], { is_error: undefined })],
    [false, success("x")],
    [false, success("x", { subtype: undefined, is_error: undefined })],
    [false, success("x", { subtype: "no_error" })],
  ])("%s is whether it is an error: %j", (error, line) => {
    expect(isErrorResult(resultOf(line))).toBe(error);
  });
});

test("the recorded second result of an old CLI does not undo the first", () => {
  const lines = recordedLines("made-succeeded-zeroed-result");
  expect(readAgentWord(stream(lines))).toMatchObject({ kind: "result", result: { isError: false } });
});
