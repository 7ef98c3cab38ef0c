import { readFileSync, readdirSync } from "node:fs";
import { loadAllYaml } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { listEvents } from "../../src/cluster/objects/events.ts";
import { annotateJob, deleteJob, getJob, JOBS, listJobs } from "../../src/cluster/objects/jobs.ts";
import { readPodLog } from "../../src/cluster/objects/pod-log.ts";
import { deletePod, getPod, PODS } from "../../src/cluster/objects/pods.ts";
import { deleteSecret } from "../../src/cluster/objects/secrets.ts";
import { PERMISSIONS } from "../../src/cluster/preflight/permissions.ts";
import { watchObjects } from "../../src/cluster/watch/watch-objects.ts";
import type { Permission } from "../../src/simulator/api/access.ts";
import { valueOf } from "./support/answers.ts";
import { eventually } from "./support/eventually.ts";
import { aRun, jobOf, secretOf, startRun } from "./support/start-run.ts";
import { forever } from "./support/with-cluster.ts";
import { withSimulator, type Stage } from "./support/with-simulator.ts";

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
  readonly spec?: { readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> } };
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const folder = new URL("../../deploy/", import.meta.url);

function manifests(name: string): readonly Manifest[] {
  return loadAllYaml(readFileSync(new URL(name, folder), "utf8"));
}

function role(): readonly Permission[] {
  const rules = manifests("rbac.yaml").find(({ kind }) => kind === "Role")?.rules ?? [];
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource, namespace: "agents" }))),
    ),
  );
}

/** All that the runner ever asks for, once. */
async function wholeLife(stage: Stage): Promise<void> {
  const { cluster, clock } = stage;
  const watches = [JOBS, PODS].map((resource) =>
    watchObjects(cluster, { resource, labelSelector: "", onFault: () => {} }, forever),
  );
  await eventually(() => watches.every((one) => one.state().kind === "watching"));
  const { job, pod } = await startRun(stage);
  valueOf(await getJob(cluster, job.name, forever));
  valueOf(await listJobs(cluster, {}, forever));
  const of = { uid: job.uid, resourceVersion: null };
  valueOf(await annotateJob(cluster, job.name, of, { "runverdict.dev/cancel-by": "jane" }, forever));
  valueOf(await getPod(cluster, pod.name, "agent", forever));
  valueOf(await listEvents(cluster, pod.uid, forever));
  const ask = {
    pod: pod.name,
    container: "agent",
    follow: false,
    timestamps: true,
    sinceTime: null,
    idleMs: 60_000,
  };
  const sink = { opened: () => {}, take: () => {}, closed: () => ({ inBand: null }) };
  expect(await readPodLog(cluster, ask, sink, forever)).toEqual({ kind: "eof" });
  valueOf(await deletePod(cluster, pod.name, { uid: pod.uid, graceSeconds: 1 }, forever));
  await clock.advance(5000);
  const how = { uid: job.uid, propagationPolicy: "Background" } as const;
  valueOf(await deleteJob(cluster, job.name, how, forever));
  valueOf(await deleteSecret(cluster, secretOf(aRun, job).metadata.name, null, forever));
  await Promise.all(watches.map((one) => one.stop()));
}

test("The Role allows what the runner asks for, and nothing else.", async () => {
  const access = { permissions: role() };
  await withSimulator({ script: () => ({ steps: [] }), access }, async (stage) => {
    await wholeLife(stage);
    const asked = Object.keys(stage.simulator.counters.requests());
    const allowed = role().map(({ verb, resource }) => `${verb} ${resource}`);
    expect(asked.toSorted()).toEqual(allowed.toSorted());
  });
});

test("The preflight asks for what the Role allows.", () => {
  const named = PERMISSIONS.map(({ verb, group, resource, subresource }) =>
    [verb, group, subresource === undefined ? resource : `${resource}/${subresource}`].join(" "),
  );
  const allowed = role().map(({ verb, group, resource }) => [verb, group, resource].join(" "));
  expect(named.toSorted()).toEqual(allowed.toSorted());
});

test("All manifests are of one namespace, and the network policy is about the pods that we make.", () => {
  const all = readdirSync(folder).flatMap((name) => manifests(name));
  expect(all.map(({ kind }) => kind).toSorted()).toEqual([
    "LimitRange",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "ServiceAccount",
    "ServiceAccount",
  ]);
  const namespaces = all.map(({ kind, metadata }) =>
    kind === "Namespace" ? metadata.name : metadata.namespace,
  );
  expect(new Set(namespaces)).toEqual(new Set(["runverdict"]));
  const policy = all.find(({ kind }) => kind === "NetworkPolicy");
  const selected = policy?.spec?.podSelector.matchLabels ?? {};
  expect(Object.keys(selected)).toHaveLength(1);
  expect(jobOf(aRun).spec.template.metadata.labels).toMatchObject(selected);
});
