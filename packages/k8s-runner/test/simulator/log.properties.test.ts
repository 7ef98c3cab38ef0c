import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import type { Outlet } from "../../src/simulator/api/answer.ts";
import { createVirtualClock } from "../../src/simulator/clock/virtual-clock.ts";
import { createContainerLog, RECORD_BYTES } from "../../src/simulator/kubelet/container-log.ts";
import type { ContainerLog, OutputStream } from "../../src/simulator/kubelet/container-log.ts";
import { readLog } from "../../src/simulator/kubelet/read-log.ts";
import type { LogOptions } from "../../src/simulator/kubelet/read-log.ts";

const everything: LogOptions = {
  follow: false,
  timestamps: false,
  sinceAt: null,
  tailLines: null,
  limitBytes: null,
  stream: "All",
};

interface Write {
  readonly afterMs: number;
  readonly stream: OutputStream;
  readonly bytes: Uint8Array;
}

/** Pieces as a process writes them: short ones, some with newlines, and long ones without. */
const writes: fc.Arbitrary<readonly Write[]> = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 1500 }),
    stream: fc.constantFrom("stdout", "stderr"),
    bytes: fc.oneof(
      { weight: 4, arbitrary: fc.stringMatching(/^[a-z\n]{0,12}$/).map((text) => Buffer.from(text)) },
      fc
        .integer({ min: RECORD_BYTES - 2, max: 2 * RECORD_BYTES + 2 })
        .map((length) => Buffer.alloc(length, "x")),
    ),
  }),
  { maxLength: 12 },
);

async function logOf(
  pieces: readonly Write[],
): Promise<{ log: ContainerLog; clock: ReturnType<typeof createVirtualClock> }> {
  const clock = createVirtualClock();
  const log = createContainerLog(clock, "nanoseconds");
  for (const { afterMs, stream, bytes } of pieces) {
    await clock.advance(afterMs);
    log.write(stream, bytes);
  }
  log.close();
  return { log, clock };
}

/** Collects what is sent; takes nothing more after so many pieces until it is told to. */
function collect(): Outlet & { readonly text: () => string; readonly isEnded: () => boolean } {
  const pieces: Buffer[] = [];
  let isEnded = false;
  return {
    write: (piece) => {
      pieces.push(Buffer.from(piece));
      return true;
    },
    end: () => {
      isEnded = true;
    },
    onDrain: () => {},
    onClosed: () => {},
    text: () => Buffer.concat(pieces).toString(),
    isEnded: () => isEnded,
  };
}

function read(
  log: ContainerLog,
  clock: ReturnType<typeof createVirtualClock>,
  options: Partial<LogOptions>,
): string {
  const outlet = collect();
  readLog(log, { ...everything, ...options }, outlet, { clock, logEndMs: 0, offsetMinutes: 0 });
  expect(outlet.isEnded()).toBe(true);
  return outlet.text();
}

test("for all writes of one stream, the log without timestamps is what was written", async () => {
  const met = reached(
    "a line longer than a record",
    "a last line without a newline",
    "a line in several writes",
  );
  await fc.assert(
    fc.asyncProperty(writes, fc.constantFrom<OutputStream>("stdout", "stderr"), async (pieces, stream) => {
      const own = pieces.filter((piece) => piece.stream === stream);
      const { log, clock } = await logOf(own);
      const written = Buffer.concat(own.map(({ bytes }) => bytes)).toString();
      expect(read(log, clock, {})).toBe(written);
      met.when(
        "a line longer than a record",
        log.current().records.some(({ isPartial, content }) => isPartial && content.length === RECORD_BYTES),
      );
      met.when("a last line without a newline", written !== "" && !written.endsWith("\n"));
      met.when(
        "a line in several writes",
        own.some(({ bytes }, index) => index > 0 && bytes.length > 0 && bytes[0] !== 10),
      );
    }),
  );
  met.expectAll();
});

test("for all writes of both streams, each stream's part of the log is what it wrote, and no record is too long", async () => {
  const met = reached("both streams");
  await fc.assert(
    fc.asyncProperty(writes, async (pieces) => {
      const { log, clock } = await logOf(pieces);
      for (const stream of ["stdout", "stderr"] as const) {
        const written = Buffer.concat(
          pieces.filter((one) => one.stream === stream).map(({ bytes }) => bytes),
        ).toString();
        expect(read(log, clock, { stream: stream === "stdout" ? "Stdout" : "Stderr" })).toBe(written);
      }
      expect(log.current().records.every(({ content }) => content.length <= RECORD_BYTES)).toBe(true);
      met.when("both streams", new Set(log.current().records.map(({ stream }) => stream)).size === 2);
    }),
  );
  met.expectAll();
});

test("for all instants, a log since then is the log without the records that are older than its second", async () => {
  const met = reached("some left out", "a fragment without a timestamp");
  await fc.assert(
    fc.asyncProperty(writes, fc.integer({ min: 0, max: 8000 }), async (pieces, sinceMs) => {
      const { log, clock } = await logOf(pieces);
      const startedAt = createVirtualClock().now();
      const sinceAt = Math.floor((startedAt + sinceMs) / 1000) * 1000;
      const { records } = log.current();
      const kept = records.filter(({ at }) => at >= sinceAt);
      const expected = kept.map(
        ({ content, isPartial }) => Buffer.from(content).toString() + (isPartial ? "" : "\n"),
      );
      expect(read(log, clock, { sinceAt })).toBe(expected.join(""));
      const stamped = read(log, clock, { sinceAt, timestamps: true });
      met.when("some left out", kept.length > 0 && kept.length < records.length);
      met.when("a fragment without a timestamp", stamped !== "" && !stamped.startsWith("2026-"));
    }),
  );
  met.expectAll();
});

test("for all rotations, whoever follows gets everything, and whoever comes later the newest file", async () => {
  const met = reached("rotated in the middle of a line", "rotated twice");
  const rotations = fc.array(fc.nat({ max: 11 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(writes, rotations, async (pieces, rotated) => {
      const clock = createVirtualClock();
      const log = createContainerLog(clock, "nanoseconds");
      const follower = collect();
      readLog(log, { ...everything, follow: true }, follower, { clock, logEndMs: 10, offsetMinutes: 0 });
      for (const [index, { bytes }] of pieces.entries()) {
        log.write("stdout", bytes);
        if (rotated.includes(index)) {
          met.when("rotated in the middle of a line", log.current().records.at(-1)?.isPartial === true);
          log.rotate();
        }
      }
      log.close();
      await clock.advance(10);
      expect([follower.text(), follower.isEnded()]).toEqual([
        Buffer.concat(pieces.map(({ bytes }) => bytes)).toString(),
        true,
      ]);
      const newest = log
        .current()
        .records.map(({ content, isPartial }) => Buffer.from(content).toString() + (isPartial ? "" : "\n"));
      expect(read(log, clock, {})).toBe(newest.join(""));
      met.when("rotated twice", new Set(rotated.filter((index) => index < pieces.length)).size > 1);
    }),
  );
  met.expectAll();
});
