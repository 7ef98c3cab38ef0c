/** A body that was read; `cut` when it broke off or was given up, `too-long` when reading on would not end well. */
export type ReadBody =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "cut" }
  | { readonly kind: "too-long" };

/** Reads a body to its end, or to `longestBytes`. It never rejects, and leaves nothing of the body behind. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  longestBytes: number,
): Promise<ReadBody> {
  if (body === null) return { kind: "read", text: "" };
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: "read", text: Buffer.concat(pieces).toString("utf8") };
      size += value.length;
      if (size > longestBytes) return { kind: "too-long" };
      pieces.push(value);
    }
  } catch {
    return { kind: "cut" };
  } finally {
    reader.cancel().catch(() => {});
  }
}
