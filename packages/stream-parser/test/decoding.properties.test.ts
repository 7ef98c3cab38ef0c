import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDecoding, encodeLatin1 } from "../src/decoding.ts";
import { reached } from "../../../test/support/reached.ts";

test("for all bytes Node's own ways give the text that the portable ways give, and lose nothing of it", () => {
  const seen = reached("UTF-8", "no UTF-8");
  const [anywhere, onNode] = [createDecoding(), createDecoding()];
  onNode.meet(Buffer.from("x"));
  const text = fc.string({ unit: "binary" }).map((units) => new TextEncoder().encode(units));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), text), (bytes) => {
      const decoded = anywhere.utf8(bytes, 0, bytes.length);
      seen.when("UTF-8", bytes.length > 0 && !decoded.includes("\ufffd"));
      seen.when("no UTF-8", decoded.includes("\ufffd"));
      expect(onNode.utf8(bytes, 0, bytes.length)).toBe(decoded);
      expect(onNode.latin1(bytes, 0, bytes.length)).toBe(anywhere.latin1(bytes, 0, bytes.length));
      expect(encodeLatin1(anywhere.latin1(bytes, 0, bytes.length))).toEqual(bytes);
    }),
  );
  seen.expectAll();
});
