import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import type { NearMisses } from "../support/near-miss.ts";

const pod = "spec.template.spec";

const cases: NearMisses = {
  "a service account that can't be": {
    refused: { serviceAccountName: "My Account" },
    at: `${pod}.serviceAccountName`,
    allowed: { serviceAccountName: "my-account" },
  },
  "a pull secret that is no name": {
    refused: { imagePullSecrets: ["registry", "{}"] },
    at: `${pod}.imagePullSecrets[1].name`,
    allowed: { imagePullSecrets: ["registry", "other"] },
  },
  "a runtime class that can't be": {
    refused: { runtimeClassName: "gVisor" },
    at: `${pod}.runtimeClassName`,
    allowed: { runtimeClassName: "gvisor" },
  },
  "a label that no node has": {
    refused: { nodeSelector: { pool: "a b" } },
    at: `${pod}.nodeSelector.pool`,
    allowed: { nodeSelector: { pool: "a-b" } },
  },
  "a toleration of nothing": {
    refused: { tolerations: [{ effect: "NoSchedule" }] },
    at: `${pod}.tolerations[0]`,
    allowed: { tolerations: [{ operator: "Exists" }] },
  },
  "a toleration of a key that can't be": {
    refused: { tolerations: [{ key: "a b" }] },
    at: `${pod}.tolerations[0].key`,
    allowed: { tolerations: [{ key: "a/b" }] },
  },
  "a toleration of any value, and of one": {
    refused: { tolerations: [{ key: "a", operator: "Exists", value: "b" }] },
    at: `${pod}.tolerations[0].value`,
    allowed: { tolerations: [{ key: "a", operator: "Equal", value: "b" }] },
  },
  "a toleration of a value that can't be": {
    refused: { tolerations: [{ key: "a", value: "b c" }] },
    at: `${pod}.tolerations[0].value`,
    allowed: { tolerations: [{ key: "a", value: "b-c" }] },
  },
  "a toleration for a time of what does not evict": {
    refused: { tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 5 }] },
    at: `${pod}.tolerations[0].tolerationSeconds`,
    allowed: { tolerations: [{ key: "a", effect: "NoExecute", tolerationSeconds: 5 }] },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
