import { wireOf } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { eventOf } from "./support/streams-of.ts";
import { toolResult, user } from "./support/wire.ts";

test("a parsed event has its object at hand, with whatever nobody knows", () => {
  const line = { type: "result", is_error: false, new_field: { deep: [1] } };
  expect(wireOf(eventOf(line))).toEqual(line);
});

test("a skimmed event is parsed when somebody asks", () => {
  const line = user([{ ...toolResult("a"), content: "é".repeat(5000) }]);
  const event = eventOf(line);
  expect(event).toMatchObject({ kind: "user", body: { kind: "raw" } });
  expect(wireOf(event)).toEqual(line);
});

test("a skimmed event that is no JSON after all has no object", () => {
  const text = JSON.stringify(user([{ ...toolResult("a"), content: "x".repeat(5000) }]));
  const event = eventOf(text.replace("xxx", "\\q"));
  expect(event).toMatchObject({ kind: "user", body: { kind: "raw" } });
  expect(wireOf(event)).toBeNull();
});

test("text and broken lines have no object", () => {
  expect(wireOf(eventOf("words"))).toBeNull();
  expect(wireOf(eventOf('{"type":'))).toBeNull();
});
