import fc from "fast-check";
import { expect, test } from "vitest";
import { beginLog } from "../../src/log/log-cursor.ts";
import type { LogPlace } from "../../src/run/log-place.ts";
import { createSpool } from "../../src/run/spool.ts";
import { reached } from "../../../../test/support/reached.ts";

const placeAt = (bytes: number): LogPlace => ({
  cursor: { ...beginLog("pod", "container"), bytes },
  frames: null,
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Pieces as a log brings them, and how many turns their consumer takes over each. */
const puts = fc.array(
  fc.record({
    pieces: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
    turns: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 30 },
);

test("for all pieces and all consumers, what is handed over is what was put, in order, once, with its offset", async () => {
  const seen = reached("handed over together");
  await fc.assert(
    fc.asyncProperty(puts, fc.nat(1000), fc.integer({ min: 0, max: 2 }), async (all, startAt, slowness) => {
      const handed: Uint8Array[] = [];
      let offset = startAt;
      const spool = createSpool(async (bytes, at) => {
        expect(at).toBe(offset);
        offset += bytes.length;
        for (let one = 0; one < slowness; one += 1) await turn();
        handed.push(bytes);
      }, startAt);
      let total = startAt;
      for (const { pieces, turns } of all) {
        total += pieces.reduce((sum, piece) => sum + piece.length, 0);
        spool.put(pieces, placeAt(total));
        for (let one = 0; one < turns; one += 1) await turn();
        // A later process must never skip what the consumer has not taken.
        const taken = handed.reduce((sum, piece) => sum + piece.length, startAt);
        expect(spool.accepted()?.cursor.bytes ?? startAt).toBeLessThanOrEqual(taken);
      }
      expect(await spool.drained(new AbortController().signal)).toBe(true);
      const put = Buffer.concat(all.flatMap(({ pieces }) => pieces));
      expect(Buffer.concat(handed).equals(put)).toBe(true);
      if (all.length > 0) expect(spool.accepted()?.cursor.bytes).toBe(total);
      seen.when("handed over together", handed.length < all.filter(({ pieces }) => pieces.length > 0).length);
    }),
  );
  seen.expectAll();
});

test("for all moments at which it is closed, nothing is handed over any more, and nobody waits for ever", async () => {
  const seen = reached("something was left");
  await fc.assert(
    fc.asyncProperty(puts, fc.nat(30), async (all, closeAt) => {
      let handed = 0;
      const spool = createSpool(
        async () => {
          await turn();
          handed += 1;
        },
        0,
        10,
      );
      const signal = new AbortController().signal;
      const waiting: Promise<unknown>[] = [];
      let closing: Promise<void> | null = null;
      for (const [place, { pieces }] of all.entries()) {
        if (place === closeAt) {
          waiting.push(spool.room(signal), spool.drained(signal));
          closing = spool.close();
        }
        spool.put(pieces, placeAt(place));
      }
      closing ??= spool.close();
      await Promise.all([closing, ...waiting]);
      const before = handed;
      await turn();
      await turn();
      expect(handed).toBe(before);
      seen.when("something was left", before < all.length);
    }),
  );
  seen.expectAll();
});

test("A spool is full until its consumer took half of it, and an abort ends the wait.", async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const spool = createSpool(() => held, 0, 100);
  spool.put([new Uint8Array(100)], placeAt(100));
  expect(spool.isFull()).toBe(true);
  const caller = new AbortController();
  const aborted = spool.room(caller.signal);
  caller.abort();
  await aborted;
  expect(spool.isFull()).toBe(true);
  release();
  await spool.room(new AbortController().signal);
  expect(spool.isFull()).toBe(false);
});
