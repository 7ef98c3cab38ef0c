import { Buffer } from "node:buffer";
import { createParser } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { runInNewContext } from "node:vm";

const line = '{"type":"keep_alive"}\n';

test("each chunk gives the events of the lines that it ends, and the end gives the last one", () => {
  const parser = createParser();
  expect(parser.feed('{"type":')).toEqual([]);
  expect(parser.feed(`"keep_alive"}\n${line}wor`).map(({ line: number }) => number)).toEqual([1, 2]);
  expect(parser.end().map(({ kind }) => kind)).toEqual(["text"]);
});

test("an event says where its line stands and what ended it", () => {
  const parser = createParser();
  expect(parser.feed("é\r\n\n")).toMatchObject([
    { line: 1, offset: 0, byteLength: 2, terminator: "\r\n" },
    { line: 2, offset: 4, byteLength: 0, terminator: "\n" },
  ]);
  parser.feed("x");
  expect(parser.end()).toMatchObject([{ line: 3, offset: 5, byteLength: 1, terminator: "" }]);
});

test("text, bytes and Node's buffers may be mixed", () => {
  const parser = createParser();
  const events = [
    ...parser.feed("a"),
    ...parser.feed(new TextEncoder().encode("b")),
    ...parser.feed(Buffer.from("c\n")),
    ...parser.end(),
  ];
  expect(events).toMatchObject([{ kind: "text", text: "abc" }]);
});

test("half a surrogate pair waits for its other half, but not beyond bytes or the end", () => {
  const parser = createParser();
  const events = [
    ...parser.feed("\ud83d"),
    ...parser.feed("\ude00\ud83d"),
    ...parser.feed(Uint8Array.of(0x61)),
    ...parser.feed("\ud83d"),
    ...parser.end(),
  ];
  expect(events).toMatchObject([{ kind: "text", text: "😀\ufffda\ufffd" }]);
});

test("bytes of another realm are bytes", () => {
  const foreign: Uint8Array = runInNewContext("Uint8Array.from([0x61, 0x0a])");
  expect(foreign instanceof Uint8Array).toBe(false);
  expect(createParser().feed(foreign)).toMatchObject([{ kind: "text", text: "a" }]);
});

test("the events stay as they are when the caller reuses the chunk", () => {
  const large = `{"type":"user","message":{"content":"${"x".repeat(9000)}"}}\n`;
  const chunk = new TextEncoder().encode(large);
  const [event] = createParser().feed(chunk);
  const before = structuredClone(event);
  chunk.fill(0);
  expect(event).toEqual(before);
});

test("feeding after the end is a mistake, and the message names the cure", () => {
  const parser = createParser();
  parser.end();
  expect(() => parser.feed("x")).toThrow(
    new TypeError("The parser has ended. Create a new parser for another stream."),
  );
});

test("ending twice gives nothing twice", () => {
  const parser = createParser();
  parser.feed("x");
  expect(parser.end()).toHaveLength(1);
  expect(parser.end()).toEqual([]);
});

test.each([[undefined], [null], [17], [new ArrayBuffer(3)], [new Uint16Array(3)], [["a"]]])(
  "feeding %s is a mistake",
  (chunk) => {
    const feed: (chunk: never) => unknown = createParser().feed;
    // @ts-expect-error Callers without types may hand in anything.
    expect(() => feed(chunk)).toThrow(/feed takes a string or a Uint8Array/);
  },
);

test("options that do not exist are a mistake, and the message names those that do", () => {
  // @ts-expect-error Callers without types may hand in anything.
  expect(() => createParser({ timestamps: true })).toThrow(
    new TypeError('options.timestamps must be "auto" or "never", not true.'),
  );
  expect(() => createParser({ limits: { lineBytes: 0 } })).toThrow(TypeError);
});

test("what is returned for nothing can't be changed for everybody", () => {
  expect(Object.isFrozen(createParser().feed(""))).toBe(true);
});
