import type { TextEvent } from "../events.ts";
import { addLast, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";

export function addText({ text, limits }: Draft, event: TextEvent): void {
  text.count += 1;
  if (event.text.trim() === "") return;
  const entry = { line: event.line, text: shortText(event.text, limits) };
  if (text.head.length < limits.textLines) text.head.push(entry);
  else addLast(text.tail, entry, limits.textLines);
}
