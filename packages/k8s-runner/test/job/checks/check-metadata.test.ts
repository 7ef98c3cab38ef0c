import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import type { NearMisses } from "../support/near-miss.ts";

const cases: NearMisses = {
  "a namespace with a dot": {
    refused: { namespace: "a.b" },
    at: "metadata.namespace",
    allowed: { namespace: "a-b" },
  },
  "a namespace of 64 characters": {
    refused: { namespace: "a".repeat(64) },
    at: "metadata.namespace",
    allowed: { namespace: "a".repeat(63) },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});

test.each([
  [
    "a label of 64 characters",
    { labels: { a: "x".repeat(64) } },
    { labels: { a: "x".repeat(63) } },
    "labels.a",
  ],
  ["a label that ends with a hyphen", { labels: { a: "x-" } }, { labels: { a: "x-y" } }, "labels.a"],
  [
    "a label's key with two slashes",
    { labels: { "a/b/c": "" } },
    { labels: { "a/b": "" } },
    'labels["a/b/c"]',
  ],
  ["a label's key with a space", { labels: { "a b": "" } }, { labels: { "a.b": "" } }, "labels[0]"],
  ["an annotation with a NUL", { annotations: { a: "\0" } }, { annotations: { a: "\t\n" } }, "annotations.a"],
  [
    "an annotation without a name",
    { annotations: { "a/": "" } },
    { annotations: { "a/A": "" } },
    'annotations["a/"]',
  ],
])("%s is refused at the Job and at its pod, and its neighbour is not", (_, refused, allowed, at) => {
  const paths = problemPaths(refused);
  expect(paths.map((path) => path.replace("spec.template.", ""))).toEqual([
    `metadata.${at}`,
    `metadata.${at}`,
  ]);
  expect(problemPaths(allowed)).toEqual([]);
});

test("a key that JSON brought along as a prototype is a key like others", () => {
  const labels: Record<string, string> = JSON.parse('{"__proto__":"x"}');
  expect(problemPaths({ labels })).toEqual([
    "metadata.labels.__proto__",
    "spec.template.metadata.labels.__proto__",
  ]);
});
