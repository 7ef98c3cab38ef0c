import { expect, test } from "vitest";
import { redactBytes } from "../../src/save/redact-bytes.ts";

function redacted(values: readonly string[], ...chunks: readonly (string | Uint8Array)[]): string {
  const redaction = redactBytes(values);
  const out = chunks.map((chunk) => redaction.feed(typeof chunk === "string" ? Buffer.from(chunk) : chunk));
  return Buffer.concat([...out, redaction.end()]).toString("latin1");
}

test("a secret that comes in two chunks is masked", () => {
  expect(redacted(["hunter2-hunter2"], "user hunter2-", "hunter2 logged in")).toBe(
    "user [redacted] logged in",
  );
});

test("a secret is masked as JSON has it too", () => {
  expect(redacted(['say "please"\nnow'], String.raw`{"text":"say \"please\"\nnow"}`)).toBe(
    '{"text":"[redacted]"}',
  );
});

test("tokens are masked by their shape, words that contain one are not", () => {
  const token = `sk-${"a1".repeat(20)}`;
  expect(redacted([], `key ${token}, risk-assessment-of-everything`)).toBe(
    "key [redacted], risk-assessment-of-everything",
  );
});

test("short values, words, numbers and paths stay: they stand everywhere, and JSON is made of them", () => {
  const log = '{"type":"assistant","port":8080,"cost":10000000,"cwd":"/workspace/x"}';
  expect(redacted(["true", "8080", "assistant", "10000000", "/workspace"], log)).toBe(log);
});

test("of a secret with several lines each line is masked, because timestamps stand between them", () => {
  expect(redacted(["first line 1\nsecond line 2"], "T1 first line 1\nT2 second line 2\n")).toBe(
    "T1 [redacted]\nT2 [redacted]\n",
  );
});

test("a prompt that an agent prints with the end of its line joins no other line to it", () => {
  expect(redacted(["fix the bug, please\n"], 'T1 fix the bug, please\nT2 {"type":"result"}\n')).toBe(
    'T1 [redacted]\nT2 {"type":"result"}\n',
  );
});

test("bytes that are no UTF-8 survive", () => {
  expect(redacted(["hunter2-hunter2"], new Uint8Array([0xff, 0xfe, 0x00, 0xc3]))).toBe(
    "\u00ff\u00fe\u0000\u00c3",
  );
});

test("a prompt of a megabyte is masked, and little of the log is held back for it", () => {
  const prompt = Array.from({ length: 20_000 }, (_, at) => `line ${at} of the prompt, ünïcödé`).join("\n");
  const redaction = redactBytes([prompt]);
  const log = Buffer.from(`before ${JSON.stringify(prompt)} after`);
  const early = redaction.feed(log);
  const all = Buffer.concat([early, redaction.end()]).toString();
  expect(all).toMatch(/^before "(?:\[redacted\])+" after$/);
});
