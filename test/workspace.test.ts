import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the lockfile names no server", () => {
  expect(readFileSync(new URL("../pnpm-lock.yaml", import.meta.url), "utf8")).not.toContain("http");
});
