import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createParser, LIMITS, nothingSeen, observe } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { syntheticLines } from "../bench/synthetic.ts";

/** One line of a stream that ends only by its own length; so long that it is skipped. */
const LINE_BYTES = 256 * 1024;

/**
 * A stream of `total` bytes of which at most a chunk exists at a time: it repeats two megabytes of a transcript, and
 * every other chunk belongs to a line far beyond the limit. Not a Buffer, so that no faster way round is taken.
 */
function* endlessChunks(total: number): Generator<Uint8Array, void, undefined> {
  const transcript = new TextEncoder().encode([...syntheticLines(2_000_000)].join(""));
  const oversized = new Uint8Array(8 * 1024 * 1024).fill(0x7a);
  const newline = new Uint8Array([0x0a]);
  const chunk = 64 * 1024;
  for (let produced = 0; produced < total; produced += transcript.length + oversized.length + 1) {
    for (let at = 0; at < transcript.length; at += chunk) yield transcript.subarray(at, at + chunk);
    for (let at = 0; at < oversized.length; at += chunk) yield oversized.subarray(at, at + chunk);
    yield newline;
  }
}

/** Bytes that are alive after a collection: what the parser and the fold hold, and the rest of this process. */
function alive(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test(
  "for all of a gigabyte what is kept stays what it was after the first tenth",
  { timeout: 120_000 },
  () => {
    const gigabyte = 1_000_000_000;
    const limits = { ...LIMITS, lineBytes: LINE_BYTES };
    const parser = createParser({ limits });
    const samples: { readonly alive: number; readonly facts: number }[] = [];
    let stream = nothingSeen;
    let longest = 0;
    let read = 0;
    for (const chunk of endlessChunks(gigabyte)) {
      const events = parser.feed(chunk);
      for (const event of events) {
        stream = observe(stream, event, limits);
        if (event.kind === "user" && event.body.kind === "raw")
          longest = Math.max(longest, event.body.latin1.length);
      }
      read += chunk.length;
      if (read >= ((samples.length + 1) * gigabyte) / 10) {
        samples.push({ alive: alive(), facts: JSON.stringify(stream).length });
      }
    }
    const [first] = samples;
    expect(samples.length).toBe(10);
    for (const sample of samples) {
      // The counts have more digits; nothing else has grown.
      expect(sample.facts - (first?.facts ?? 0)).toBeLessThan(200);
      expect(sample.alive - (first?.alive ?? 0)).toBeLessThan(2 * 1024 * 1024);
    }
    expect(longest).toBeLessThanOrEqual(LINE_BYTES);
    expect(stream.counts.bytes).toBe(read);
    expect(stream.counts.oversized).toBeGreaterThan(90);
    expect(stream.counts.byKind.user).toBeGreaterThan(10_000);
  },
);
