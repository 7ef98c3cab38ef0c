import fc from "fast-check";
import { expect, test } from "vitest";
import { redactBytes } from "../../src/save/redact-bytes.ts";
import { redactText, secretText } from "../../src/save/secret-text.ts";

const token = fc
  .tuple(fc.constantFrom("sk-ant-", "ghp_", "Bearer 7"), fc.stringMatching(/^[A-Za-z0-9]{16,40}$/))
  .map((parts) => parts.join(""));
const secret = fc.oneof(
  fc.stringMatching(/^[\w "\\ü.*+]{8,40}$/),
  fc.constant("p+ss (word) [1]\nsecond line"),
  fc.constant("a prompt that ends its line\n"),
);
const text = (secrets: readonly string[]) =>
  fc.array(
    fc.oneof(
      fc.constantFrom(...secrets),
      token,
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("\n", " ", "-"),
    ),
    {
      maxLength: 12,
    },
  );

test("for all logs and all cuts into chunks, the same comes out, as many lines, and no secret with it", () => {
  let [cutInside, maskedLineEnds] = [0, 0];
  fc.assert(
    fc.property(
      fc
        .array(secret, { minLength: 1, maxLength: 3 })
        .chain((secrets) => fc.tuple(fc.constant(secrets), text(secrets))),
      fc.array(fc.nat(6000), { maxLength: 8 }),
      fc.boolean(),
      ([secrets, parts], cuts, long) => {
        // Longer than what is held back, so that bytes are passed on before the end.
        const log = long ? `${"x ".repeat(3000)}${parts.join("")}${" y".repeat(3000)}` : parts.join("");
        const bytes = Buffer.from(log);
        const redaction = redactBytes(secrets);
        const places = [
          0,
          ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
          bytes.length,
        ];
        const out = places.slice(1).map((end, index) => redaction.feed(bytes.subarray(places[index], end)));
        const got = Buffer.concat([...out, redaction.end()]).toString();
        const latin1 = secretText(secrets, (value) => Buffer.from(value).toString("latin1"));
        expect(got).toBe(Buffer.from(redactText(bytes.toString("latin1"), latin1), "latin1").toString());
        expect(got.split("\n").length).toBe(log.split("\n").length);
        if (parts.some((part) => part.includes("line\n"))) maskedLineEnds += 1;
        for (const one of secrets)
          if (/[^A-Za-z_0-9.]/.test(one.trim()) && !one.startsWith("/")) expect(got).not.toContain(one);
        if (places.length > 2 && got.includes("[redacted]")) cutInside += 1;
      },
    ),
  );
  expect(cutInside).toBeGreaterThan(10);
  expect(maskedLineEnds).toBeGreaterThan(10);
});
