import { tells } from "@runverdict/stream-parser/describe";
import { expect, test } from "vitest";
import { eventOf, type LineOf } from "../support/streams-of.ts";
import { assistant, partial, result, system } from "../support/wire.ts";

test.each<[string, LineOf]>([
  ["an answer", assistant({ content: [{ type: "text", text: "Done." }] })],
  ["a result", result()],
  ["a retry", system("api_retry")],
  ["a system event without a name", { type: "system" }],
  ["an event that nobody knows", { type: "news" }],
  ["foreign words", "Killed"],
  ["a broken line", '{"type":'],
])("%s tells something", (_what, line) => {
  expect(tells(eventOf(line))).toBe(true);
});

test.each<[string, LineOf]>([
  ["a fragment of a message", partial({ type: "content_block_delta" })],
  ["a hook that begins", system("hook_started")],
  ["a life sign", { type: "keep_alive" }],
  ["an empty line", "   "],
])("%s tells nothing", (_what, line) => {
  expect(tells(eventOf(line))).toBe(false);
});
