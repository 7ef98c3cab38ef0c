import { cutText } from "../cut-text.ts";
import type { Limits } from "../limits.ts";

/** Facts outlive their events, so every text that comes from the stream is cut before it is kept. */
export function shortText(text: string, limits: Limits): string {
  return cutText(text, limits.textLength);
}

export function shortOrNull(text: string | null, limits: Limits): string | null {
  return text === null ? null : cutText(text, limits.textLength);
}

/** The list itself, if nothing of it is too long: lists of tools come with every turn. */
export function shortTexts(texts: readonly string[], limits: Limits): readonly string[] {
  const isShort = texts.length <= limits.entries && texts.every((text) => text.length <= limits.textLength);
  return isShort ? texts : texts.slice(0, limits.entries).map((text) => shortText(text, limits));
}

/** Adds an entry at the end of a list that keeps the newest `count`. */
export function addLast<Entry>(entries: Entry[], entry: Entry, count: number): void {
  entries.push(entry);
  if (entries.length > count) entries.shift();
}
