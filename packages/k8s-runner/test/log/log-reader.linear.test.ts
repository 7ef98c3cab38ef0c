import { expect, test } from "vitest";
import { HELD_BYTES } from "../../src/log/line-pieces.ts";
import { beginLog } from "../../src/log/log-cursor.ts";
import { createLogReader } from "../../src/log/log-reader.ts";
import { countBytes } from "./count-bytes.ts";
import { chunksOf } from "./follow.ts";

const STAMP = "2026-11-20T20:00:01.000000000Z ";

test.each([1, 7, 100, 4096, 65_536])(
  "a long line in chunks of %i bytes costs work in proportion to its length",
  (size) => {
    for (const length of [50_000, 100_000, 200_000]) {
      const work = workOn(length, size);
      expect(work.copied).toBeLessThan(4 * work.bytes);
      expect(work.searched).toBeLessThan(2 * work.bytes);
    }
  },
);

test("many short lines in one chunk are not copied at all", () => {
  const chunk = new Uint8Array(Buffer.from(`${STAMP}short\n`.repeat(10_000)));
  const log = createLogReader(beginLog("pod", "container"), "keep");
  log.open();
  const work = countBytes(() => {
    expect(log.feed(chunk).length).toBe(10_000);
  });
  expect(work.copied).toBe(0);
  expect(work.searched).toBeLessThanOrEqual(chunk.length);
});

test("a line of 100 MB comes through, and never more of it is kept than what is held back", () => {
  const chunk = new Uint8Array(65_536).fill(0x78);
  const log = createLogReader(beginLog("pod", "container"), "strip");
  log.open();
  log.feed(new Uint8Array(Buffer.from(STAMP)));
  let fed = 0;
  let given = 0;
  while (fed < 100_000_000) {
    for (const { bytes } of log.feed(chunk)) given += bytes.length;
    fed += chunk.length;
    expect(fed - given).toBeLessThanOrEqual(2 * HELD_BYTES);
  }
  for (const { bytes } of log.feed(Uint8Array.of(0x0a))) given += bytes.length;
  expect(given).toBe(fed + 1);
  expect(JSON.stringify(log.cursor()).length).toBeLessThan(1000);
});

test("a resumed line of 100 MB is passed over without being kept", () => {
  const log = createLogReader(beginLog("pod", "container"), "strip");
  const chunk = new Uint8Array(1_000_000).fill(0x78);
  for (const chunks of [50, 100]) {
    log.open();
    log.feed(new Uint8Array(Buffer.from(STAMP)));
    for (let index = 0; index < chunks; index += 1) log.feed(chunk);
    log.close();
  }
  log.open();
  log.feed(new Uint8Array(Buffer.from(STAMP)));
  for (let index = 0; index < 100; index += 1) log.feed(chunk);
  log.feed(Uint8Array.of(0x0a));
  expect(log.cursor()).toMatchObject({ bytes: 100_000_001, lines: 1, losses: { count: 0 } });
});

function workOn(length: number, size: number): { copied: number; searched: number; bytes: number } {
  const body = new Uint8Array(Buffer.from(`${STAMP}${"x".repeat(length)}\n`));
  const chunks = chunksOf(body, size);
  const log = createLogReader(beginLog("pod", "container"), "strip");
  log.open();
  const work = countBytes(() => {
    for (const chunk of chunks) log.feed(chunk);
  });
  expect(log.cursor().lines).toBe(1);
  return { ...work, bytes: body.length };
}
