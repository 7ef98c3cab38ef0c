import fc from "fast-check";

/**
 * The bytes cut into chunks anywhere, also inside UTF-8 sequences: whole, in even sizes (byte by byte only when they
 * are few), or at random places, now and then with empty chunks between. Joined, the chunks are the bytes.
 */
export function chunkings(bytes: Uint8Array): fc.Arbitrary<readonly Uint8Array[]> {
  return cutPoints(bytes.length).map((points) =>
    between(points, bytes.length).map(([from, to]) => bytes.slice(from, to)),
  );
}

/** A text cut into chunks anywhere, also inside surrogate pairs. Joined, the chunks are the text. */
export function textChunkings(text: string): fc.Arbitrary<readonly string[]> {
  return cutPoints(text.length).map((points) =>
    between(points, text.length).map(([from, to]) => text.slice(from, to)),
  );
}

/** The bytes in chunks of one size; the last one may be shorter. */
export function evenChunks(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.slice(index * size, (index + 1) * size));
}

/** Places in ascending order; one that occurs twice makes an empty chunk. */
function cutPoints(length: number): fc.Arbitrary<readonly number[]> {
  const place = fc.nat({ max: length });
  const few = fc
    .array(place, { maxLength: 40 })
    .map((points) => points.toSorted((left, right) => left - right));
  // Byte by byte only what is short, so that a transcript of megabytes stays affordable.
  const least = Math.ceil((length + 1) / 5_000);
  const even = fc
    .integer({ min: least, max: least + 300 })
    .map((size) => Array.from({ length: Math.floor(length / size) }, (_, index) => (index + 1) * size));
  const doubled = few.map((points) => points.flatMap((point) => [point, point]));
  // A single region cut byte by byte: cheap on a long input, and as hard as cutting everything.
  const shredded = fc
    .tuple(place, fc.nat({ max: 200 }))
    .map(([from, count]) =>
      Array.from({ length: Math.min(count, length - from) }, (_, index) => from + index),
    );
  return fc.oneof(few, even, doubled, shredded);
}

/** The stretches between the places, from the beginning to the end. */
function between(points: readonly number[], length: number): readonly (readonly [number, number])[] {
  let from = 0;
  return [...points, length].map((to) => {
    const stretch = [from, to] as const;
    from = to;
    return stretch;
  });
}
