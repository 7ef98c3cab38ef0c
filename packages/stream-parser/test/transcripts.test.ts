import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { parseTranscript, wireOf } from "@runverdict/stream-parser";
import type { ParsedStream, StreamEvent } from "@runverdict/stream-parser";
import { eventsIn } from "./support/streams-of.ts";

// The recorded runs, read a second time in the most obvious way.

const fixtures = new URL("../../../fixtures/", import.meta.url);
const cases = readdirSync(new URL("transcripts/", fixtures)).filter((name) => existsSync(logOf(name)));

function logOf(name: string): URL {
  return new URL(`transcripts/${name}/stdout.log`, fixtures);
}

function large(name: string): Uint8Array {
  return gunzipSync(readFileSync(new URL(`large/${name}.jsonl.gz`, fixtures)));
}

interface Obvious {
  readonly type?: unknown;
  readonly subtype?: unknown;
  readonly result?: unknown;
  readonly is_error?: unknown;
  readonly session_id?: unknown;
  readonly message?: { readonly model?: string; readonly content?: readonly { readonly type: string }[] };
}

const STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;

/** Every line that is JSON with a type, by itself or behind a timestamp. */
function obviously(log: Uint8Array): readonly Obvious[] {
  return new TextDecoder()
    .decode(log)
    .split("\n")
    .flatMap((line) => {
      try {
        const value: Obvious = JSON.parse(line.replace(STAMP, ""));
        return typeof value.type === "string" ? [value] : [];
      } catch {
        return [];
      }
    });
}

function blocksOf(events: readonly Obvious[], type: string): number {
  return events.flatMap(({ message }) => message?.content ?? []).filter((block) => block.type === type)
    .length;
}

test("there are recorded runs to read", () => {
  expect(cases.length).toBeGreaterThan(300);
});

test.each(cases)("the facts of %s are those that anybody can read off it", (name) => {
  const log = readFileSync(logOf(name));
  const events = obviously(log);
  const of = (type: string): readonly Obvious[] => events.filter((event) => event.type === type);
  const stream = parseTranscript(log);
  // An event that shares its line with foreign text is found by the parser alone.
  const shared = eventsIn(log).filter(({ prefix, suffix }) => prefix !== null || suffix !== null).length;
  expect(stream.counts).toMatchObject({ bytes: log.length, events: events.length + shared, oversized: 0 });
  expect(stream.results.count).toBe(of("result").length);
  const lastResult = of("result").at(-1);
  if (lastResult !== undefined) {
    expect(stream.results.last).toMatchObject({ subtype: lastResult.subtype, isError: lastResult.is_error });
    expect(stream.results.last?.text?.slice(0, 100)).toBe(textOf(lastResult.result)?.slice(0, 100));
  }
  expect(stream.tools.started).toBe(blocksOf(of("assistant"), "tool_use"));
  expect(stream.tools.finished).toBe(blocksOf(of("user"), "tool_result"));
  expect(stream.conversation.assistantEvents).toBe(
    of("assistant").filter(({ message }) => message?.model !== "<synthetic>").length,
  );
  expect(stream.counts.byKind.unrecognised).toBe(0);
});

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

test.each(cases)("no line that the harness did not write passes for text in %s", (name) => {
  const texts = eventsIn(readFileSync(logOf(name))).map((event) => (event.kind === "text" ? event.text : ""));
  expect(texts.filter((text) => /"tool_use_id"|"stop_reason"|"session_id"/.test(text))).toEqual([]);
});

function reasonsIn(events: readonly StreamEvent[]): readonly (readonly [number, string])[] {
  return events.flatMap((event) => (event.kind === "broken" ? [[event.line, event.reason] as const] : []));
}

function factsOf(name: string): ParsedStream {
  return parseTranscript(large(name));
}

test("a long run is read whole, and its large tool results are only skimmed", () => {
  const log = large("cli-long");
  const events = eventsIn(log);
  expect(events.filter((event) => event.kind === "user" && event.body.kind === "raw").length).toBe(60);
  expect(events.map(wireOf)).toEqual(obviously(log));
  expect(parseTranscript(log)).toMatchObject({
    counts: { lines: 183, events: 183 },
    tools: { started: 60, finished: 60, open: [] },
    results: { count: 1, last: { text: "All 60 steps finished." } },
    usage: { provenance: "reported", tokens: { input: 73_200, output: 10_086 } },
  });
});

test("lines of a megabyte and more are read", () => {
  expect(factsOf("cli-huge-line").tools).toMatchObject({ started: 3, finished: 3 });
  const { results } = factsOf("cli-huge-text");
  expect(results.last?.text).toMatch(/^Z+$/);
  expect(results.last?.blank).toBe(false);
});

test.each(["podlog-interleaved", "podlog-interleaved-timestamps"])(
  "in %s every line that stderr was spliced into is broken in two, and nothing else is lost",
  (name) => {
    const events = eventsIn(large(name));
    const torn = [28, 53, 78, 106, 131, 156, 184];
    expect(reasonsIn(events)).toEqual(
      torn.flatMap((line) => [
        [line, "damaged"],
        [line + 1, "headless"],
      ]),
    );
    expect(events.every(({ kind }) => kind !== "text")).toBe(true);
    expect(factsOf(name)).toMatchObject({
      counts: { events: 176 },
      tools: { started: 60, finished: 53 },
      results: { count: 1, last: { text: "All 60 steps finished." } },
    });
  },
);

test.each([
  ["podlog-rotated", 38],
  ["podlog-tail", 14],
])("%s lost its head, and is read from the next line on", (name, events) => {
  expect(reasonsIn(eventsIn(large(name)))).toEqual([[1, "headless"]]);
  const stream = factsOf(name);
  expect(stream).toMatchObject({
    counts: { events },
    session: { inits: 0, init: null },
    results: { last: { text: "All 60 steps finished." } },
    text: { count: 0 },
  });
  expect(stream.session.id).toBe(stream.results.last?.sessionId);
});

test("podlog-limit-bytes ends inside a line", () => {
  expect(reasonsIn(eventsIn(large("podlog-limit-bytes")))).toEqual([[37, "cut"]]);
  expect(factsOf("podlog-limit-bytes")).toMatchObject({
    lastLineCut: true,
    results: { count: 0 },
    tools: { started: 12, finished: 11, open: [{ name: "Bash" }] },
  });
});

test.each(["podlog-timestamps", "podlog-timestamps-huge"])(
  "%s says the same as the log without timestamps, and when",
  (name) => {
    const stamped = eventsIn(large(name));
    expect(stamped.every(({ kind }) => kind !== "text" && kind !== "broken")).toBe(true);
    expect(stamped.every(({ prefix }) => prefix === null)).toBe(true);
    const times = stamped.map(({ at }) => at ?? Number.NaN);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(times).not.toContain(Number.NaN);
  },
);

test("in podlog-cri-file what the runtime writes before a record is the event's prefix", () => {
  const events = eventsIn(large("podlog-cri-file"));
  expect(events.length).toBe(16);
  expect(new Set(events.map(({ prefix }) => prefix))).toEqual(new Set(["stdout F "]));
  expect(events.map(wireOf)).toEqual(eventsIn(large("podlog-timestamps")).map(wireOf));
});
