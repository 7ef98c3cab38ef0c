import { expect, test } from "vitest";
import type { Json } from "../../src/simulator/api/json.ts";
import { applyPatch } from "../../src/simulator/api/patch.ts";

const document = { a: { b: [1, 2, 3] }, "x/y": 1, "~": 2 };
const json = (...operations: readonly Json[]): Json =>
  applyPatch("application/json-patch+json", document, operations);

test.for([
  ["adds a field", [{ op: "add", path: "/c", value: 9 }], { ...document, c: 9 }],
  [
    "adds at a place in a list",
    [{ op: "add", path: "/a/b/1", value: 9 }],
    { ...document, a: { b: [1, 9, 2, 3] } },
  ],
  [
    "adds at the end of a list",
    [{ op: "add", path: "/a/b/-", value: 9 }],
    { ...document, a: { b: [1, 2, 3, 9] } },
  ],
  ["replaces in a list", [{ op: "replace", path: "/a/b/0", value: 9 }], { ...document, a: { b: [9, 2, 3] } }],
  ["removes from a list", [{ op: "remove", path: "/a/b/2" }], { ...document, a: { b: [1, 2] } }],
  ["removes a field whose name has a slash", [{ op: "remove", path: "/x~1y" }], { a: document.a, "~": 2 }],
  [
    "replaces a field whose name has a tilde",
    [{ op: "replace", path: "/~0", value: 9 }],
    { ...document, "~": 9 },
  ],
  ["copies", [{ op: "copy", from: "/a/b/0", path: "/c" }], { ...document, c: 1 }],
  ["moves", [{ op: "move", from: "/x~1y", path: "/c" }], { a: document.a, "~": 2, c: 1 }],
  [
    "tests before it changes",
    [
      { op: "test", path: "/a/b", value: [1, 2, 3] },
      { op: "remove", path: "/a" },
    ],
    { "x/y": 1, "~": 2 },
  ],
] as const)("A JSON patch %s.", ([, operations, expected]) => {
  expect(json(...operations)).toEqual(expected);
});

test.for([
  ["a field that is not there", { op: "remove", path: "/none" }],
  ["a field below one that is not there", { op: "add", path: "/none/below", value: 1 }],
  ["a place beyond the end of a list", { op: "add", path: "/a/b/4", value: 1 }],
  ["a test that fails", { op: "test", path: "/a/b/0", value: 2 }],
  ["an operation that is none", { op: "swap", path: "/a" }],
  ["no path", { op: "remove" }],
] as const)("A JSON patch is refused for %s.", ([, operation]) => {
  const message = "the server rejected our request due to an error in our request";
  const status = { kind: "Status", status: "Failure", reason: "Invalid", message, details: {}, code: 422 };
  expect(() => json(operation)).toThrow(expect.objectContaining({ status: expect.objectContaining(status) }));
});

test("A merge patch replaces lists whole, and takes away what is null.", () => {
  const merged = applyPatch("application/merge-patch+json", document, {
    a: { b: [4], c: { d: null, e: 1 } },
    "~": null,
  });
  expect(merged).toEqual({ a: { b: [4], c: { e: 1 } }, "x/y": 1 });
});

test("A patch that names a prototype's field makes a field of that name, and nothing else.", () => {
  const patch: Json = JSON.parse('{"__proto__":{"polluted":true}}');
  const merged = applyPatch("application/merge-patch+json", document, patch);
  expect(Object.keys(merged ?? {})).toContain("__proto__");
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});
