/**
 * Text as a terminal would show it, without backslashes: written again for the tests, character by character, so that
 * the classifier's own patterns are not proved by themselves.
 */
export function plainly(text: string): string {
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const escaped = text[at] === "\u001b" ? escapeLength(text, at) : 0;
    const code = text.codePointAt(at) ?? 0;
    if (escaped === 0 && code !== 0x5c) plain += isShown(code) ? String.fromCodePoint(code) : " ";
    at += escaped === 0 ? String.fromCodePoint(code).length : escaped;
  }
  return plain;
}

/** Whether a character moves the cursor, hides, turns the direction of writing, or is half of one. */
export function isShown(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
  if (code >= 0xd800 && code <= 0xdfff) return false;
  if (code === 0x61c || code === 0xfeff) return false;
  return !ranges.some(([from, to]) => code >= from && code <= to);
}

/** Zero-width and directional marks, line and paragraph separators, embeddings, isolates and invisible operators. */
const ranges = [
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
] as const;

/** Length of the escape sequence that begins here; 0 when none does. */
function escapeLength(text: string, at: number): number {
  const kind = text[at + 1] ?? "";
  if (kind === "[") {
    let end = at + 2;
    while (isBetween(text[end], "0", "?")) end += 1;
    while (isBetween(text[end], " ", "/")) end += 1;
    return isBetween(text[end], "@", "~") ? end + 1 - at : 0;
  }
  if (kind === "]") {
    let end = at + 2;
    while (end < text.length && text[end] !== "\u0007" && text[end] !== "\u001b") end += 1;
    if (text[end] === "\u0007") return end + 1 - at;
    return text[end + 1] === "\\" ? end + 2 - at : end - at;
  }
  return isBetween(kind, "@", "_") ? 2 : 0;
}

function isBetween(character: string | undefined, from: string, to: string): boolean {
  return character !== undefined && character.length === 1 && character >= from && character <= to;
}
