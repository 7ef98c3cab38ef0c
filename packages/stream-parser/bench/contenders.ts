import { once } from "node:events";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** Reads all chunks and tells how many events it made of them. */
export type Contender = (chunks: Iterable<Buffer>) => Promise<number>;

/** What each contender does is what a careful user of it would write, and no more. */
export const CONTENDERS = {
  /** Every event is made and delivered, and all facts are folded. */
  ours: async (chunks) => {
    const { createObserver, createParser } = await import("@runverdict/stream-parser");
    const parser = createParser();
    const observer = createObserver();
    for (const chunk of chunks) for (const event of parser.feed(chunk)) observer.observe(event);
    for (const event of parser.end()) observer.observe(event);
    return observer.stream().counts.events;
  },

  /** Every event is made and delivered; nobody asks for facts. */
  "ours, events only": async (chunks) => {
    const { createParser } = await import("@runverdict/stream-parser");
    const parser = createParser();
    let events = 0;
    const isEvent = ({ kind }: { readonly kind: string }) => kind !== "text" && kind !== "broken";
    for (const chunk of chunks) for (const event of parser.feed(chunk)) events += isEvent(event) ? 1 : 0;
    for (const event of parser.end()) events += isEvent(event) ? 1 : 0;
    return events;
  },

  /** The loop to beat: search the new chunk, keep the rest in a doubling buffer, decode and parse line by line. */
  "plain loop": async (chunks) => {
    let pending = Buffer.allocUnsafe(4096);
    let held = 0;
    let events = 0;
    const hold = (chunk: Buffer, start: number, end: number) => {
      if (held + end - start > pending.length) {
        const grown = Buffer.allocUnsafe(Math.max(pending.length * 2, held + end - start));
        pending.copy(grown, 0, 0, held);
        pending = grown;
      }
      held += chunk.copy(pending, held, start, end);
    };
    for (const chunk of chunks) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        if (held === 0) {
          events += parsed(chunk.toString("utf8", start, end));
        } else {
          hold(chunk, start, end);
          events += parsed(pending.toString("utf8", 0, held));
          held = 0;
        }
        start = end + 1;
      }
      if (start < chunk.length) hold(chunk, start, chunk.length);
    }
    return held === 0 ? events : events + parsed(pending.toString("utf8", 0, held));
  },

  "node:readline": async (chunks) => {
    let events = 0;
    const lines = createInterface({
      input: Readable.from(chunks, { objectMode: false }),
      crlfDelay: Infinity,
    });
    lines.on("line", (line) => (events += parsed(line)));
    await once(lines, "close");
    return events;
  },

  split2: async (chunks) => {
    const { default: split2 } = await import("split2");
    return counted(Readable.from(chunks, { objectMode: false }).pipe(split2(JSON.parse)));
  },

  ndjson: async (chunks) => {
    const { default: ndjson } = await import("ndjson");
    return counted(Readable.from(chunks, { objectMode: false }).pipe(ndjson.parse()));
  },

  "stream-json": async (chunks) => {
    const { default: jsonl } = await import("stream-json/jsonl/parser.js");
    return counted(Readable.from(chunks, { objectMode: false }).pipe(jsonl.asStream()));
  },

  /** What the adapter did that this project replaces: collect all of stdout in one string, then split it. */
  "whole string": async (chunks) => {
    const { StringDecoder } = await import("node:string_decoder");
    const decoder = new StringDecoder("utf8");
    let text = "";
    for (const chunk of chunks) text += decoder.write(chunk);
    let events = 0;
    for (const line of text.split("\n")) if (line !== "") events += parsed(line);
    return events;
  },
} as const satisfies Readonly<Record<string, Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

export function isContender(name: string | undefined): name is ContenderName {
  return name !== undefined && Object.hasOwn(CONTENDERS, name);
}

/** A kubelet's timestamp is taken off where there is one, as a loop over a pod's log would. */
function parsed(line: string): 1 | 0 {
  const json = line.startsWith("2") && line.charCodeAt(4) === 0x2d ? line.slice(line.indexOf(" ") + 1) : line;
  const value: unknown = JSON.parse(json);
  return typeof value === "object" ? 1 : 0;
}

async function counted(stream: NodeJS.ReadableStream): Promise<number> {
  let events = 0;
  stream.on("data", () => (events += 1));
  await once(stream, "end");
  return events;
}
