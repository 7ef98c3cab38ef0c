import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** The bytes of a file in chunks, unzipped where they are gzip data. A failure is thrown by the iteration. */
export function bytesOfFile(path: string): AsyncIterable<Uint8Array> {
  return unzipped(createReadStream(path, { highWaterMark: 256 * 1024 }));
}

/**
 * The same bytes, or what they unzip to: gzip is known by its first two bytes, since a file's name may say anything.
 * A stream-json transcript can't begin with them.
 */
export async function* unzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  while (head.reduce((sum, { byteLength }) => sum + byteLength, 0) < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    head.push(next.value);
  }
  const all = resumed(head, chunks);
  yield* isGzip(head) ? gunzipped(all) : all;
}

function isGzip(head: readonly Uint8Array[]): boolean {
  const [first, second] = head.flatMap((chunk) => [...chunk.subarray(0, 2)]);
  return first === 0x1f && second === 0x8b;
}

async function* resumed(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* head;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

async function* gunzipped(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  // The callback's error also ends the iteration below, where it is thrown.
  const unzip = pipeline(Readable.from(source), createGunzip(), () => {});
  for await (const chunk of unzip) if (chunk instanceof Uint8Array) yield chunk;
}
