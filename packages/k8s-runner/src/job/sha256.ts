/**
 * SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal. It is passed in: this folder compiles without
 * `node:crypto`, the Web's digest is asynchronous, and a hash of our own making would be one more thing to get wrong for
 * the sake of a lock. In Node it is `createHash("sha256").update(text).digest("hex")`.
 */
export type Sha256 = (text: string) => string;

/**
 * The digest of a text.
 *
 * @throws TypeError when the function is not what it says: names made from it would not be the same elsewhere.
 */
export function digest(sha256: Sha256, text: string): string {
  const hex = sha256(text);
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  throw new TypeError("`sha256` must return 64 lower-case hexadecimal digits; pass Node's createHash.");
}
