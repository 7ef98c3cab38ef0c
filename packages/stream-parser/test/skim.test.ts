import { expect, test } from "vitest";
import { createDecoding } from "../src/decoding.ts";
import { jsonBytes } from "../src/json-bytes.ts";
import { createKnownLists } from "../src/known-lists.ts";
import { skim, type Skimmed } from "../src/skim.ts";
import { readAssistant } from "../src/wire/assistant.ts";
import { readUser } from "../src/wire/user.ts";

/** Skims a text in whose buffer other things stand before and behind it, as they do in a chunk. */
function skimmed(text: string, behind = '"}]}}\n', known = createKnownLists()): Skimmed | null {
  const bytes = new TextEncoder().encode(`{"a":${text}${behind}`);
  const length = new TextEncoder().encode(text).length;
  return skim(jsonBytes(bytes, 5, 5 + length, createDecoding().latin1), known);
}

/** What a parser that builds everything says of the same text. */
function parsed(text: string): Skimmed {
  const wire = JSON.parse(text);
  return wire.type === "user"
    ? { kind: "user", fields: readUser(wire) }
    : { kind: "assistant", fields: readAssistant(wire) };
}

test.each([
  ['{"type":"user"}'],
  [
    '{"type":"user","message":{"role":"user","content":[{"tool_use_id":"a","type":"tool_result","content":"x\\"]}","is_error":true},{"type":"tool_result","tool_use_id":"b"}]},"parent_tool_use_id":"p","session_id":"s","timestamp":"2026-11-20T19:54:19Z","isSynthetic":true,"isReplay":true,"tool_use_result":{"stdout":["{"]}}',
  ],
  ['{"session_id":null,"message":{"content":"only text"},"type":"user","parent_tool_use_id":7}'],
  [' { "message" : { "content" : [ "text" , null , [ { "type" : "tool_result" } ] ] } , "type" : "user" } '],
  [
    '{"type":"user","message":{"content":[{"type":"text","text":"hi"},{"type":"tool_result","tool_use_id":5}]}}',
  ],
  ['{"type":"assistant","type":"user","session_id":"a","session_id":"b"}'],
  [
    '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"a"}]},"message":{"content":[{"type":"tool_result","tool_use_id":"b"}]}}',
  ],
  ['{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"a"}],"content":"none"}}'],
  ['{"type":"user","__proto__":{"session_id":"x"},"message":{}}'],
])("skimming %s says the same as parsing it", (text) => {
  expect(skimmed(text)).toEqual(parsed(text));
});

test.each([
  ["no object", '["type","user"]'],
  ["another type", '{"type":"tool_progress","message":{"content":[]}}'],
  ["another system event", '{"type":"system","subtype":"status","session_id":"s"}'],
  ["a user with a subtype", '{"type":"user","subtype":"init","message":{"content":[]}}'],
  ["a result", '{"duration_api_ms":7,"type":"user","message":{"content":[]}}'],
  ["a type of another shape", '{"type":["user"]}'],
  ["no type", '{"message":{"content":[]}}'],
  ["a line that was cut", '{"type":"user","message":{"content":[{"type":"tool_result"'],
  ["a string that was cut", '{"type":"user","session_id":"abc'],
  ["something behind the object", '{"type":"user"}{"type":"user"}'],
  ["an escape in a key", '{"type":"user","session\\u005fid":"s"}'],
  ["an escape in a key of the message", '{"type":"user","message":{"cont\\u0065nt":[]}}'],
  ["an escape in a key of a block", '{"type":"user","message":{"content":[{"typ\\u0065":"tool_result"}]}}'],
  ["an escape in an id", '{"type":"user","session_id":"a\\u0062c","message":{"content":[]}}'],
  ["an id that was cut", '{"type":"user","session_id":"abc'],
  ["a message that is no object", '{"type":"user","message":"text"}'],
  ["a value that is no JSON", '{"type":"user","session_id":;}'],
  ["what an assistant says", '{"type":"assistant","message":{"content":[{"type":"text","text":"a"}]}}'],
  ["what an assistant says as a string", '{"type":"assistant","message":{"content":"a"}}'],
  [
    "what somebody says, who turns out an assistant",
    '{"message":{"content":[{"text":"a"}]},"type":"assistant"}',
  ],
  ["an assistant without a message", '{"type":"assistant"}'],
  ["words of the harness", '{"type":"assistant","message":{"model":"<synthetic>","content":[]}}'],
  ["an id that is not ASCII", '{"type":"user","session_id":"é"}'],
])("%s is left to the parser", (_, text) => {
  expect(skimmed(text)).toBeNull();
});

const USAGE =
  '{"input_tokens":7,"output_tokens":-1.5,"cache_read_input_tokens":1e999,"cache_creation_input_tokens":"7"}';

test.each([
  [
    `{"type":"assistant","message":{"id":"m","model":"claude","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"a":"\\"}"}},{"type":"thinking","thinking":"x","signature":"y"},7],"stop_reason":"tool_use","usage":${USAGE}},"parent_tool_use_id":"p","session_id":"s","timestamp":"2026-11-20T19:54:19Z","aborted":true}`,
  ],
  [`{"message":{"usage":${USAGE},"usage":null,"content":[{"type":"tool_use"}]},"type":"assistant"}`],
  [
    '{"type":"assistant","message":{"id":7,"model":null,"stop_reason":{},"content":null,"usage":{"input_tokens":null}}}',
  ],
  [
    '{"type":"assistant","message":{"content":[{"type":"text","text":"a"}]},"message":{"content":[]}}'.replace(
      '[{"type":"text","text":"a"}]',
      "[]",
    ),
  ],
])("skimming the call %s says the same as parsing it", (text) => {
  expect(skimmed(text)).toEqual(parsed(text));
});

test("a line that was cut is not finished by the next one", () => {
  expect(skimmed('{"type":"user","session_id":"a"', "\n}")).toBeNull();
  expect(skimmed('{"type":"user","message":{"content":[]', "\n}}")).toBeNull();
  expect(skimmed('{"type":"user","message":{"content":[]}', "}")).toBeNull();
});

test("of an init only whose it is, and when it was written, is read", () => {
  const line =
    '{"type":"system","subtype":"init","tools":["a","b]"],"session_id":"s","timestamp":"2026-11-20T19:54:19Z"}';
  expect(skimmed(line)).toEqual({
    kind: "init",
    fields: { sessionId: "s", timestamp: "2026-11-20T19:54:19Z" },
  });
  expect(skimmed(line.replace('["a",', '["a",['))).toBeNull();
});

test("an init with the lists of the one before is read like any other", () => {
  const known = createKnownLists();
  const init = (tools: readonly string[], session: string) =>
    JSON.stringify({ type: "system", subtype: "init", tools, mcp_servers: [], session_id: session });
  const sessionOf = (line: string) => skimmed(line, "\n", known)?.fields.sessionId;
  expect(sessionOf(init(["Bash", "]"], "a"))).toBe("a");
  expect(sessionOf(init(["Bash", "]"], "b"))).toBe("b");
  expect(sessionOf(init(["Bash"], "c"))).toBe("c");
  expect(sessionOf(init(["Bash", "]"], "d").slice(0, -1))).toBeUndefined();
});
