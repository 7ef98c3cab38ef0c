import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame, encodeFrame, frameMagic, type Frame } from "../../src/log/frame.ts";
import { reached } from "../../../../test/support/reached.ts";

const NONCE = "k3f9a0c2";
const magic = frameMagic(NONCE);
const count = fc.nat({ max: 10 ** 15 - 1 });

const frames: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constant("data" as const),
  seq: count,
  stream: fc.constantFrom("stdout" as const, "stderr" as const),
  offset: count,
  payload: fc
    .oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string().map((text) => new TextEncoder().encode(text)),
    )
    .map((bytes) => bytes.filter((byte: number) => byte !== 0x0a)),
  endsLine: fc.boolean(),
});

test("for all payloads a frame is read as it was written", () => {
  const met = reached("empty", "carriage return at the end", "beyond ASCII");
  fc.assert(
    fc.property(frames, (frame) => {
      const line = encodeFrame(NONCE, frame);
      expect(line.indexOf(0x0a)).toBe(line.length - 1);
      expect(decodeFrame(line.subarray(0, -1), magic)).toEqual(frame);
      if (frame.kind !== "data") return;
      met.when("empty", frame.payload.length === 0);
      met.when("carriage return at the end", frame.payload.at(-1) === 0x0d);
      met.when(
        "beyond ASCII",
        frame.payload.some((byte) => byte > 0x7f),
      );
    }),
    { examples: [[{ ...example(), payload: Uint8Array.of(0x0d) }]] },
  );
  met.expectAll();
});

test("for all frames from which a byte is missing, or in which one is too many, the damage is seen", () => {
  const places = fc.tuple(frames, fc.nat({ max: 10_000 }), fc.boolean());
  const met = reached("missing", "too many");
  fc.assert(
    fc.property(places, ([frame, place, isMissing]) => {
      const line = [...encodeFrame(NONCE, frame)].slice(0, -1);
      // Only behind the numbers: a number that lost a digit is another number, which the gap that it makes will tell.
      const start = line.length - (frame.kind === "data" ? frame.payload.length : 0) - 1;
      const at = start + (place % (line.length - start));
      if (isMissing) line.splice(at, 1);
      else line.splice(at, 0, 0x20);
      expect(decodeFrame(Uint8Array.from(line), magic)).toEqual({ kind: "damaged" });
      met.when(isMissing ? "missing" : "too many", true);
    }),
  );
  met.expectAll();
});

test("for all texts behind the magic a reading is a frame or damaged, and never an error", () => {
  const texts = fc.oneof(
    fc.string(),
    fc
      .tuple(count, fc.constantFrom("out", "beat", "end", "lost"), fc.json())
      .map((fields) => fields.join(" ")),
  );
  const met = reached("damaged");
  fc.assert(
    fc.property(texts, (text) => {
      const { kind } = decodeFrame(Uint8Array.from([...magic, ...new TextEncoder().encode(text)]), magic);
      expect(["data", "lost", "beat", "end", "damaged"]).toContain(kind);
      met.when("damaged", kind === "damaged");
    }),
  );
  met.expectAll();
});

function example(): Extract<Frame, { readonly kind: "data" }> {
  return { kind: "data", seq: 0, stream: "stdout", offset: 0, payload: new Uint8Array(), endsLine: true };
}
