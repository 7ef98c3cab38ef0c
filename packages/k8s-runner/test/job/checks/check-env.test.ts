import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const value = (name: string, text = "") => ({ kind: "value", name, value: text }) as const;
const key = (from: string, name: string) =>
  ({ kind: "secret-key", name: "A", from, key: name, optional: false }) as const;

const cases: NearMisses = {
  "a variable with a space in its name": {
    refused: { env: [value("A B")] },
    at: `${AGENT}.env[2].name`,
    allowed: { env: [value("A_B")] },
  },
  "a variable that begins with a digit": {
    refused: { env: [value("1A")] },
    at: `${AGENT}.env[2].name`,
    allowed: { env: [value("A1")] },
  },
  "a variable that is set twice": {
    refused: { env: [value("A", "1"), value("A", "2")] },
    at: `${AGENT}.env[3].name`,
    allowed: { env: [value("A", "1"), value("a", "2")] },
  },
  "a variable with a NUL in it": {
    refused: { env: [value("A", "\0")] },
    at: `${AGENT}.env[2].value`,
    allowed: { env: [value("A", "\u001b[0m")] },
  },
  "a Secret that can't be": {
    refused: { env: [key("A_b", "k")] },
    at: `${AGENT}.env[2].valueFrom`,
    allowed: { env: [key("a.b", "k")] },
  },
  "a key that can't be": {
    refused: { env: [key("a", "k/l")] },
    at: `${AGENT}.env[2].valueFrom`,
    allowed: { env: [key("a", "k_l")] },
  },
  "a field that no variable shows": {
    refused: { env: [{ kind: "pod-field", name: "A", fieldPath: "spec.containers" }] },
    at: `${AGENT}.env[2].valueFrom.fieldRef.fieldPath`,
    allowed: { env: [{ kind: "pod-field", name: "A", fieldPath: "metadata.labels['a.b/c']" }] },
  },
  "a variable with two sources": {
    refused: {
      podTemplate: {
        spec: {
          containers: [
            {
              name: "agent",
              env: [{ name: "A", value: "", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
            },
          ],
        },
      },
    },
    at: `${AGENT}.env[2]`,
    allowed: {
      podTemplate: {
        spec: {
          containers: [
            { name: "agent", env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] },
          ],
        },
      },
    },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
