import type { TextEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { TextFacts } from "../parsed-stream.ts";
import { shortText, withLast } from "./bounded.ts";

export function textAfter(facts: TextFacts, event: TextEvent, limits: Limits): TextFacts {
  const count = facts.count + 1;
  if (event.text.trim() === "") return { ...facts, count };
  const entry = { line: event.line, text: shortText(event.text, limits) };
  if (facts.head.length < limits.textLines) return { ...facts, count, head: [...facts.head, entry] };
  return { ...facts, count, tail: withLast(facts.tail, entry, limits.textLines) };
}
