/** A column of the host's database, which is Postgres. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * Why the database does not take a value; null where it does. A NUL is no text to it, nor is half of a character in
 * JSON (§0.3): the update of the run then fails as a whole.
 */
export function storeFault(value: unknown): string | null {
  if (typeof value === "string")
    return value.includes("\0") || !value.isWellFormed() ? "unsupported Unicode escape sequence" : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const fault = storeFault(key) ?? storeFault(part);
    if (fault !== null) return fault;
  }
  return null;
}

const MOST_BYTES = 64 * 1024;
const shownOfLarge: Readonly<Record<string, number>> = {
  summary: 500,
  result: 500,
  message: 500,
  error: 500,
  stdout: 4096,
  stderr: 4096,
};

/** What the API shows of a stored object: all of it, or a few texts where it is larger than 64 KiB (§2). */
export function shownJson(stored: Json): Json {
  if (Buffer.byteLength(JSON.stringify(stored)) <= MOST_BYTES) return stored;
  const texts = Object.entries(shownOfLarge).flatMap(([key, length]) => {
    const text = stored[key];
    return typeof text === "string" ? [[key, text.slice(0, length)]] : [];
  });
  return { ...Object.fromEntries(texts), truncated: true, truncationReason: "oversized_result_json" };
}
