import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSha256, emptySha256 } from "../../src/log/sha256.ts";
import { reached } from "../../../../test/support/reached.ts";

test("for all bytes, however they are cut and wherever the hash was persisted, it is that of the standard", () => {
  const met = reached("persisted inside a block", "longer than a block");
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 150, size: "max" }), fc.boolean())), (parts) => {
      let hash = createSha256(emptySha256);
      for (const [bytes, isPersisted] of parts) {
        hash.update(bytes);
        const state = hash.state();
        if (isPersisted) hash = createSha256(JSON.parse(JSON.stringify(state)));
        met.when("persisted inside a block", isPersisted && state.tail.length > 0);
        met.when("longer than a block", bytes.length > 64);
      }
      const whole = Buffer.concat(parts.map(([bytes]) => bytes));
      expect(hash.hex()).toBe(createHash("sha256").update(whole).digest("hex"));
    }),
  );
  met.expectAll();
});
