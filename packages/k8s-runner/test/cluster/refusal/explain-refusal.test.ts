import { expect, test } from "vitest";
import { apiRefusal } from "../../../src/cluster/refusal/api-refusal.ts";
import { explainRefusal } from "../../../src/cluster/refusal/explain-refusal.ts";

function explained(status: number, message: string, details: object = {}): string {
  const { sentence, cure } = explainRefusal(apiRefusal(status, JSON.stringify({ message, details }), null));
  return `${sentence} ${cure}`;
}

test("A missing permission is told with the rule that grants it.", () => {
  const why =
    'User "system:serviceaccount:a:r" cannot create resource "jobs" in API group "batch" in the namespace "a"';
  expect(explained(403, `jobs.batch is forbidden: ${why}`)).toBe(
    'system:serviceaccount:a:r may not create jobs.batch in the namespace a. Grant the verb "create" on the resource "jobs" of the API group "batch"; deploy/rbac.yaml has all that is needed.',
  );
});

test("A missing namespace is told with the command that makes it.", () => {
  expect(explained(404, 'namespaces "agents" not found', { name: "agents", kind: "namespaces" })).toBe(
    "The namespace agents does not exist. Create it: `kubectl create namespace agents`.",
  );
});

test("Invalid fields are told one by one.", () => {
  const causes = [
    { field: "spec.a", message: "Required value" },
    { field: "spec.b", message: "must be positive" },
  ];
  expect(explained(422, "Job is invalid", { causes })).toContain(
    "spec.a: Required value; spec.b: must be positive",
  );
});

test.each([
  [400, "a"],
  [401, "Unauthorized"],
  [403, "no"],
  [403, "x is forbidden: exceeded quota: q, requested: pods=1"],
  [403, 'x is forbidden: violates PodSecurity "baseline:latest": host namespaces'],
  [403, "x is forbidden: unable to create new content in namespace a because it is being terminated"],
  [400, 'admission webhook "w" denied the request: no'],
  [404, ""],
  [409, ""],
  [410, ""],
  [413, ""],
  [422, "the server rejected our request due to an error in our request"],
  [429, ""],
  [500, 'failed calling webhook "w": no'],
  [500, "etcdserver: leader changed"],
  [504, ""],
  [503, ""],
  [302, ""],
])("HTTP %i with %j is told in whole sentences.", (status, message) => {
  for (const sentence of Object.values(explainRefusal(apiRefusal(status, JSON.stringify({ message }), null))))
    expect(sentence).toMatch(/^\S.*\S$/);
});
