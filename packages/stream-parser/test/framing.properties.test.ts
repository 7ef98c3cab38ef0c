import { createParser, parseTranscript, type StreamEvent, wireOf } from "@runverdict/stream-parser";
import {
  anyText,
  anyWireEvent,
  chunkings,
  cleanTranscript,
  damagedEvent,
  headlessTranscript,
  noisyTranscript,
  textChunkings,
  type Transcript,
  toolResultEvent,
  TRICKY_TEXTS,
  truncatedTranscript,
  wireEvent,
  WIRE_KINDS,
} from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../test/support/reached.ts";
import { referenceLines } from "./reference.ts";
import { difference } from "./difference.ts";

/** Bytes that are nobody's transcript: random ones, and lines that look enough like one to be read in earnest. */
function anyBytes(): fc.Arbitrary<Uint8Array> {
  const lines = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      anyText().map((text) => new TextEncoder().encode(text)),
      fc
        .constantFrom(...TRICKY_TEXTS)
        .map((text) => new TextEncoder().encode(JSON.stringify({ type: text }))),
      anyWireEvent().map(({ bytes }) => bytes),
      damagedEvent().map(({ bytes }) => bytes),
      fc
        .tuple(anyWireEvent(), fc.nat(), fc.nat())
        .map(([{ bytes }, from, to]) => bytes.slice(from % bytes.length, to % bytes.length)),
    ),
    { maxLength: 8 },
  );
  const terminator = fc.constantFrom("\n", "\r\n", "\n\n", "\r", "");
  return fc
    .tuple(lines, terminator)
    .map(
      ([parts, end]) => new Uint8Array(parts.flatMap((part) => [...part, ...new TextEncoder().encode(end)])),
    );
}

/** A transcript as it may reach a reader: noisy, cut at either end, or whole. */
function anyTranscript(): fc.Arbitrary<Transcript> {
  const noisy = noisyTranscript(cleanTranscript());
  return fc.oneof(noisy, truncatedTranscript(noisy), headlessTranscript(noisy));
}

function eventsOf(chunks: Iterable<string | Uint8Array>): readonly StreamEvent[] {
  const parser = createParser();
  return [...[...chunks].flatMap((chunk) => parser.feed(chunk)), ...parser.end()];
}

test("for all bytes each line is one event, its place tiles the input, and nothing throws", () => {
  const seen = reached(
    "an event",
    "a text",
    "a broken line",
    "no newline at the end",
    "a carriage return",
    "invalid UTF-8",
  );
  fc.assert(
    fc.property(anyBytes(), (bytes) => {
      const events = eventsOf([bytes]);
      const lines = referenceLines(bytes);
      expect(difference(events.map(placeOf), lines.map(placeOf))).toBeNull();
      expect(parseTranscript(bytes).counts).toMatchObject({ bytes: bytes.length, lines: lines.length });
      for (const event of events) seen.when(caseOf(event), true);
      seen.when("no newline at the end", lines.at(-1)?.terminator === "");
      seen.when(
        "a carriage return",
        lines.some(({ terminator }) => terminator === "\r\n"),
      );
      seen.when("invalid UTF-8", new TextDecoder().decode(bytes).includes("\ufffd"));
    }),
  );
  seen.expectAll();
});

test("for all bytes the input can be put together again from the events", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyBytes(),
        anyTranscript().map(({ bytes }) => bytes),
      ),
      (bytes) => {
        const parts = eventsOf([bytes]).map(({ offset, byteLength, terminator }) => [
          Buffer.from(bytes.subarray(offset, offset + byteLength)),
          Buffer.from(terminator),
        ]);
        expect(difference(Buffer.concat(parts.flat()), Buffer.from(bytes))).toBeNull();
      },
    ),
  );
});

