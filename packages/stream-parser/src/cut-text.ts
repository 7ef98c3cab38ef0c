/**
 * At most `length` code units of a text, never half a surrogate pair.
 *
 * A cut text is a copy of its own: engines represent a plain slice as a window on the whole text, and a fact of a
 * few thousand characters would keep a line of megabytes alive. Joining something to the slice and taking it off
 * again leaves a window on the short joined text only.
 */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
  return ` ${text.slice(0, end)}`.slice(1);
}
