import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createSha256, emptySha256 } from "../../src/log/sha256.ts";

test.each([0, 1, 55, 56, 63, 64, 65, 119, 128, 1000])(
  "the hash of %i bytes is that of the standard",
  (length) => {
    const bytes = new Uint8Array(length).map((_, index) => index * 7);
    const hash = createSha256(emptySha256);
    hash.update(bytes);
    expect(hash.hex()).toBe(createHash("sha256").update(bytes).digest("hex"));
  },
);

test("asking for the hash does not end it", () => {
  const hash = createSha256(emptySha256);
  hash.update(Buffer.from("a"));
  expect(hash.hex()).toBe(createHash("sha256").update("a").digest("hex"));
  hash.update(Buffer.from("b"));
  expect(hash.hex()).toBe(createHash("sha256").update("ab").digest("hex"));
});