test("for all bytes every cut into chunks gives the same events", () => {
  const seen = reached("an empty chunk", "a chunk inside a line", "a cut inside a character");
  fc.assert(
    fc.property(
      fc
        .oneof(
          anyBytes(),
          anyTranscript().map(({ bytes }) => bytes),
        )
        .chain((bytes) => fc.tuple(fc.constant(bytes), chunkings(bytes))),
      ([bytes, chunks]) => {
        seen.when(
          "an empty chunk",
          chunks.some(({ length }) => length === 0),
        );
        seen.when(
          "a chunk inside a line",
          chunks.some((chunk) => chunk.length > 0 && !chunk.includes(0x0a)),
        );
        seen.when(
          "a cut inside a character",
          chunks.some((chunk) => ((chunk[0] ?? 0) & 0xc0) === 0x80),
        );
        expect(difference(eventsOf(chunks), eventsOf([bytes]))).toBeNull();
      },
    ),
  );
  seen.expectAll();
});

test("for all texts every cut into chunks gives the events of the text's bytes", () => {
  const seen = reached("a cut inside a surrogate pair", "half a pair that nothing completes");
  fc.assert(
    fc.property(
      fc
        .oneof(
          anyTranscript().map(({ bytes }) => new TextDecoder().decode(bytes)),
          fc.array(fc.oneof(anyText(), fc.constant("half a pair: \ud83e"))).map((texts) => texts.join("\n")),
        )
        .chain((text) => fc.tuple(fc.constant(text), textChunkings(text))),
      ([text, chunks]) => {
        seen.when(
          "a cut inside a surrogate pair",
          chunks.some(
            (chunk, index) =>
              /[\ud800-\udbff]$/.test(chunk) && /^[\udc00-\udfff]/.test(chunks[index + 1] ?? ""),
          ),
        );
        seen.when("half a pair that nothing completes", /[\ud800-\udbff](?![\udc00-\udfff])/.test(text));
        expect(difference(eventsOf(chunks), eventsOf([new TextEncoder().encode(text)]))).toBeNull();
      },
    ),
  );
  seen.expectAll();
});

test("for all bytes, chunks of text and chunks of bytes may be mixed at the borders of characters", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(somewhereInLine(), fc.boolean())), (parts) => {
      const chunks = parts.map(([text, asBytes]) => (asBytes ? new TextEncoder().encode(text) : text));
      expect(difference(eventsOf(chunks), eventsOf([parts.map(([text]) => text).join("")]))).toBeNull();
    }),
  );
});

function somewhereInLine(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('{"type":"user"}\n', '{"type":"us', 'er"}', "\n", "é😀"),
  );
}

test("for all transcripts the events are those of a parser that splits, decodes and calls JSON.parse", () => {
  const seen = reached<string>("a large line", "a damaged line", ...WIRE_KINDS);
  fc.assert(
    fc.property(anyTranscript(), ({ bytes }) => {
      for (const [event, line] of paired(eventsOf([bytes]), referenceLines(bytes))) {
        seen.when("a large line", line.byteLength > 8192);
        if (line.wire === null) {
          seen.when("a damaged line", event.kind === "broken");
          // What is no object as a whole may still have one between foreign texts; it is never made up.
          if (event.kind === "text") expect(event.text).toBe(line.text);
          else if (event.kind !== "broken") expect([event.prefix, event.suffix]).not.toEqual([null, null]);
        } else {
          expect(event.kind).toBe(line.kind);
          expect(difference(wireOf(event), line.wire)).toBeNull();
          if (line.kind !== null) seen.when(line.kind, true);
        }
      }
    }),
  );
  seen.expectAll();
});

test.each(WIRE_KINDS)("for all %s events in any spelling the kind and the object are found", (kind) => {
  fc.assert(
    fc.property(wireEvent(kind), ({ bytes, wire }) => {
      const [event, ...more] = eventsOf([bytes]);
      expect(more).toEqual([]);
      expect(event?.kind).toBe(kind);
      expect(difference(event === undefined ? null : wireOf(event), wire)).toBeNull();
    }),
    { numRuns: 30 },
  );
});

