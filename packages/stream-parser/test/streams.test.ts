import { createParserStream, parseEvents } from "@runverdict/stream-parser/streams";
import type { StreamEvent } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { eventsIn } from "./support/streams-of.ts";

const chunks = ['{"type":"keep_alive"}\n{"ty', 'pe":"keep_alive"}\n', "words\nlast"];

async function* source(): AsyncGenerator<string> {
  yield* chunks;
}

async function collect(events: AsyncIterable<StreamEvent>): Promise<readonly StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

test("the events of an async source are those of its chunks", async () => {
  expect(await collect(parseEvents(source()))).toEqual(eventsIn(chunks.join("")));
});

test("an async source may be left early, and is told so", async () => {
  let closed = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield "words\n";
    } finally {
      closed = true;
    }
  }
  for await (const event of parseEvents(endless())) {
    if (event.line === 3) break;
  }
  expect(closed).toBe(true);
});

test("an error of the source is the caller's", async () => {
  async function* failing(): AsyncGenerator<string> {
    yield "words\n";
    throw new Error("the connection was cut");
  }
  await expect(collect(parseEvents(failing()))).rejects.toThrow("the connection was cut");
});

test("a web stream can be piped through the parser", async () => {
  const piped = ReadableStream.from<string | Uint8Array>(chunks).pipeThrough(createParserStream());
  expect(await collect(piped)).toEqual(eventsIn(chunks.join("")));
});

test("options reach the parser by either way", async () => {
  const line = "2026-11-20T19:54:19Z words\n";
  const options = { timestamps: "never" } as const;
  const expected = eventsIn(line, options);
  expect(await collect(parseEvents(ReadableStream.from([line]), options))).toEqual(expected);
  expect(await collect(ReadableStream.from([line]).pipeThrough(createParserStream(options)))).toEqual(
    expected,
  );
  expect(() => createParserStream({ limits: { lineBytes: 0 } })).toThrow(TypeError);
});
