import * as entry from "@runverdict/classifier";
import * as kubernetes from "@runverdict/classifier/kubernetes";
import { expect, test } from "vitest";

// What a program can import at run time. The names of the types stand in the repository's own test of the surface.

test("the entry exports what judges, and what it judges by", () => {
  expect(Object.keys(entry).toSorted()).toMatchInlineSnapshot(`
    [
      "ADMISSION",
      "ADVICE",
      "CLASSIFIER_VERSION",
      "CODES",
      "DEFAULT_POLICY",
      "RULES",
      "TIERS",
      "advise",
      "classify",
      "lastKnown",
      "noEvidence",
      "printable",
      "quotable",
    ]
  `);
});

test("./kubernetes exports the readers of API objects, and what else their reader needs at run time", () => {
  expect(Object.keys(kubernetes).toSorted()).toMatchInlineSnapshot(`
    [
      "ADMISSION",
      "noEvidence",
      "printable",
      "quotable",
      "readEvents",
      "readJob",
      "readPod",
    ]
  `);
});

test("there is no default export", () => {
  expect([entry, kubernetes].some((module) => "default" in module)).toBe(false);
});
