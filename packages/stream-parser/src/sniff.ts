/** `{"type":"` */
const TYPE_FIRST = [0x7b, 0x22, 0x74, 0x79, 0x70, 0x65, 0x22, 0x3a, 0x22] as const;
/** `user"` */
const USER = [0x75, 0x73, 0x65, 0x72, 0x22] as const;
/** `system","subtype":"init"` */
const INIT = [
  0x73, 0x79, 0x73, 0x74, 0x65, 0x6d, 0x22, 0x2c, 0x22, 0x73, 0x75, 0x62, 0x74, 0x79, 0x70, 0x65, 0x22, 0x3a,
  0x22, 0x69, 0x6e, 0x69, 0x74, 0x22,
] as const;
/** `assistant"` */
const ASSISTANT = [0x61, 0x73, 0x73, 0x69, 0x73, 0x74, 0x61, 0x6e, 0x74, 0x22] as const;

/**
 * Whether the line that begins at `start` may be a `user` or `assistant` event, or an init. Where `type` is the first key its value
 * decides; the results of the newest CLIs begin with other keys, and then it may stand anywhere.
 */
export function mayBeSkimmed(bytes: Uint8Array, start: number): boolean {
  if (!hasAt(bytes, start, TYPE_FIRST)) return true;
  const value = start + TYPE_FIRST.length;
  return hasAt(bytes, value, USER) || hasAt(bytes, value, ASSISTANT) || hasAt(bytes, value, INIT);
}

function hasAt(bytes: Uint8Array, start: number, wanted: readonly number[]): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}
