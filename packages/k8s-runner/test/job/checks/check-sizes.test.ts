import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const kibibyte = 1024;
/** Arguments of 100 KiB each. */
const many = (count: number) => ({ args: Array.from({ length: count }, () => "x".repeat(100 * kibibyte)) });

/** Secrets of 100 KiB each. */
const secrets = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    kind: "secret" as const,
    name: `S${place}`,
    value: "x".repeat(100 * kibibyte),
  }));

const cases: NearMisses = {
  "an argument that no kernel takes": {
    refused: { args: ["x".repeat(131_072)] },
    at: `${AGENT}.args[0]`,
    allowed: { args: ["x".repeat(131_071)] },
  },
  "a variable that no kernel takes with its name": {
    refused: { env: [{ kind: "value", name: "AB", value: "é".repeat(65_535) }] },
    at: `${AGENT}.env[2]`,
    allowed: { env: [{ kind: "value", name: "A", value: "é".repeat(65_534) }] },
  },
  "a program that starts with more than it may be given": {
    refused: { ...many(12), env: secrets(8) },
    at: AGENT,
    allowed: { ...many(12), env: secrets(7) },
  },
  "a Job that no server takes": { refused: many(13), at: "spec", allowed: many(12) },
};

test("annotations of more than 256 KiB are refused at the Job and at its pod, and a little less is not", () => {
  expect(problemPaths({ annotations: { a: "x".repeat(256 * kibibyte) } })).toEqual([
    "metadata.annotations",
    "spec.template.metadata.annotations",
  ]);
  expect(problemPaths({ annotations: { a: "x".repeat(255 * kibibyte) } })).toEqual([]);
});

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