test("for all events with fields of the wrong shape the event is still told by its type, and the facts take no harm", () => {
  fc.assert(
    fc.property(fc.array(damagedEvent(), { minLength: 1, maxLength: 6 }), (damaged) => {
      const bytes = new Uint8Array(damaged.flatMap((event) => [...event.bytes, 0x0a]));
      const lines = referenceLines(bytes);
      expect(
        difference(
          eventsOf([bytes]).map(({ kind }) => kind),
          lines.map(({ kind }) => kind),
        ),
      ).toBeNull();
      expect(parseTranscript(bytes).counts.events).toBe(damaged.length);
    }),
  );
});

test("for all events with tool results a line that was only skimmed tells the same as one that was parsed", () => {
  const seen = reached("a raw body", "a parsed body", "a failed tool", "a subagent");
  fc.assert(
    fc.property(
      fc.constantFrom(0, 0, 3000, 9000).chain((length) => toolResultEvent({ length })),
      ({ bytes, wire, truth }) => {
        const [event] = eventsOf([bytes]);
        if (event?.kind !== "user") throw new Error(`a user event was taken for ${event?.kind}`);
        seen.when(`a ${event.body.kind} body`, true);
        seen.when(
          "a failed tool",
          truth.toolResults.some(({ isError }) => isError),
        );
        seen.when("a subagent", truth.parentToolUseId !== null);
        expect({
          toolResults: event.toolResults,
          parentToolUseId: event.parentToolUseId,
          sessionId: event.sessionId,
          isSynthetic: event.synthetic,
          isReplay: event.replay,
        }).toEqual({
          ...truth,
          toolResults: truth.toolResults.filter(({ toolUseId }) => toolUseId !== null),
        });
        expect(difference(wireOf(event), wire)).toBeNull();
      },
    ),
  );
  seen.expectAll();
});

test("for all events cut just before an object inside them, that object is not taken for an event", () => {
  const seen = reached("an object with a type of its own", "a result that the model wrote");
  fc.assert(
    fc.property(fc.oneof(anyWireEvent(), wireEvent("assistant")), fc.boolean(), ({ bytes }, withHead) => {
      const text = new TextDecoder().decode(bytes);
      for (const { index } of text.slice(1).matchAll(/\{ ?"/g)) {
        const [head, rest] = [text.slice(0, index + 1), text.slice(index + 1)];
        const lines = withHead ? `${head}Warning: something else\n${rest}\n` : `${rest}\n`;
        const events = eventsOf([new TextEncoder().encode(lines)]);
        seen.when("an object with a type of its own", /^\{ ?"type"/.test(rest));
        seen.when("a result that the model wrote", /^\{ ?"type": ?"result"/.test(rest));
        expect(events.map(({ kind }) => kind)).toEqual(withHead ? ["broken", "broken"] : ["broken"]);
      }
    }),
    { numRuns: 300 },
  );
  seen.expectAll();
});

test("for all raw bodies the bytes are kept as they were, whatever becomes of the caller's chunk", () => {
  fc.assert(
    fc.property(toolResultEvent({ length: 9000 }), ({ bytes }) => {
      const chunk = new Uint8Array([...bytes, 0x0a]);
      const [event] = createParser().feed(chunk);
      if (event?.kind !== "user" || event.body.kind !== "raw") return;
      chunk.fill(0);
      expect(difference(new Uint8Array(Buffer.from(event.body.latin1, "latin1")), bytes)).toBeNull();
    }),
    { numRuns: 20 },
  );
});

function placeOf({
  line,
  offset,
  byteLength,
  terminator,
}: StreamEvent | ReturnType<typeof referenceLines>[number]) {
  return { line, offset, byteLength, terminator };
}

function caseOf(event: StreamEvent): "an event" | "a text" | "a broken line" {
  if (event.kind === "text") return "a text";
  return event.kind === "broken" ? "a broken line" : "an event";
}

function paired<A, B>(left: readonly A[], right: readonly B[]): readonly (readonly [A, B])[] {
  expect(left.length).toBe(right.length);
  return left.flatMap((entry, index) =>
    right.slice(index, index + 1).map((other) => [entry, other] as const),
  );
}
