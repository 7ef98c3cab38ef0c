import { expect, test } from "vitest";
import {
  decodeFrame,
  encodeFrame,
  FRAME_BYTES,
  frameMagic,
  PAYLOAD_BYTES,
  type Frame,
} from "../../src/log/frame.ts";

const NONCE = "k3f9a0c2";
const magic = frameMagic(NONCE);

const beat = {
  sentAt: 1_767_225_600_000,
  memoryBytes: 1,
  memoryLimitBytes: null,
  oomKills: 0,
  stdoutBytes: 9,
  stderrBytes: 0,
};

const end = {
  exitCode: null,
  signal: "SIGKILL",
  stdoutBytes: 9,
  stderrBytes: 0,
  stdoutSha256: "0".repeat(64),
  oomKills: 1,
  stopped: "linger",
} as const;

test("a frame is one readable line", () => {
  const payload = Buffer.from('{"type":"result"}');
  const frame: Frame = { kind: "data", seq: 12, stream: "stdout", offset: 4096, payload, endsLine: true };
  expect(written(frame)).toBe('@rv1.k3f9a0c2 12 out 4096 17 {"type":"result"}$\n');
  expect(written({ ...frame, stream: "stderr", endsLine: false })).toContain(
    ' err 4096 17 {"type":"result"}+\n',
  );
  expect(written({ kind: "lost", seq: 0, lost: { stream: "stderr", offset: 1, bytes: 2 } })).toBe(
    '@rv1.k3f9a0c2 0 lost {"stream":"stderr","offset":1,"bytes":2}$\n',
  );
});

test.each<Frame>([
  { kind: "lost", seq: 3, lost: { stream: "stdout", offset: 100, bytes: 5 } },
  { kind: "beat", seq: 4, beat },
  { kind: "end", seq: 5, end },
])("a frame of kind $kind is read as it was written", (frame) => {
  expect(read(written(frame))).toEqual(frame);
});

test("a payload that looks like the rest of a frame is still a payload", () => {
  const payload = new Uint8Array(Buffer.from("3 $ 7 +\r"));
  const frame: Frame = { kind: "data", seq: 1, stream: "stdout", offset: 0, payload, endsLine: false };
  expect(read(written(frame))).toEqual(frame);
});

test("a line without the run's own nonce was written by someone else", () => {
  expect(read("Cloning into 'repo'...")).toEqual({ kind: "foreign" });
  expect(read("@rv1.aaaaaaaa 12 out 0 1 x$")).toEqual({ kind: "foreign" });
  expect(read("")).toEqual({ kind: "foreign" });
});

test.each([
  ["is cut", "@rv1.k3f9a0c2 12 out 0 5 abc"],
  ["is cut before its mark", "@rv1.k3f9a0c2 12 out 0 3 abc"],
  ["is longer than it says", "@rv1.k3f9a0c2 12 out 0 3 abcd$"],
  ["has no offset", "@rv1.k3f9a0c2 12 out x 3 abc$"],
  ["has no kind", "@rv1.k3f9a0c2 12 $"],
  ["is a sign of life without its figures", '@rv1.k3f9a0c2 12 beat {"sentAt":1}$'],
  ["has no length", "@rv1.k3f9a0c2 12 out 0 abc$"],
  ["has no sequence number", "@rv1.k3f9a0c2 out 0 3 abc$"],
  ["has a number that is no safe integer", "@rv1.k3f9a0c2 9999999999999999 out 0 3 abc$"],
  ["is of an unknown kind", "@rv1.k3f9a0c2 12 foo {}$"],
  ["has a body that is no JSON", "@rv1.k3f9a0c2 12 end {exitCode:0}$"],
  ["is of an unknown stream", '@rv1.k3f9a0c2 12 lost {"stream":"stdin","offset":1,"bytes":2}$'],
  ["has a body that is no object", "@rv1.k3f9a0c2 12 end null$"],
  ["has a body without its figures", '@rv1.k3f9a0c2 12 end {"exitCode":0}$'],
  ["goes on where nothing can go on", '@rv1.k3f9a0c2 12 lost {"stream":"stdout","offset":1,"bytes":2}+'],
  ["consists of the magic", "@rv1.k3f9a0c2 "],
  ["is longer than any frame", `@rv1.k3f9a0c2 12 out 0 8000 ${"x".repeat(8000)}$`],
])("a frame that %s is damaged", (_, line) => {
  expect(read(line)).toEqual({ kind: "damaged" });
});

test("what a body says beyond the known is passed over, and nonsense in it is not known", () => {
  const body = { ...end, exitCode: -1, signal: "rm -rf", stdoutSha256: "x", stopped: "moon", extra: 1 };
  expect(read(`@rv1.k3f9a0c2 1 end ${JSON.stringify(body)}$`)).toEqual({
    kind: "end",
    seq: 1,
    end: { ...end, exitCode: null, signal: null, stdoutSha256: null, stopped: null },
  });
});

test("the fullest frame fits the smallest record of a runtime", () => {
  const payload = new Uint8Array(PAYLOAD_BYTES).fill(0x78);
  const widest = 999_999_999_999_999;
  const frame: Frame = {
    kind: "data",
    seq: widest,
    stream: "stdout",
    offset: widest,
    payload,
    endsLine: true,
  };
  expect(encodeFrame("a".repeat(32), frame).length).toBeLessThanOrEqual(FRAME_BYTES);
  expect(FRAME_BYTES).toBeLessThan(8192);
});

test("whoever encodes a frame that can't be one is told the cure", () => {
  const frame = { kind: "data", seq: 0, stream: "stdout", offset: 0, endsLine: true } as const;
  expect(() => encodeFrame("short", { ...frame, payload: new Uint8Array() })).toThrow(TypeError);
  expect(() => encodeFrame(NONCE, { ...frame, payload: new Uint8Array(9000) })).toThrow("cut the payload");
  expect(() => encodeFrame(NONCE, { ...frame, payload: Uint8Array.of(10) })).toThrow("cut it there");
});

function written(frame: Frame): string {
  return Buffer.from(encodeFrame(NONCE, frame)).toString();
}

function read(line: string): unknown {
  return decodeFrame(new Uint8Array(Buffer.from(line.replace(/\n$/, ""))), magic);
}
