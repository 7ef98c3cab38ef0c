import { expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { readMessageLines } from "../../src/reading/termination-message.ts";
import { evidence, found } from "../support/evidence.ts";
import { pod, running, terminated } from "../support/kubernetes.ts";
import { init } from "../support/stream.ts";

function linesOf(message: string, reason = "Error"): readonly string[] {
  const run = evidence({ pod: found(pod({ phase: "Failed", agent: terminated(1, reason, { message }) })) });
  return readMessageLines(run, readEvidence(run).end).map(({ text }) => text);
}

test("a short message is all that was written, and each of its lines is whole", () => {
  expect(linesOf("first\r\nsecond\n")).toEqual(["first", "second"]);
});

test("the first line of a message as long as a share of what a pod may keep is perhaps the end of an event", () => {
  const tail = `${"x".repeat(1100)} JavaScript heap out of memory"}]}}`;
  expect(linesOf(`${tail}\nError: the last word\n`)).toEqual(["Error: the last word"]);
  expect(linesOf(tail)).toEqual([]);
});

test.each([
  ["of one byte", "a", 1023],
  ["of two bytes", "é", 511],
  ["of three bytes", "€", 341],
  ["of four bytes", "😀", 255],
])("bytes are counted and not characters: %s", (_, sign, most) => {
  expect(linesOf(sign.repeat(most))).toHaveLength(1);
  expect(linesOf(sign.repeat(most + 1))).toHaveLength(0);
});

test("of 80 lines the first may be what the runtime cut off a long one", () => {
  const lines = Array.from({ length: 80 }, (_, index) => `${index}`);
  expect(linesOf(lines.join("\n"))[0]).toBe("1");
  expect(linesOf(lines.slice(1).join("\n"))[0]).toBe("1");
});

test("the words of a runtime that could not start the container are not the agent's", () => {
  expect(linesOf("exec: no such file", "StartError")).toEqual([]);
});

test("a container that runs, and one without a message, have left no words", () => {
  const runs = evidence({ pod: found(pod({ agent: running() })) });
  expect(readMessageLines(runs, readEvidence(runs).end)).toEqual([]);
  const mute = evidence({ pod: found(pod({ phase: "Failed", agent: terminated(1, "Error") })) });
  expect(readMessageLines(mute, readEvidence(mute).end)).toEqual([]);
});

test("an event in the message is no plain text", () => {
  const message = `${JSON.stringify(init())}\nplain\n`;
  const run = evidence({ pod: found(pod({ phase: "Failed", agent: terminated(1, "Error", { message }) })) });
  expect(readEvidence(run).harness).toEqual([{ text: "plain", path: "pod.value.agent.state.message" }]);
});
