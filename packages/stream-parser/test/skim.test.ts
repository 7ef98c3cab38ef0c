import { expect, test } from "vitest";
import { skimUser } from "../src/skim.ts";
import { readUser, type UserFields } from "../src/wire/user.ts";

/** What a parser that builds everything says of the same text. */
function parsed(text: string): UserFields {
  return readUser(JSON.parse(text));
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
  ['{"type":"user","session_id":"a\\u0062c\\n","message":{"content":[]}}'],
  ['{"type":"assistant","type":"user","session_id":"a","session_id":"b"}'],
  [
    '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"a"}]},"message":{"content":[{"type":"tool_result","tool_use_id":"b"}]}}',
  ],
  ['{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"a"}],"content":"none"}}'],
  ['{"type":"user","__proto__":{"session_id":"x"},"message":{}}'],
])("skimming %s says the same as parsing it", (text) => {
  expect(skimUser(text)).toEqual(parsed(text));
});

test.each([
  ["no object", '["type","user"]'],
  ["another type", '{"type":"assistant","message":{"content":[]}}'],
  ["a type of another shape", '{"type":["user"]}'],
  ["no type", '{"message":{"content":[]}}'],
  ["a line that was cut", '{"type":"user","message":{"content":[{"type":"tool_result"'],
  ["a string that was cut", '{"type":"user","session_id":"abc'],
  ["something behind the object", '{"type":"user"}{"type":"user"}'],
  ["an escape in a key", '{"type":"user","session\\u005fid":"s"}'],
  ["an escape in a key of the message", '{"type":"user","message":{"cont\\u0065nt":[]}}'],
  ["an escape in a key of a block", '{"type":"user","message":{"content":[{"typ\\u0065":"tool_result"}]}}'],
  ["a message that is no object", '{"type":"user","message":"text"}'],
  ["a value that is no JSON", '{"type":"user","session_id":nil}'],
  ["an id that is not ASCII", '{"type":"user","session_id":"é"}'],
])("%s is left to the parser", (_, text) => {
  expect(skimUser(text)).toBeNull();
});
