import { expect, test } from "vitest";
import { nothingSeen, observe, type StreamEvent, wireOf } from "@runverdict/stream-parser";
import { eventsIn, only } from "./support/streams-of.ts";

// Frames are looked at through the events that are made of them: the two differ only in names.

function linesIn(input: string): readonly StreamEvent[] {
  return eventsIn(input);
}

function lineIn(input: string): StreamEvent {
  return only(linesIn(input));
}

const event = '{"type":"assistant","message":{"content":[]}}';
const stamp = "2026-11-20T19:54:19.101Z ";
const at = Date.UTC(2026, 10, 20, 19, 54, 19, 101);

test("an object with a string type is an event, however it is spaced", () => {
  expect(lineIn(`${event}\n`)).toMatchObject({ kind: "assistant", prefix: null, suffix: null });
  expect(lineIn(`  ${event}\t \r\n`)).toMatchObject({ kind: "assistant", prefix: null, suffix: null });
});

test("other JSON is somebody else's text", () => {
  for (const text of ['{"level":"info","msg":"x"}', '{"type":7}', "{}", "[1]", '"text"', "null", "17"]) {
    expect(lineIn(`${text}\n`)).toMatchObject({ kind: "text", text });
  }
});

test("a type that stands deeper, or inside a string, is not the event's", () => {
  expect(lineIn('{"message":{"type":"result"}}\n').kind).toBe("text");
  expect(lineIn('{"a":"\\"type\\":\\"result\\"","b":1}\n').kind).toBe("text");
  expect(lineIn('{"message":{"type":"message"},"type":"assistant"}\n').kind).toBe("assistant");
});

test("a byte order mark is stripped at the start of the stream, and nowhere else", () => {
  const [first, second] = linesIn(`\ufeff${event}\n\ufeff${event}\n`);
  expect(first).toMatchObject({ kind: "assistant", prefix: null, offset: 0, byteLength: event.length + 3 });
  expect(second).toMatchObject({ kind: "assistant", prefix: "\ufeff" });
  expect(lineIn("\ufeff")).toMatchObject({ kind: "text", text: "" });
  expect(eventsIn(Uint8Array.of(0xef, 0xbb, 0x0a, 0xbf))[0]).toMatchObject({ kind: "text", text: "\ufffd" });
});

test("the kubelet's timestamp is taken off any line", () => {
  expect(lineIn(`${stamp}${event}\n`)).toMatchObject({ kind: "assistant", at, prefix: null });
  expect(lineIn(`${stamp}Cloning into 'repo'...\n`)).toMatchObject({
    kind: "text",
    at,
    text: "Cloning into 'repo'...",
  });
  expect(lineIn(`${stamp}{"type":"assist\n`)).toMatchObject({ kind: "broken", at, text: '{"type":"assist' });
  expect(lineIn(`\ufeff${stamp}${event}\n`)).toMatchObject({ kind: "assistant", at });
});

test("where timestamps are not asked for they are foreign text", () => {
  expect(only(eventsIn(`${stamp}${event}\n`, { timestamps: "never" }))).toMatchObject({
    kind: "assistant",
    prefix: stamp,
    at: null,
  });
});

test("foreign text before an event is its prefix", () => {
  expect(lineIn(`\u001b[32m[entry]\u001b[0m ${event}\n`)).toMatchObject({
    kind: "assistant",
    prefix: "\u001b[32m[entry]\u001b[0m ",
  });
  expect(lineIn(`${stamp}stdout F ${event}\n`)).toMatchObject({ kind: "assistant", at, prefix: "stdout F " });
});

test("foreign text behind an event is its suffix", () => {
  expect(lineIn(`${event}Warning: no stdin data\n`)).toMatchObject({
    kind: "assistant",
    suffix: "Warning: no stdin data",
  });
  expect(lineIn(`${event}${event}\n`)).toMatchObject({ kind: "assistant", suffix: event });
});

test("an object that the harness quotes is not an event", () => {
  const text = 'API Error: 500 {"type":"error","error":{"type":"api_error"}}';
  expect(lineIn(`${text}\n`)).toMatchObject({ kind: "text", text });
  const log = `[DEBUG] Inject messages: { echo '{"type":"user","message":{"role":"user"}}'; } | socat -`;
  expect(lineIn(`${log}\n`)).toMatchObject({ kind: "text", text: log });
  const other = 'warning: odd settings {"permissions": {';
  expect(lineIn(`${other}\n`)).toMatchObject({ kind: "text", text: other });
});

test("an object that goes on behind its end was part of another one", () => {
  for (const behind of [',"uuid":"a"}', "}", " ]}", ' : "x"']) {
    expect(lineIn(`{"type":"result","is_error":false}${behind}\n`)).toMatchObject({
      kind: "broken",
      reason: "damaged",
    });
  }
});

test("a line that begins like an object and can't be read is damaged, or cut if nothing ended it", () => {
  for (const text of ['{"type":"assistant","mess', '{"a":1} and more', '{"type":"x",}', '{"type":7} x']) {
    expect(lineIn(`${text}\n`)).toMatchObject({ kind: "broken", reason: "damaged", text });
    expect(lineIn(text)).toMatchObject({ kind: "broken", reason: "cut", text });
  }
});

test("a brace that no quote follows begins no event", () => {
  for (const text of ["{ echo hi; }", "{", "{'method': 'post'}"]) {
    expect(lineIn(`${text}\n`)).toMatchObject({ kind: "text", text });
  }
});

