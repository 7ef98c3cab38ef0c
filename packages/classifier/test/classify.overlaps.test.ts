import { RULES } from "@runverdict/classifier";
import type { Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { readEvidence } from "../src/reading/reading.ts";
import { readCases } from "./support/cases.ts";

/** Every rule that finds something in the evidence, in the order asked, whether its tier is open or not. */
function finders(evidence: Evidence): readonly string[] {
  const reading = readEvidence(evidence);
  return RULES.filter(({ judge }) => judge(reading).kind === "finds").map(({ id }) => id);
}

/** `max-turns before exited`: two rules found something in one run, and this is the order they were asked in. */
function pairs(found: readonly string[]): readonly string[] {
  return found.flatMap((one, index) => found.slice(index + 1).map((other) => `${one} before ${other}`));
}

test("which rules claim the same run is known: a rule that shadows another one is a changed line here", async () => {
  const overlaps = new Set(readCases().flatMap(({ evidence }) => pairs(finders(evidence))));
  const sentences = [...overlaps].toSorted();
  expect(sentences.length).toBeGreaterThan(20);
  await expect(`${sentences.join("\n")}\n`).toMatchFileSnapshot("__snapshots__/overlaps.txt");
});

test("every rule decides a recorded case", () => {
  const found = new Set(readCases().flatMap(({ evidence }) => finders(evidence)));
  expect(RULES.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
});
