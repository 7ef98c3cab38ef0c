import {
  createParser,
  LIMITS,
  type Limits,
  nothingSeen,
  observe,
  type ParsedStream,
  type StreamEvent,
} from "@runverdict/stream-parser";
import { chunkings, cleanTranscript, noisyTranscript } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../test/support/reached.ts";
import { difference } from "./difference.ts";

/** Limits so small that most of them bite. */
function tightLimits(): fc.Arbitrary<Limits> {
  const few = fc.integer({ min: 1, max: 3 });
  return fc.record({
    lineBytes: fc.integer({ min: 1, max: 2_000 }),
    textLength: fc.integer({ min: 1, max: 40 }),
    textLines: few,
    texts: few,
    results: few,
    messages: few,
    openTools: few,
    tasks: few,
    entries: few,
  });
}

test("for all limits nothing that is kept is larger than they allow, and the counts stay true", () => {
  const seen = reached(
    "an oversized line",
    "a text that was cut",
    "results that were dropped",
    "messages that were dropped",
  );
  fc.assert(
    fc.property(noisyTranscript(cleanTranscript()), tightLimits(), ({ bytes, truth }, limits) => {
      const { events, stream } = folded([bytes], limits);
      for (const event of events) expectKept(event, limits);
      expectBounded(stream, limits);
      expect(stream.counts).toMatchObject({ bytes: truth.bytes, lines: truth.lines });
      seen.when("an oversized line", stream.counts.oversized > 0);
      seen.when("a text that was cut", longestText(stream) === limits.textLength);
      seen.when("results that were dropped", stream.results.count > stream.results.kept.length);
      seen.when("messages that were dropped", stream.usage.messageCount > stream.usage.messages.length);
    }),
  );
  seen.expectAll();
});

test("for all lines longer than the limit there is one broken event with the true length, and the lines around it are untouched", () => {
  const seen = reached(
    "just at the limit",
    "one byte over it",
    "far over it",
    "a carriage return over it",
    "no newline behind it",
  );
  const around = '{"type":"keep_alive"}';
  fc.assert(
    fc.property(
      fc
        .record({
          lineBytes: fc.integer({ min: around.length, max: 60 }),
          over: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.nat({ max: 500 })),
          byte: fc.constantFrom(0x61, 0x7b, 0x0d, 0xe6),
          terminator: fc.constantFrom("\n", "\r\n", ""),
        })
        .chain((plan) => {
          const long = new Uint8Array(plan.lineBytes + plan.over).fill(plan.byte);
          const end = plan.terminator === "" ? "" : `${plan.terminator}${around}\n`;
          const bytes = Buffer.concat([Buffer.from(`${around}\n`), long, Buffer.from(end)]);
          return chunkings(new Uint8Array(bytes)).map((chunks) => ({ ...plan, chunks }));
        }),
      ({ lineBytes, over, byte, terminator, chunks }) => {
        const { events, stream } = folded(chunks, { ...LIMITS, lineBytes });
        // A carriage return before the newline is part of the terminator, wherever it came from.
        const taken = byte === 0x0d && terminator === "\n" && lineBytes + over > 0 ? 1 : 0;
        const length = lineBytes + over - taken;
        const [before, long, after] = events;
        expect(before?.kind).toBe("control");
        expect(long?.byteLength).toBe(length);
        expect(long?.kind === "broken" && long.reason === "oversized").toBe(length > lineBytes);
        expect(after?.kind).toBe(terminator === "" ? undefined : "control");
        expect(stream.counts.oversized).toBe(length > lineBytes ? 1 : 0);
        seen.when("just at the limit", length === lineBytes);
        seen.when("one byte over it", length === lineBytes + 1);
        seen.when("far over it", length > 2 * lineBytes);
        seen.when("a carriage return over it", byte === 0x0d && taken === 1 && length === lineBytes);
        seen.when("no newline behind it", terminator === "" && length > lineBytes);
      },
    ),
    { numRuns: 500 },
  );
  seen.expectAll();
});

test("for all transcripts limits that do not bite change nothing", () => {
  fc.assert(
    fc.property(noisyTranscript(cleanTranscript()), ({ bytes }) => {
      const generous = { ...LIMITS, lineBytes: LIMITS.lineBytes * 2, results: LIMITS.results * 2 };
      expect(difference(folded([bytes], generous).events, folded([bytes], LIMITS).events)).toBeNull();
    }),
    { numRuns: 30 },
  );
});

function folded(
  chunks: readonly Uint8Array[],
  limits: Limits,
): { events: readonly StreamEvent[]; stream: ParsedStream } {
  const parser = createParser({ limits });
  const events = [...chunks.flatMap((chunk) => parser.feed(chunk)), ...parser.end()];
  return { events, stream: events.reduce((stream, event) => observe(stream, event, limits), nothingSeen) };
}

function expectKept(event: StreamEvent, limits: Limits): void {
  if (event.kind === "text") expect(event.text.length).toBeLessThanOrEqual(limits.lineBytes);
  else if (event.kind === "broken") expect(event.text.length).toBeLessThanOrEqual(limits.textLength);
  else if (event.body.kind === "raw") expect(event.body.latin1.length).toBeLessThanOrEqual(limits.lineBytes);
}

function expectBounded(stream: ParsedStream, limits: Limits): void {
  expect(longestText(stream)).toBeLessThanOrEqual(limits.textLength);
  const lengths = {
    texts: stream.conversation.texts.length,
    results: stream.results.kept.length,
    messages: stream.usage.messages.length,
    openTools: stream.tools.open.length,
    tasks: stream.tasks.open.length,
    textLines: Math.max(stream.text.head.length, stream.text.tail.length),
    entries: Math.max(
      Object.keys(stream.conversation.blocks).length,
      stream.tools.deniedTools.length,
      stream.session.init?.tools.length ?? 0,
      stream.session.init?.mcpServers.length ?? 0,
    ),
  };
  const over = Object.entries(lengths).filter(
    ([name, length]) => length > (Object.entries(limits).find(([limit]) => limit === name)?.[1] ?? 0),
  );
  expect(over).toEqual([]);
}

/** The longest text anywhere in the facts; a block type is a text too, though it is a key. Our own words do not count. */
function longestText(value: unknown): number {
  if (typeof value === "string") return OWN_WORDS.has(value) ? 0 : value.length;
  if (typeof value !== "object" || value === null) return 0;
  return Math.max(0, ...Object.values(value).map(longestText));
}

const OWN_WORDS = new Set<string>([
  ...Object.keys(nothingSeen.counts.byKind),
  "reported",
  "unknown",
  "system/init",
  "stream_event",
  "rate_limit_event",
  "tool_progress",
]);