test("an event behind foreign text that can't be read is broken too", () => {
  expect(lineIn('[entry] {"type":"assistant","message":"401 unauth\n')).toMatchObject({
    kind: "broken",
    reason: "damaged",
  });
  expect(lineIn('[entry] {"type":"assistant","message":"401 unauth')).toMatchObject({ reason: "cut" });
});

test("what was spliced into a line breaks it in two, and the harness's own lines between stay text", () => {
  const head =
    '{"type":"user","message":{"content":[{"type":"tool_result","content":"1\\n2\\Warning: no stdin data';
  const rest = 'n3\\n401 unauthorized","is_error":false}]},"uuid":"a"}';
  const events = linesIn(`${event}\n${head}\n[DEBUG] still here\n${rest}\nplain text\n`);
  expect(events.map((one) => (one.kind === "broken" ? one.reason : one.kind))).toEqual([
    "assistant",
    "damaged",
    "text",
    "headless",
    "text",
  ]);
});

test("an event behind the rest of another line is not believed", () => {
  const events = linesIn(`{"type":"user","message":"cut\nwords \\"and","input":${event}\n`);
  expect(events[1]).toMatchObject({ kind: "broken", reason: "headless" });
});

test("a stream that lost its head begins with a broken line", () => {
  const [first, second] = linesIn(`9324\\n49325\\n401","is_error":false}]},"uuid":"a"}\n${event}\n`);
  expect(first).toMatchObject({ kind: "broken", reason: "headless" });
  expect(second?.kind).toBe("assistant");
});

test("where records have timestamps a line without one is a fragment", () => {
  const events = linesIn(
    [
      `${stamp}${event}`,
      "unstamped words",
      `${stamp}stamped words`,
      "",
      '{"level":"info"}',
      `${stamp}{"level":"info"}`,
      "unable to retrieve container logs for containerd://eee907d33",
      "",
    ].join("\n"),
  );
  expect(events.map((one) => (one.kind === "broken" ? one.reason : one.kind))).toEqual([
    "assistant",
    "headless",
    "text",
    "text",
    "headless",
    "text",
    "text",
  ]);
});

test("the object dumps of ANTHROPIC_LOG=debug are text", () => {
  const dump = [
    "[log_1] sending request {",
    "  method: 'post',",
    "  headers: {",
    "    'x-app': 'cli'",
    "  }",
    "}",
  ];
  for (const before of [[], [event]]) {
    const events = linesIn(`${[...before, ...dump].join("\n")}\n`).slice(before.length);
    expect(events.map(({ kind }) => kind)).toEqual(dump.map(() => "text"));
  }
});

test("an oversized line is broken, shows its beginning, and hides nothing of its length", () => {
  const input = `{"type":"user","message":"${"é".repeat(100)}"}\n${event}\n`;
  const [first, second] = eventsIn(input, { limits: { lineBytes: 60, textLength: 30 } });
  expect(first).toMatchObject({
    kind: "broken",
    reason: "oversized",
    text: `{"type":"user","message":"${"é".repeat(4)}`,
    byteLength: 26 + 200 + 2,
  });
  expect(second?.kind).toBe("assistant");
});

test("the preview of a broken line is cut", () => {
  expect(only(eventsIn(`{"type":"${"x".repeat(100)}\n`, { limits: { textLength: 10 } }))).toMatchObject({
    kind: "broken",
    text: '{"type":"x',
  });
});

test("a large init is skimmed, and read when somebody asks", () => {
  const tools = Array.from({ length: 300 }, (_, index) => `Tool${index}`);
  const line = { type: "system", subtype: "init", session_id: "s", model: "claude-x", tools };
  const read = only(eventsIn(`${JSON.stringify(line)}\n`));
  if (read.kind !== "init") throw new TypeError("This is an init.");
  expect(read).toMatchObject({ sessionId: "s", body: { kind: "raw" } });
  expect(wireOf(read)).toEqual(line);
  expect(observe(nothingSeen, read).session).toMatchObject({ id: "s", init: { model: "claude-x" } });
  const unread = { ...read, body: { kind: "raw", latin1: "{" } } as const;
  expect(observe(nothingSeen, unread).session).toMatchObject({ id: "s", init: { model: null, tools: [] } });
});

test("a large tool call or result is skimmed, and another large line is parsed", () => {
  const large = (type: string): string =>
    `{"type":"${type}","message":{"content":[{"type":"tool_result","tool_use_id":"a","content":"${"x".repeat(5000)}"}]}}`;
  const said = large("assistant").replace('"content":"x', '"text":"x');
  const [skimmed, called, parsed, stamped, broken] = linesIn(
    `${large("user")}\n${large("assistant")}\n${said}\n${stamp}${large("user")}\n${large("user").slice(0, -1)}\n}`,
  );
  expect(skimmed).toMatchObject({ kind: "user", body: { kind: "raw" }, at: null });
  expect(called).toMatchObject({ kind: "assistant", body: { kind: "raw" }, at: null });
  expect(parsed).toMatchObject({ kind: "assistant", body: { kind: "parsed" } });
  expect(stamped).toMatchObject({ kind: "user", body: { kind: "raw" }, at });
  expect(broken).toMatchObject({ kind: "broken", reason: "damaged" });
});
