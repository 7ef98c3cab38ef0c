import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/job/canonical-json.ts";
import { reached } from "../../../../test/support/reached.ts";

test("for all plain data, the text reads back as what it was, and is the same a second time", () => {
  const seen = reached("an object in an object", "a key called __proto__");
  const value = fc.oneof(fc.jsonValue(), fc.constant(JSON.parse('{"__proto__":{"a":1},"b":{}}')));
  fc.assert(
    fc.property(value, (plain) => {
      const text = canonicalJson(plain);
      seen.when("an object in an object", /\{[^}]*\{/.test(text));
      seen.when("a key called __proto__", text.includes("__proto__"));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(plain)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
  seen.expectAll();
});
