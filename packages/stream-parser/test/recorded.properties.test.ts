import { createParser, parseTranscript, type StreamEvent, wireOf } from "@runverdict/stream-parser";
import { chunkings } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../test/support/reached.ts";
import { type Recorded, recordedCases, recordedLarge } from "./recorded.ts";
import { type ReferenceLine, referenceLines } from "./reference.ts";
import { difference } from "./difference.ts";

const cases = recordedCases();
const large = recordedLarge();
const recorded = [...cases, ...large];

test.each(recorded)(
  "the events of $name are those of a parser that splits, decodes and calls JSON.parse",
  ({ bytes }) => {
    const events = eventsOf([bytes]);
    const lines = referenceLines(bytes);
    expect(events.length).toBe(lines.length);
    for (const [index, line] of lines.entries()) {
      const event = events[index];
      expect(
        difference([event?.line, event?.offset, event?.byteLength, event?.terminator], placeOf(line)),
      ).toBeNull();
      if (event !== undefined && line.wire !== null) {
        expect(event.kind).toBe(line.kind);
        expect(difference(wireOf(event), line.wire)).toBeNull();
      }
    }
    expect(parseTranscript(bytes).counts.bytes).toBe(bytes.length);
  },
);

test("for all recorded transcripts every cut into chunks gives the same events", () => {
  const seen = reached("a long transcript", "a log with timestamps", "many chunks");
  fc.assert(
    fc.property(
      fc
        .oneof(
          { weight: 6, arbitrary: fc.constantFrom(...cases) },
          { weight: 1, arbitrary: fc.constantFrom(...large) },
        )
        .chain((one) => chunkings(one.bytes).map((chunks) => ({ ...one, chunks }))),
      ({ name, bytes, chunks }) => {
        seen.when("a long transcript", bytes.length > 1_000_000);
        seen.when("a log with timestamps", name.includes("timestamps"));
        seen.when("many chunks", chunks.length > 1000);
        expect(difference(eventsOf(chunks), eventsOf([bytes]))).toBeNull();
      },
    ),
  );
  seen.expectAll();
});

test("for all recorded transcripts cut off at any byte, the lines before the cut are what they were and the last is no event unless it is whole", () => {
  const seen = reached("a cut line", "a whole line", "a broken last line");
  fc.assert(
    fc.property(cutSomewhere(), ({ name, at }) => {
      const bytes = bytesOf(name);
      const whole = eventsOf([bytes]);
      const cut = eventsOf([bytes.slice(0, at)]);
      const last = cut.at(-1);
      expect(difference(cut.slice(0, -1), whole.slice(0, Math.max(0, cut.length - 1)))).toBeNull();
      if (last === undefined) return;
      const before = whole[cut.length - 1];
      const complete = last.byteLength === before?.byteLength || last.terminator !== "";
      seen.when(complete ? "a whole line" : "a cut line", true);
      seen.when("a broken last line", last.kind === "broken");
      if (complete) expect(last.kind).toBe(before?.kind);
      else if (!endsBehindObject(last)) expect(["text", "broken"]).toContain(last.kind);
    }),
  );
  seen.expectAll();
});

test("for all recorded transcripts that begin at any byte, the rest of the first line is no event and later events are what they were", () => {
  const seen = reached("a rest", "a rest that is broken", "a whole first line");
  fc.assert(
    fc.property(cutSomewhere(), ({ name, at }) => {
      const bytes = bytesOf(name);
      const whole = eventsOf([bytes]);
      const rest = eventsOf([bytes.slice(at)]);
      const [first] = rest;
      const lost = whole.length - rest.length;
      const original = whole[lost];
      if (first === undefined || original === undefined) return;
      const inside = at > original.offset && !beginsBeforeObject(first, original);
      seen.when(inside ? "a rest" : "a whole first line", true);
      seen.when("a rest that is broken", first.kind === "broken");
      if (inside) expect(["text", "broken"]).toContain(first.kind);
      // Only what follows the last quote may pass for plain text: brackets and figures say nothing in anybody's name.
      if (inside && isEvent(original) && first.kind === "text") expect(first.text).not.toContain('"');
      const later = (events: readonly StreamEvent[]) =>
        events.filter(isEvent).map((event) => [event.kind, wireOf(event)]);
      expect(difference(later(rest.slice(1)), later(whole.slice(lost + 1)))).toBeNull();
    }),
  );
  seen.expectAll();
});

/** A recorded transcript and a place in it, now and then the end of a line; the short ones are preferred. */
function cutSomewhere(): fc.Arbitrary<{ readonly name: string; readonly at: number }> {
  return anyRecorded().chain(({ name, bytes }) => {
    const anywhere = fc.nat({ max: bytes.length });
    const lineEnd = anywhere.map((at) => bytes.indexOf(0x0a, at) + 1);
    return fc
      .oneof({ weight: 6, arbitrary: anywhere }, { weight: 1, arbitrary: lineEnd })
      .map((at) => ({ name, at }));
  });
}

function anyRecorded(): fc.Arbitrary<Recorded> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...cases) },
    { weight: 1, arbitrary: fc.constantFrom(...large) },
  );
}

function bytesOf(name: string): Uint8Array {
  return recorded.find((one) => one.name === name)?.bytes ?? new Uint8Array();
}

function isEvent(event: StreamEvent): boolean {
  return event.kind !== "text" && event.kind !== "broken";
}

/** Only foreign text behind the object was cut: the object itself is whole. */
function endsBehindObject(event: StreamEvent): boolean {
  return isEvent(event) && event.suffix !== null;
}

/** Only a timestamp or a tag was cut: the object itself is whole. */
function beginsBeforeObject(rest: StreamEvent, original: StreamEvent): boolean {
  const [left, all] = [rest, original].map((event) => JSON.stringify(wireOf(event)));
  return isEvent(rest) && left === all;
}

function placeOf({ line, offset, byteLength, terminator }: ReferenceLine): readonly unknown[] {
  return [line, offset, byteLength, terminator];
}

function eventsOf(chunks: readonly Uint8Array[]): readonly StreamEvent[] {
  const parser = createParser();
  return [...chunks.flatMap((chunk) => parser.feed(chunk)), ...parser.end()];
}
