import { expect, test } from "vitest";
import { readTerminationMessage } from "../../src/wrapper/termination-message.ts";
import { sh, startWrapped } from "./wrapped.ts";

const whole = {
  runverdict: 1,
  phase: "done",
  ending: { kind: "exited", code: 0 },
  stopped: "linger",
  frames: 12,
  stdout: { bytes: 10, sentBytes: 10, lostBytes: 0 },
  stderr: { bytes: 5, sentBytes: 5, lostBytes: 0 },
  stdoutLines: 2,
  stdoutSha256: "0".repeat(64),
  oomKills: 0,
  problems: ["something"],
  lastWord: '{"type":"result"}',
  stderrTail: "oops\n",
};

test("a message is read as it was written", () => {
  const { runverdict: _, ...facts } = whole;
  expect(readTerminationMessage(`${JSON.stringify(whole)}\n`)).toEqual(facts);
});

test("what an older and longer account left behind the first line is not read", () => {
  const text = `${JSON.stringify({ ...whole, frames: 13 })}\n"stderrTail":"old"}\n`;
  expect(readTerminationMessage(text)?.frames).toBe(13);
});

test.each([
  ["nothing", ""],
  ["the tail of a log", "Error: something\n    at main.js:1\n"],
  ["a message that was cut", JSON.stringify(whole).slice(0, 200)],
  ["somebody else's JSON", `{"phase":"done"}`],
  ["no object", "[1]"],
  ["a phase that is not known", JSON.stringify({ ...whole, phase: "finished" })],
  ["more than a kubelet keeps", JSON.stringify({ ...whole, stderrTail: "x".repeat(9000) })],
])("%s is no message of the wrapper", (_, text) => {
  expect(readTerminationMessage(text)).toBeNull();
});

test("facts that can't be read are not known, and the others are", () => {
  const odd = {
    ...whole,
    ending: { kind: "exited", code: -1 },
    frames: "12",
    stdoutSha256: "abc",
    stdout: null,
  };
  expect(readTerminationMessage(JSON.stringify(odd))).toMatchObject({
    phase: "done",
    ending: null,
    frames: null,
    stdoutSha256: null,
    stdout: { bytes: null, sentBytes: null, lostBytes: null },
    stderr: { bytes: 5 },
  });
});

test("what strangers could write is bounded and printable, and means nothing by its name", () => {
  const text = JSON.stringify({ ...whole, lastWord: "a\u001B[31m\u202Eb\nc", problems: Array(99).fill("x") });
  const message = readTerminationMessage(text.replace("{", '{"__proto__":{"stopped":"signal"},'));
  expect(message?.lastWord).toBe("a[31mb\nc");
  expect(message?.problems).toHaveLength(16);
  expect(message?.stopped).toBe("linger");
});

test("a wrapper that is killed leaves its latest account", async () => {
  const { testified, open, ended } = startWrapped(
    sh("echo so far; until [ -e FOLDER/go ]; do :; done; kill -KILL $PPID"),
    { config: { heartbeatMs: 10 } },
  );
  await testified(({ stdout }) => stdout.bytes === 7);
  open("go");
  const run = await ended;
  expect(run.code).toBe(137);
  expect(run.end).toBeNull();
  expect(run.message).toMatchObject({
    phase: "running",
    ending: null,
    stdout: { bytes: 7 },
    frames: expect.any(Number),
  });
});
