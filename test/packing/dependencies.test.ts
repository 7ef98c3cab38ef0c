import { expect, test } from "vitest";
import { dependencyObjections } from "../../scripts/packing/dependencies.ts";
import { aTarball } from "./a-tarball.ts";

test.each([
  ["imported by value", { "dist/index.js": 'import { z } from "zod";' }],
  ["re-exported", { "dist/index.js": 'export { z } from "zod/v4";' }],
  ["loaded when it is needed", { "dist/index.js": 'const zod = await import("zod");' }],
  ["required", { "dist/index.cjs": 'const zod = require("zod");' }],
  ["named by the declarations", { "dist/index.d.ts": 'import type { ZodType } from "zod";' }],
  ["named inside of a declaration", { "dist/index.d.ts": 'export declare const a: import("zod").ZodType;' }],
])("a dependency that is %s is needed", (_, files) => {
  expect(dependencyObjections(aTarball(files, { dependencies: { zod: "^4" } }))).toEqual([]);
});

test("a dependency that no published file imports is not installed by anybody", () => {
  const files = { "src/index.ts": 'import { z } from "zod";' };
  expect(dependencyObjections(aTarball(files, { dependencies: { zod: "^4" } }))).toEqual([
    expect.stringContaining("zod"),
  ]);
});

test("what is imported is asked for, as a dependency or from whoever installs", () => {
  const files = { "dist/index.js": 'import fc from "fast-check";\nimport "node:fs";\nimport "./b.js";' };
  expect(dependencyObjections(aTarball(files))).toEqual([expect.stringContaining("fast-check")]);
  expect(dependencyObjections(aTarball(files, { peerDependencies: { "fast-check": "^4" } }))).toEqual([]);
});
