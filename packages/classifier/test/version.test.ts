import { CLASSIFIER_VERSION, classify, noEvidence } from "@runverdict/classifier";
import { expect, test } from "vitest";

test("every verdict names the rules that made it", () => {
  expect(CLASSIFIER_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
  expect(classify(noEvidence)).toMatchObject({ schemaVersion: 1, classifierVersion: CLASSIFIER_VERSION });
});
