import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { FIELDS } from "../../src/config/fields.ts";
import { rawValue } from "../../src/config/raw-value.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { nested, problemsOf } from "./support/reading.ts";

const isField = (key: string): boolean => Object.hasOwn(FIELDS, key);
const fieldNames = Object.entries(FIELDS).flatMap(([key, { aliases = [] }]) => [key, ...aliases]);

/** Words that some field or other takes, beside all that none does. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("agent", "claim", "/data", "a=b", "A=b/c", "[]", "{}", 0, 7, "7", true),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "x".repeat(300_000),
      "[".repeat(20_000),
      '"\\'.repeat(20_000),
      "a=b\n".repeat(5000),
    ),
  },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      JSON.parse('{"__proto__":{"a":1}}'),
      JSON.parse('{"constructor":"x","toString":1}'),
      JSON.parse('[{"__proto__":[]}]'),
      Number.NaN,
      -0,
      undefined,
      10n,
      Symbol("a"),
    ),
  },
);

const anyKey = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...fieldNames) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "resources", "enableDocker", "") },
  { weight: 1, arbitrary: fc.string() },
);

/** As JSON makes one: `__proto__` is a key like any other. */
const anyConfig: fc.Arbitrary<object> = fc
  .array(fc.tuple(anyKey, anyValue), { maxLength: 12 })
  .map((entries) => Object.fromEntries(entries));

test("for all configurations, there is an answer, and it tells of each field that is wrong by itself", () => {
  const seen = reached("config", "wrong", "several wrong", "huge");
  fc.assert(
    fc.property(anyConfig, (raw) => {
      const read = readConfig(raw);
      seen.when(read.kind, true);
      seen.when(
        "huge",
        Object.values(raw).some((value) => typeof value === "string" && value.length > 9999),
      );
      const told = new Set(problemsOf(raw).map(({ key }) => key));
      seen.when("several wrong", told.size > 1);
      for (const [key, value] of Object.entries(raw))
        if (isField(key) && problemsOf({ [key]: value }).some((one) => one.key === key))
          expect(told).toContain(key);
      // A claim that is missing is wrong without being there.
      for (const key of told) expect(key === "dataClaimName" || rawValue(raw, [key]) !== null).toBe(true);
      if (read.kind === "config") return;
      expect(told.size).toBeGreaterThan(0);
      expect(read.message.length).toBeLessThan(400 * read.problems.length);
      for (const { key, problem } of read.problems) expect(read.message).toContain(`(${key}): ${problem}`);
    }),
    { numRuns: 400 },
  );
  seen.expectAll();
});

test("for all configurations, dots in a key and nested objects say the same", () => {
  const seen = reached("nested", "wrong", "config");
  const fields = fc.dictionary(fc.constantFrom(...Object.keys(FIELDS)), anyValue, { maxKeys: 8 });
  fc.assert(
    fc.property(fields, (raw) => {
      const read = readConfig(raw);
      seen.when(read.kind, true);
      seen.when(
        "nested",
        Object.keys(raw).some((key) => key.includes(".")),
      );
      expect(readConfig(nested(raw))).toEqual(read);
    }),
  );
  seen.expectAll();
});

test("for all configurations, what is read depends on what is written alone, and changes none of it", () => {
  const seen = reached("frozen");
  fc.assert(
    fc.property(anyConfig, (raw) => {
      const before = said(raw);
      const read = readConfig(Object.freeze(raw));
      expect(readConfig(raw)).toEqual(read);
      expect(said(raw)).toEqual(before);
      seen.when("frozen", Object.keys(raw).length > 1);
    }),
  );
  seen.expectAll();
});

/** A copy by way of what it says; what JSON has no words for is none of a configuration's. */
function said(raw: object): string {
  return JSON.stringify(raw, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

test("for all secrets, wherever one is written, no answer repeats it", () => {
  const seen = reached("wrong");
  const secret = fc.stringMatching(/^sk-[a-z0-9]{20}$/);
  const places: ((word: string) => unknown)[] = [
    (word) => word,
    (word) => [word],
    (word) => ({ value: [word] }),
    (word) => `KEY=${word}`,
    (word) => `KEY="${word}`,
    (word) => `{"KEY":"${word}`,
    (word) => ({ KEY: word, OTHER: { type: word } }),
  ];
  const holding = [
    "kubeconfig",
    "env",
    "envFromSecrets",
    "extraArgs",
    "sidecars",
    "podTemplate",
    "paperclipApiUrl",
  ];
  fc.assert(
    fc.property(secret, fc.constantFrom(...holding), fc.constantFrom(...places), (word, key, place) => {
      const read = readConfig({ [key]: place(word) });
      seen.when("wrong", read.kind === "wrong");
      if (read.kind === "wrong") expect(JSON.stringify(read)).not.toContain(word);
      else expect(read.warnings).toEqual([]);
    }),
  );
  seen.expectAll();
});
