import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Timestamps } from "../../src/log/hand-over.ts";
import { readStamp } from "../../src/log/instant.ts";
import { beginLog } from "../../src/log/log-cursor.ts";
import { createLogReader, type LogReader } from "../../src/log/log-reader.ts";
import { chunksOf, joined } from "./follow.ts";
import { reached } from "../../../../test/support/reached.ts";

const NAMES = ["podlog-timestamps", "podlog-timestamps-huge", "podlog-interleaved-timestamps"] as const;
const logs = NAMES.map((name) => ({ name, bytes: recorded(name) }));

test.each(logs)("the kubelet's own $name comes through as it is", ({ bytes }) => {
  const log = reader("keep");
  log.open();
  const pieces = [...log.feed(bytes), ...log.finish()];
  expect(Buffer.compare(joined(pieces), bytes)).toBe(0);
  expect(log.cursor().losses.count).toBe(0);
  expect(log.fragments()).toBe(0);
});

test("for all places at which a recorded log is cut, and all chunks, it comes through whole and once", () => {
  const met = reached("cut in a long line", "resumed by a second");
  const cuts = fc.record({
    which: fc.nat({ max: logs.length - 1 }),
    places: fc.array(
      fc.nat({ max: 1000 }).map((place) => place / 1000),
      { maxLength: 4 },
    ),
    chunkBytes: fc.constantFrom(977, 16_384, 1_000_000),
  });
  fc.assert(
    fc.property(cuts, ({ which, places, chunkBytes }) => {
      const bytes = logs[which]?.bytes ?? new Uint8Array();
      const log = reader("keep");
      const pieces = [];
      for (const place of [...places, 1]) {
        const { sinceTime } = log.open();
        const body = bytes.subarray(secondStart(bytes, sinceTime), Math.floor(place * bytes.length));
        for (const chunk of chunksOf(body, chunkBytes)) pieces.push(...log.feed(chunk));
        met.when("resumed by a second", sinceTime !== null);
        met.when("cut in a long line", log.cursor().unfinished !== null);
      }
      pieces.push(...log.finish());
      expect(Buffer.compare(joined(pieces), bytes)).toBe(0);
    }),
    { numRuns: 25 },
  );
  met.expectAll();
});

function reader(timestamps: Timestamps): LogReader {
  return createLogReader(beginLog("pod", "container"), timestamps);
}

/** Where the lines of this second begin: the recorded timestamps rise from line to line. */
function secondStart(bytes: Uint8Array, sinceTime: string | null): number {
  if (sinceTime === null) return 0;
  const since = Date.parse(sinceTime) / 1000;
  for (let start = 0; start < bytes.length; start = bytes.indexOf(0x0a, start) + 1) {
    const stamp = readStamp(bytes, start, bytes.length);
    if (stamp !== null && stamp.instant.seconds >= since) return start;
  }
  return bytes.length;
}

function recorded(name: string): Uint8Array {
  const file = new URL(`../../../../fixtures/large/${name}.jsonl.gz`, import.meta.url);
  return new Uint8Array(gunzipSync(readFileSync(file)));
}
