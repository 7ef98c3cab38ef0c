import { constants } from "node:os";
import { expect, test } from "vitest";
import { SIGNALS, spellExit } from "../src/signals.ts";

test("a process that a signal killed exits with 128 and the signal's number, as Linux counts", () => {
  const linux: Readonly<Record<string, number>> = constants.signals;
  expect(Object.fromEntries(SIGNALS)).toEqual(
    Object.fromEntries([...SIGNALS.keys()].map((name) => [name, 128 + (linux[name] ?? Number.NaN)])),
  );
});

test.each([
  [0, "0"],
  [3, "3"],
  [137, "137 (SIGKILL)"],
  [143, "143 (SIGTERM)"],
  [255, "255"],
  [null, "unknown"],
])("exit %s is spelled %s", (code, spelled) => {
  expect(spellExit(code)).toBe(spelled);
});
