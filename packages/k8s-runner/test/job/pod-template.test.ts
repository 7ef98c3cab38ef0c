import { expect, test } from "vitest";
import { aRun, jobOf } from "./support/a-run.ts";

test("the pod says where it wants to be only if it was told", () => {
  const required = {
    nodeSelectorTerms: [{ matchExpressions: [{ key: "zone", operator: "Exists" as const }] }],
  };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
  expect(jobOf(aRun({ affinity })).spec.template.spec.affinity).toEqual(affinity);
  expect(jobOf(aRun()).spec.template.spec).not.toHaveProperty("affinity");
});
