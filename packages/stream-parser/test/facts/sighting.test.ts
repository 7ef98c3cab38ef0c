import { expect, test } from "vitest";
import { parseTranscript } from "@runverdict/stream-parser";
import type { EventKind } from "@runverdict/stream-parser";
import { factsOf, factsWith, textOf, type LineOf } from "../support/streams-of.ts";
import { init, result, system } from "../support/wire.ts";

const oneOfEach: readonly (readonly [EventKind, string | null, LineOf])[] = [
  ["init", "system/init", init()],
  ["assistant", "assistant", { type: "assistant" }],
  ["user", "user", { type: "user" }],
  ["result", "result/error_max_turns", result({ subtype: "error_max_turns" })],
  ["result", "result", { type: "result" }],
  ["partial", "stream_event", { type: "stream_event" }],
  ["system", "system/status", system("status")],
  ["system", "system", { type: "system" }],
  ["rate-limit", "rate_limit_event", { type: "rate_limit_event" }],
  ["tool-progress", "tool_progress", { type: "tool_progress" }],
  ["control", "keep_alive", { type: "keep_alive" }],
  ["notice", "auth_status", { type: "auth_status" }],
  ["unrecognised", "brand_new", { type: "brand_new" }],
  ["text", null, "words"],
  ["broken", null, '{"type":'],
];

test.each(oneOfEach)("a %s line is counted as that and sighted as %s", (kind, name, line) => {
  const { counts, first, last } = factsOf(line);
  expect(counts.byKind[kind]).toBe(1);
  expect(Object.values(counts.byKind).reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(counts.events).toBe(name === null ? 0 : 1);
  expect(first).toEqual({ line: 1, kind, name, at: null });
  expect(last).toEqual(first);
});

test("all bytes are counted, terminators too", () => {
  const input = "é\r\n\nlast";
  expect(parseTranscript(input).counts).toMatchObject({
    bytes: new TextEncoder().encode(input).length,
    lines: 3,
    events: 0,
  });
});

test("an oversized line is broken, and counted as oversized too", () => {
  const { counts } = factsWith({ lineBytes: 10 }, "x".repeat(11), '{"type":', "x");
  expect(counts).toMatchObject({ lines: 3, oversized: 1, byKind: { broken: 2, text: 1 } });
});

test("an event is sighted at the kubelet's time, else at its own", () => {
  const own = { type: "assistant", timestamp: "2026-11-20T19:54:18.5Z" };
  const at = Date.UTC(2026, 10, 20, 19, 54, 18, 500);
  expect(factsOf(own).last?.at).toBe(at);
  expect(factsOf(`2026-11-20T19:54:19Z ${JSON.stringify(own)}`).last?.at).toBe(at + 500);
  expect(factsOf({ type: "assistant", timestamp: "yesterday" }).last?.at).toBeNull();
  expect(factsOf({ type: "assistant", timestamp: 17 }).last?.at).toBeNull();
});

test("a name is cut like any text", () => {
  expect(factsWith({ textLength: 5 }, { type: "brand_new" }).last?.name).toBe("brand");
});

test.each([
  ["a whole event", textOf([result()]), false],
  ["a whole event that no newline follows", textOf([result()]).trimEnd(), false],
  ["a cut event", '{"type":"result","resu', true],
  ["a text that a newline follows", "words\n", false],
  ["a text that nothing follows", "words", true],
  ["a cut event, and then the stream went on", '{"type":"result","resu\nwords\n', false],
  ["nothing", "", false],
])("whether the last line was cut: %s", (_, input, cut) => {
  expect(parseTranscript(input).lastLineCut).toBe(cut);
});
