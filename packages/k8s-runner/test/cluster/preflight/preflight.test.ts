import { expect, test } from "vitest";
import { PERMISSIONS } from "../../../src/cluster/preflight/permissions.ts";
import { preflight, type Finding } from "../../../src/cluster/preflight/preflight.ts";
import type { Permission } from "../../../src/simulator/api/access.ts";
import { json } from "../support/odd-server.ts";
import { forever, withCluster } from "../support/with-cluster.ts";
import { withSimulator } from "../support/with-simulator.ts";

const role: readonly Permission[] = PERMISSIONS.map(({ verb, group, resource, subresource }) => ({
  verb,
  group,
  resource: subresource === undefined ? resource : `${resource}/${subresource}`,
  namespace: "agents",
}));

function of(kind: Finding["kind"], findings: readonly Finding[]): readonly string[] {
  return findings.filter((one) => one.kind === kind).map(({ what }) => what);
}

test("With the Role that is needed nothing is missing, and what it can't look at is said to be unchecked.", async () => {
  await withSimulator({ access: { permissions: role } }, async ({ cluster }) => {
    const { findings, isClear } = await preflight(
      cluster,
      { secrets: ["key"], priorityClasses: ["low"] },
      forever,
    );
    expect(isClear).toBe(true);
    expect(of("missing", findings)).toEqual([]);
    expect(of("present", findings)).toHaveLength(PERMISSIONS.length);
    expect(findings.slice(0, 2)).toEqual([
      {
        kind: "unchecked",
        what: "namespace agents",
        subject: { kind: "object", resource: "namespaces", name: "agents" },
        because: "It can't be checked, because we may not get namespaces.",
      },
      {
        kind: "unchecked",
        what: "Secret key",
        subject: { kind: "object", resource: "secrets", name: "key" },
        because: "It can't be checked, because we may not get secrets.",
      },
    ]);
  });
});

test("Each permission that is missing is named, with the rule that grants it.", async () => {
  const less = role.filter(({ verb, resource }) => verb !== "watch" && resource !== "pods/log");
  await withSimulator({ access: { permissions: less } }, async ({ cluster }) => {
    const { findings, isClear } = await preflight(cluster, {}, forever);
    expect(isClear).toBe(false);
    expect(of("missing", findings)).toEqual([
      "permission to watch jobs.batch in the namespace agents",
      "permission to watch pods in the namespace agents",
      "permission to get pods/log in the namespace agents",
    ]);
    expect(findings.find((one) => one.kind === "missing")).toMatchObject({
      subject: { permission: { verb: "watch", group: "batch", resource: "jobs" } },
      cure: 'Add the verb "watch" on "jobs" of the API group "batch" to the runner\'s Role, or apply deploy/rbac.yaml.',
    });
  });
});

test("Whoever may look is told what is not there, by name.", async () => {
  await withSimulator({}, async ({ cluster }) => {
    const needs = { serviceAccounts: ["agent"], secrets: ["key"], persistentVolumeClaims: ["data"] };
    const { findings } = await preflight(cluster, needs, forever);
    expect(of("missing", findings)).toEqual([
      "service account agent",
      "Secret key",
      "persistent volume claim data",
    ]);
    // Each is looked for among its own kind.
    const looked = findings.map(({ subject }) => (subject.kind === "object" ? subject.resource : null));
    expect(looked.filter((one) => one !== null)).toEqual([
      "namespaces",
      "serviceaccounts",
      "secrets",
      "persistentvolumeclaims",
    ]);
    expect(of("present", findings)).toContain("namespace agents");
  });
});

test("Whoever may look gets what is there along with the finding.", async () => {
  await withSimulator({}, async ({ cluster }) => {
    const { findings } = await preflight(cluster, { permissions: [] }, forever);
    expect(findings).toMatchObject([
      { kind: "present", object: { kind: "Namespace", metadata: { name: "agents" } } },
    ]);
  });
});

test("A namespace that does not exist is missing.", async () => {
  await withSimulator({ namespaces: ["agents"] }, async ({ cluster }) => {
    const { findings } = await preflight({ ...cluster, namespace: "nowhere" }, { permissions: [] }, forever);
    expect(findings).toEqual([
      {
        kind: "missing",
        what: "namespace nowhere",
        subject: { kind: "object", resource: "namespaces", name: "nowhere" },
        cure: "Create the namespace nowhere, or name another.",
      },
    ]);
  });
});

test("A server that fails is no proof that anything is missing.", async () => {
  await withCluster(
    (_, response) => json(response, 400, { message: "no" }),
    async ({ cluster }) => {
      const { findings, isClear } = await preflight(cluster, {}, forever);
      expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(["unchecked"]));
      expect(isClear).toBe(true);
    },
  );
});
