/** The bytes of a text that holds only ASCII; any other letter becomes `?`, so that a length can be counted in letters. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    bytes[index] = code < 0x80 ? code : 0x3f;
  }
  return bytes;
}

/** The text of some bytes; every byte that is no printable ASCII becomes `?`. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let index = start; index < end; index += 1) {
    const code = Number(bytes[index]);
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "?";
  }
  return text;
}

/** Whether these bytes stand at this place. */
export function standsAt(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  if (bytes.length - start < wanted.length) return false;
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}
