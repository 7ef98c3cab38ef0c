import { isObject, textOf } from "../wire/fields.ts";

/** The arguments that say most about a call, the most telling first. */
const telling = ["command", "file_path", "pattern", "url", "query", "description", "prompt"] as const;

/** What a call of a tool is about: its most telling argument, else all of them as JSON. A stranger's text. */
export function callWords(input: unknown): string {
  const found = isObject(input)
    ? telling.map((key) => textOf(input[key])).find((text) => text !== null)
    : undefined;
  // What is no JSON, as `undefined`, has no text.
  return found ?? JSON.stringify(input) ?? "";
}
