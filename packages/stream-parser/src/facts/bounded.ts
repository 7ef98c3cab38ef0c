import { cutText } from "../cut-text.ts";
import type { Limits } from "../limits.ts";

/** Facts outlive their events, so every text that comes from the stream is cut before it is kept. */
export function shortText(text: string, limits: Limits): string {
  return cutText(text, limits.textLength);
}

export function shortOrNull(text: string | null, limits: Limits): string | null {
  return text === null ? null : cutText(text, limits.textLength);
}

/** Adds an entry at the end of a list that keeps the newest `count`. */
export function addLast<Entry>(entries: Entry[], entry: Entry, count: number): void {
  entries.push(entry);
  if (entries.length > count) entries.shift();
}
