import {
  createObserver,
  createParser,
  nothingSeen,
  observe,
  parseTranscript,
  wireOf,
  LIMITS,
} from "@runverdict/stream-parser";
import type {
  AssistantEvent,
  EventKind,
  InitEvent,
  JsonObject,
  Limits,
  ParsedStream,
  ParserOptions,
  RawBody,
  StreamEvent,
  UserEvent,
  WireEvent,
} from "@runverdict/stream-parser";
import { createParserStream, parseEvents } from "@runverdict/stream-parser/streams";
import { expectTypeOf, test } from "vitest";

test("the surface is typed as it is documented", () => {
  expectTypeOf<Parameters<typeof createParser>>().toEqualTypeOf<[options?: ParserOptions | undefined]>();
  expectTypeOf(createParser().feed).toEqualTypeOf<(chunk: string | Uint8Array) => readonly StreamEvent[]>();
  expectTypeOf(createParser().end).toEqualTypeOf<() => readonly StreamEvent[]>();
  expectTypeOf(observe).returns.toEqualTypeOf<ParsedStream>();
  expectTypeOf(observe).toBeCallableWith(nothingSeen, { ...place, kind: "text", text: "x" });
  expectTypeOf(createObserver().stream).returns.toEqualTypeOf<ParsedStream>();
  expectTypeOf(parseTranscript).returns.toEqualTypeOf<ParsedStream>();
  expectTypeOf(wireOf).toEqualTypeOf<(event: StreamEvent) => JsonObject | null>();
  expectTypeOf(LIMITS).toEqualTypeOf<Limits>();
});

const place = {
  line: 1,
  offset: 0,
  byteLength: 1,
  terminator: "\n",
  at: null,
  prefix: null,
  suffix: null,
} as const;

test("every kind of event is in the union, and tells them apart", () => {
  expectTypeOf<StreamEvent["kind"]>().toEqualTypeOf<EventKind>();
  expectTypeOf<WireEvent["kind"]>().toEqualTypeOf<Exclude<EventKind, "text" | "broken">>();
  expectTypeOf<Extract<StreamEvent, { kind: "user" }>>().toEqualTypeOf<UserEvent>();
});

test("only tool calls, tool results and inits may have a body that nobody has parsed", () => {
  type WithRawBody = WireEvent extends infer Event
    ? Event extends { readonly body: infer Body }
      ? RawBody extends Body
        ? Event
        : never
      : never
    : never;
  expectTypeOf<WithRawBody>().toEqualTypeOf<AssistantEvent | InitEvent | UserEvent>();
});

test("facts can't be written to", () => {
  // @ts-expect-error A fact is read only.
  const write = (stream: ParsedStream): unknown => (stream.counts.lines = 1);
  expectTypeOf(write).toBeFunction();
});

test("the streams fit those of the platform", () => {
  expectTypeOf(createParserStream).returns.toExtend<TransformStream<string | Uint8Array, StreamEvent>>();
  expectTypeOf(parseEvents).returns.toExtend<AsyncIterable<StreamEvent>>();
  expectTypeOf<ReadableStream<string>>().toExtend<Parameters<typeof parseEvents>[0]>();
});
