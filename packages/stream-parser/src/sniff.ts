/** `{"type":"` */
const TYPE_FIRST = [0x7b, 0x22, 0x74, 0x79, 0x70, 0x65, 0x22, 0x3a, 0x22] as const;
/** `user"` */
const USER = [0x75, 0x73, 0x65, 0x72, 0x22] as const;

/**
 * Whether the line that begins at `start` may be a `user` event. Where `type` is the first key its value decides; the
 * results of the newest CLIs begin with other keys, and then it may stand anywhere.
 */
export function mayBeUser(bytes: Uint8Array, start: number): boolean {
  return !hasAt(bytes, start, TYPE_FIRST) || hasAt(bytes, start + TYPE_FIRST.length, USER);
}

function hasAt(bytes: Uint8Array, start: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[start + index] === byte);
}
