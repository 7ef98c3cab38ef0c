import { expect, test } from "vitest";
import { readAgentWord } from "../../src/reading/agent-word.ts";
import { readInterruption } from "../../src/reading/interruption.ts";
import { errorResult, init, prose, stream, success, userText } from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const interruptionIn = (...lines: readonly WireLine[]) => {
  const facts = stream([init(), ...lines]);
  return readInterruption(facts, readAgentWord(facts));
};
const failed = (errors: readonly string[], terminal?: string) =>
  errorResult("error_during_execution", errors, { terminal_reason: terminal });

test("the terminal reason tells of an interrupt, whatever else the result says", () => {
  expect(interruptionIn(failed([], "aborted_streaming"))).toEqual({
    path: "stream.results.kept.0.terminalReason",
    inAnswer: false,
  });
  expect(interruptionIn(success("Half", { terminal_reason: "aborted_tools" }))).not.toBeNull();
});

test("the diagnosis of a cut user turn tells it where there is no terminal reason", () => {
  expect(interruptionIn(failed(["x", "[ede_diagnostic] result_type=user stop_reason=null"]))).toEqual({
    path: "stream.results.kept.0.errors.1",
    inAnswer: false,
  });
});

test("the CLI's note in the user's name tells it where the result says no more than that it went wrong", () => {
  const note = userText("[Request interrupted by user for tool use]");
  expect(interruptionIn(note, failed([]))).toEqual({
    path: "stream.conversation.lastInterruptLine",
    inAnswer: false,
  });
  expect(interruptionIn(note, failed([], "api_error"))).toBeNull();
  expect(interruptionIn(note, errorResult("error_max_turns", []))).toBeNull();
  expect(interruptionIn(note, userText("Go on."), failed([]))).toBeNull();
});

test("an answer that was cut tells where the interrupt struck", () => {
  const cut = { ...Object(prose("I was about")), aborted: true };
  expect(interruptionIn(cut, failed([], "aborted_streaming"))?.inAnswer).toBe(true);
});

test("nobody tells of an interrupt where nothing was captured", () => {
  expect(readInterruption(null, readAgentWord(null))).toBeNull();
});

test.each<[string, WireLine]>([
  ["a message without a result", prose("[Request interrupted by user]")],
  ["a result that went well", success("[Request interrupted by user]")],
  ["another terminal reason", failed([], "api_error")],
  [
    "the diagnosis beside another terminal reason",
    failed(["[ede_diagnostic] result_type=user"], "api_error"),
  ],
  ["another diagnosis", failed(["[ede_diagnostic] result_type=username"])],
  ["a diagnosis that is quoted", failed(["saw [ede_diagnostic] result_type=user"])],
])("%s tells of none", (_, line) => {
  expect(interruptionIn(line)).toBeNull();
});
