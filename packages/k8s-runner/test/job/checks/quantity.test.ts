import { expect, test } from "vitest";
import { quantity } from "../../../src/job/checks/quantity.ts";

test.each([
  ["0", 0],
  ["2", 2],
  ["1.5", 1.5],
  [".5", 0.5],
  ["500m", 0.5],
  ["1k", 1000],
  ["1Ki", 1024],
  ["1536Mi", 1536 * 1024 * 1024],
  ["2e3", 2000],
  ["1E", 1e18],
  ["1E2", 100],
])("%s is %d", (text, amount) => {
  expect(quantity(text)).toBe(amount);
});

test.each(["", "-1", "1GB", "1 Gi", "Gi", "1K", "1e", "0x10", "NaN", "1.2.3", "9".repeat(41)])(
  "%j is no quantity",
  (text) => {
    expect(quantity(text)).toBeNull();
  },
);
