import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import type { NearMisses } from "../support/near-miss.ts";

const volume = (one: object): { readonly podTemplate: object } => ({
  podTemplate: { spec: { volumes: [one] } },
});
const added = "spec.template.spec.volumes[3]";

const cases: NearMisses = {
  "a volume called like a file": {
    refused: volume({ name: "a.b", emptyDir: { sizeLimit: "1Gi" } }),
    at: `${added}.name`,
    allowed: volume({ name: "a-b", emptyDir: { sizeLimit: "1Gi" } }),
  },
  "a volume of nothing": {
    refused: volume({ name: "a" }),
    at: added,
    allowed: volume({ name: "a", configMap: { name: "c" } }),
  },
  "a volume of two things": {
    refused: volume({ name: "a", configMap: { name: "c" }, secret: { secretName: "s" } }),
    at: added,
    allowed: volume({ name: "a", secret: { secretName: "s" } }),
  },
  "a volume without a bound": {
    refused: volume({ name: "a", emptyDir: {} }),
    at: `${added}.emptyDir.sizeLimit`,
    allowed: volume({ name: "a", emptyDir: { sizeLimit: "1Ki" } }),
  },
  "a HOME of two thousandths of a byte": {
    refused: { home: { path: "/home/agent", sizeLimit: "2m" } },
    at: "spec.template.spec.volumes[0].emptyDir.sizeLimit",
    allowed: { home: { path: "/home/agent", sizeLimit: "2M" } },
  },
  "a claim that can't be": {
    refused: { data: { kind: "claim", path: "/d", claimName: "My Claim", subPath: null } },
    at: "spec.template.spec.volumes[2]",
    allowed: { data: { kind: "claim", path: "/d", claimName: "my.claim", subPath: null } },
  },
  "an item above its mount": {
    refused: volume({ name: "a", secret: { secretName: "s", items: [{ key: "k", path: "../k" }] } }),
    at: `${added}.items[0]`,
    allowed: volume({ name: "a", secret: { secretName: "s", items: [{ key: "k", path: "k/k" }] } }),
  },
};

test("a volume that is there twice is refused, and two are not", () => {
  const one = { name: "a", emptyDir: { sizeLimit: "1Gi" } };
  expect(problemPaths({ volumes: [one, one] })).toEqual([`${added.replace("3", "4")}.name`]);
  expect(problemPaths({ volumes: [one, { ...one, name: "b" }] })).toEqual([]);
});

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
