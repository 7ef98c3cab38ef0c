import { expect, test } from "vitest";
import { createClaims } from "../../src/run/claims.ts";

test("A Job is seen through by one run, until that run is done with it.", () => {
  const claims = createClaims();
  const release = claims.take("agents", "ac-1");
  expect(release).not.toBeNull();
  expect(claims.take("agents", "ac-1")).toBeNull();
  expect(claims.has("agents", "ac-1")).toBe(true);
  release?.();
  expect(claims.has("agents", "ac-1")).toBe(false);
  expect(claims.take("agents", "ac-1")).not.toBeNull();
});

test("A Job of the same name in another namespace is another.", () => {
  const claims = createClaims();
  claims.take("agents", "ac-1");
  expect(claims.has("others", "ac-1")).toBe(false);
});
