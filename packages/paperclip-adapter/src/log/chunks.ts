/** The host cuts what is longer than 65,536 characters in the middle. */
export const CHUNK_BYTES: number = 64 * 1024;

/**
 * A text in pieces of at most `CHUNK_BYTES` in UTF-8, which joined give the text again. Nothing is put between them: the
 * host joins the chunks of its log too, and a mark would break the JSON of the line.
 */
export function inChunks(text: string): readonly string[] {
  if (Buffer.byteLength(text) <= CHUNK_BYTES) return [text];
  const bytes = Buffer.from(text);
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = characterBefore(bytes, Math.min(at + CHUNK_BYTES, bytes.length));
    chunks.push(bytes.toString("utf8", at, end));
    at = end;
  }
  return chunks;
}

/** The last place up to `at` where no character is cut: bytes within one begin with the bits 10. */
function characterBefore(bytes: Uint8Array, at: number): number {
  let end = at;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
