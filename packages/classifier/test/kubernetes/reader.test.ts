import { describe, expect, test } from "vitest";
import { read } from "../../src/kubernetes/reader.ts";

describe("a path into an object that somebody else wrote", () => {
  const object = { status: { phase: "Failed", list: [{ name: "a" }, null, 3], flag: true, count: 0 } };

  test("leads to what stands there", () => {
    expect(read(object).get("status", "phase").text()).toBe("Failed");
    expect(read(object).get("status").get("flag").isTrue()).toBe(true);
    expect(read(object).get("status", "count").number()).toBe(0);
    expect(
      read(object)
        .get("status", "list")
        .list()
        .map((one) => one.get("name").text()),
    ).toEqual(["a", null, null]);
    expect(read(object).get("status").isThere()).toBe(true);
  });

  test.each<[string, readonly string[]]>([
    ["a key that is missing", ["spec"]],
    ["a key of what is missing", ["spec", "containers", "0"]],
    ["a key of a string", ["status", "phase", "length"]],
    ["a key of a number", ["status", "count", "toFixed"]],
    ["a key that every object has from its prototype", ["constructor"]],
    ["the prototype itself", ["__proto__"]],
    ["a method", ["status", "toString"]],
  ])("leads nowhere by way of %s", (_, keys) => {
    const end = read(object).get(...keys);
    expect([end.text(), end.number(), end.isTrue(), end.at(), end.list(), end.isThere()]).toEqual([
      null,
      null,
      false,
      null,
      [],
      false,
    ]);
  });

  test.each([null, undefined, 3, "text", true, Number.NaN, Symbol("x"), () => {}])(
    "reads nothing out of %s",
    (value) => {
      expect(read(value).get("a", "b").text()).toBeNull();
      expect(read(value).list()).toEqual([]);
      expect(read(value).isThere()).toBe(false);
    },
  );

  test("does not follow a key named __proto__ to another object's keys", () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"status":{"phase":"Running"}},"kind":"Pod"}');
    expect(read(hostile).get("status", "phase").text()).toBeNull();
    expect(read(hostile).get("__proto__", "status", "phase").text()).toBe("Running");
    expect(read({}).get("status").isThere()).toBe(false);
  });
});

describe("a text", () => {
  test("is printable and bounded", () => {
    expect(read("a\u0000b\u001b[31mc\u202ed\n").text()).toBe("a bc d");
    expect(read("x".repeat(100_000)).text()).toHaveLength(4096);
  });

  test.each([3, true, null, {}, ["a"], ""])("is not %j", (value) => {
    expect(read(value).text()).toBeNull();
  });
});

describe("a number", () => {
  test.each(["3", Number.NaN, Number.POSITIVE_INFINITY, null, {}, 3n])("is not %s", (value) => {
    expect(read(value).number()).toBeNull();
  });

  test("may be negative or a fraction", () => {
    expect(read(-1.5).number()).toBe(-1.5);
  });
});

describe("an instant", () => {
  test.each<[unknown, string]>([
    ["2026-11-20T20:00:00Z", "2026-11-20T20:00:00.000Z"],
    ["2026-11-20T20:00:00.123456789Z", "2026-11-20T20:00:00.123Z"],
    ["2026-11-20t20:00:00z", "2026-11-20T20:00:00.000Z"],
    ["2026-11-20T21:30:00+01:30", "2026-11-20T20:00:00.000Z"],
    ["2026-11-20T19:00:00-01:00", "2026-11-20T20:00:00.000Z"],
    [new Date("2026-11-20T20:00:00Z"), "2026-11-20T20:00:00.000Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ])("is read from %s", (value, iso) => {
    const at = read(value).at();
    expect(at === null ? null : new Date(at).toISOString()).toBe(iso);
  });

  test.each<unknown>([
    "1970-01-01T00:00:00Z",
    new Date(0),
    new Date(Number.NaN),
    "2026-11-20",
    "2026-11-20T20:00:00",
    "2026-13-40T99:99:99Z",
    "yesterday",
    `2026-11-20T20:00:00.${"1".repeat(100_000)}Z`,
    "+275760-09-13T00:00:00Z",
    1_795_000_000,
    true,
    null,
    {},
  ])("is not read from %s", (value) => {
    expect(read(value).at()).toBeNull();
  });
});
