import { expect, test } from "vitest";
import { abstain, find } from "../src/rule.ts";

test("a rule that abstains says why", () => {
  expect(abstain("there is no result")).toEqual({ kind: "abstains", because: "there is no result" });
});

test("a finding leaves empty what nobody says", () => {
  const found = { confidence: "likely", summary: "It ended.", claims: [] } as const;
  expect(find(found)).toEqual({
    kind: "finds",
    confidence: "likely",
    summary: "It ended.",
    resolution: null,
    unbegun: null,
    attribution: null,
    claims: [],
    competing: [],
    notBefore: null,
  });
  expect(find({ ...found, notBefore: 5, resolution: "Wait." })).toMatchObject({
    notBefore: 5,
    resolution: "Wait.",
  });
});
