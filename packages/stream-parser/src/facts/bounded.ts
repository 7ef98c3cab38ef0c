import { cutText } from "../cut-text.ts";
import type { Limits } from "../limits.ts";

/** Facts outlive their events, so every text that comes from the stream is cut before it is kept. */
export function shortText(text: string, limits: Limits): string {
  return cutText(text, limits.textLength);
}

export function shortOrNull(text: string | null, limits: Limits): string | null {
  return text === null ? null : cutText(text, limits.textLength);
}

/** The newest entries and one more at the end, `count` in all. */
export function withLast<Entry>(entries: readonly Entry[], entry: Entry, count: number): readonly Entry[] {
  const kept = entries.slice(Math.max(0, entries.length - count + 1));
  kept.push(entry);
  return kept;
}
