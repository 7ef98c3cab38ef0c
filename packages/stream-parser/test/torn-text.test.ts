import { expect, test } from "vitest";
import { restOf } from "../src/torn-text.ts";

test.each([
  ["a string's rest", 'n10610\\n10611","is_error":false}]},"uuid":"a"}'],
  ["a rest that begins with a closer", '"}]},"parent_tool_use_id":null}'],
  ["a rest with braces in its strings", 'f() {","x":"}{{"}]}'],
  ["a rest that ends in an escaped quote", 'word \\"quoted\\" and \\\\"}'],
  ["a rest with a space behind it", '"uuid":"a"}} '],
])("%s is the end of an object", (_, text) => {
  expect(restOf(text, "at-start")).toBe("end");
  expect(restOf(text, "after-broken")).toBe("end");
});

test.each([
  ["an escape outside quotes", "n10610\\n10611"],
  ["an escaped quote", 'it said \\"no and then Warning: no stdin'],
  ["a comma between two strings", 'words","more words'],
  ["a colon behind a key", 'is_error":false'],
])("after a broken line %s is enough to be the inside of an object", (_, text) => {
  expect(restOf(text, "after-broken")).toBe("inside");
  expect(restOf(text, "at-start")).toBe("none");
  expect(restOf(`${text} `.repeat(3), "at-start")).toBe("inside");
});

test("a line as long as a record is the inside of an object, whatever it says", () => {
  expect(restOf("Z".repeat(8000), "at-start")).toBe("inside");
  expect(restOf("Z".repeat(7999), "at-start")).toBe("none");
});

test("a run that failed to start may quote an escape", () => {
  expect(restOf("SyntaxError: Unexpected token '\\n' in settings.json", "at-start")).toBe("none");
});

test.each([
  ["words", "error: unknown option '--no-such-flag'"],
  ["a quoted object", '[claude-code:unrecognized_model] {"model":"my-gateway/llama-9","query_source":"sdk"}'],
  ["an API error", 'API Error: 500 {"type":"error","error":{"type":"api_error","message":"a \\"b\\" \\n"}}'],
  ["a line that ends with brackets it opened", 'tools: [{"name":"a"},{"name":"b"}] {}'],
  ["a backslash before an ordinary letter", "C:\\Program Files\\git"],
  ["a backslash at the end", "a \\"],
  ["an opening brace", "headers: {"],
  ["nothing", ""],
])("%s is text", (_, text) => {
  expect(restOf(text, "at-start")).toBe("none");
  expect(restOf(text, "after-broken")).toBe("none");
});

test("a bare closing brace ends a dump, unless a line broke before it", () => {
  expect(restOf("  }", "at-start")).toBe("none");
  expect(restOf("}", "after-broken")).toBe("end");
});
