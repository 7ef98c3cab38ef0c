import type { Finding } from "@runverdict/k8s-runner";
import { expect, test } from "vitest";
import { checkFinding } from "../../src/environment/check-finding.ts";

const none: ReadonlySet<string> = new Set();

function anObject(resource: string, name: string): Pick<Finding, "what" | "subject"> {
  return { what: `${resource} ${name}`, subject: { kind: "object", resource, name } };
}

test.each([
  ["namespaces", "k8s_namespace"],
  ["serviceaccounts", "k8s_service_account"],
  ["secrets", "k8s_secret"],
  ["configmaps", "k8s_config_map"],
  ["persistentvolumeclaims", "k8s_pvc"],
  ["runtimeclasses", "k8s_runtime_class"],
  ["priorityclasses", "k8s_priority_class"],
])("Of %s the codes begin with %s; what is missing fails, what nobody knows warns.", (resource, stem) => {
  const of = anObject(resource, "low");
  expect(checkFinding({ kind: "missing", ...of, cure: "Create it." }, none)).toEqual({
    code: `${stem}_missing`,
    level: "error",
    message: `There is no ${resource} low.`,
    hint: "Create it.",
  });
  expect(checkFinding({ kind: "unchecked", ...of, because: "Nobody knows." }, none)).toMatchObject({
    code: `${stem}_check_failed`,
    level: "warn",
    message: `The ${resource} low: Nobody knows.`,
  });
});

test("Only a Secret that a pod can do without is missing without harm.", () => {
  const dispensable = new Set(["low"]);
  const levelOf = (resource: string, name: string): string =>
    checkFinding({ kind: "missing", ...anObject(resource, name), cure: "" }, dispensable).level;
  expect(levelOf("secrets", "low")).toBe("warn");
  expect(levelOf("secrets", "other")).toBe("error");
  expect(levelOf("priorityclasses", "low")).toBe("error");
});

test.each([
  [{ verb: "create", group: "batch", resource: "jobs" }, "k8s_rbac_job_create"],
  [{ verb: "get", group: "", resource: "pods", subresource: "log" }, "k8s_rbac_pod_log"],
  [{ verb: "delete", group: "", resource: "secrets" }, "k8s_rbac_secret_delete"],
])("The permission %o has the original's code %s, however it is.", (permission, code) => {
  const of = { what: "permission", subject: { kind: "permission", permission } } as const;
  expect(checkFinding({ kind: "present", ...of, object: null }, none)).toMatchObject({ code, level: "info" });
  expect(checkFinding({ kind: "missing", ...of, cure: "" }, none)).toMatchObject({ code, level: "error" });
  expect(checkFinding({ kind: "unchecked", ...of, because: "" }, none)).toMatchObject({
    code,
    level: "warn",
  });
});

test("A claim that is no claim proves nothing.", () => {
  const of = anObject("persistentvolumeclaims", "data");
  expect(checkFinding({ kind: "present", ...of, object: "odd" }, none)).toMatchObject({
    code: "k8s_pvc_check_failed",
    level: "warn",
  });
});
