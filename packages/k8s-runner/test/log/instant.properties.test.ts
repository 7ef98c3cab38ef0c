import fc from "fast-check";
import { expect, test } from "vitest";
import { compareInstants, readStamp } from "../../src/log/instant.ts";
import { reached } from "../../../../test/support/reached.ts";
import { formatStamp } from "./simulated-kubelet.ts";

const instants = fc.bigInt(-60_000_000_000n * 1_000_000_000n, 250_000_000_000n * 1_000_000_000n);
const formats = fc.record({ offsetMinutes: fc.integer({ min: -1439, max: 1439 }), trimmed: fc.boolean() });

test("for all instants the way they are written does not matter, and their order is that of the nanoseconds", () => {
  const met = reached("within a second", "before 1970");
  const near = fc.oneof(fc.bigInt(-5n, 5n), fc.bigInt(-2_000_000_000n, 2_000_000_000n));
  fc.assert(
    fc.property(instants, near, formats, formats, (at, step, format, otherFormat) => {
      const first = read(formatStamp(at, format));
      expect(read(formatStamp(at, otherFormat))).toEqual(first);
      const second = read(formatStamp(at + step, otherFormat));
      expect(Math.sign(compareInstants(second, first))).toBe(Number(step > 0n) - Number(step < 0n));
      expect(BigInt(first.seconds) * 1_000_000_000n + BigInt(first.nanos)).toBe(at);
      met.when("within a second", second.seconds === first.seconds);
      met.when("before 1970", at < 0n);
    }),
  );
  met.expectAll();
});

function read(stamp: string): { readonly seconds: number; readonly nanos: number } {
  const bytes = new Uint8Array(Buffer.from(`${stamp} x`));
  const found = readStamp(bytes, 0, bytes.length);
  if (found === null) throw new Error(`${stamp} was not read`);
  return found.instant;
}
