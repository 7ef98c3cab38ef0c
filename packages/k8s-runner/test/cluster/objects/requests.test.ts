import { expect, test } from "vitest";
import { listEvents, listEventsAbout } from "../../../src/cluster/objects/events.ts";
import { annotateJob, deleteJob, resumeJob } from "../../../src/cluster/objects/jobs.ts";
import { readPodLog } from "../../../src/cluster/objects/pod-log.ts";
import { deletePod, listPods, podsOfJob } from "../../../src/cluster/objects/pods.ts";
import { deleteSecret } from "../../../src/cluster/objects/secrets.ts";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import { valueOf } from "../support/answers.ts";
import { json, type Asked } from "../support/odd-server.ts";
import { forever, withCluster } from "../support/with-cluster.ts";

/** What the server is asked, word for word. */
async function asked(act: (cluster: Cluster) => Promise<unknown>): Promise<Asked> {
  let last: Asked | undefined;
  await withCluster(
    (request, response) => {
      last = request;
      json(response, 200, { kind: "Status", status: "Success" });
    },
    async ({ cluster }) => {
      await act(cluster);
    },
  );
  if (last === undefined) throw new Error("Nothing was asked.");
  return last;
}

const jobs = "/apis/batch/v1/namespaces/agents/jobs/one";
const pods = "/api/v1/namespaces/agents/pods/one";

test("Of the Events no more are kept than were asked for, whoever answers, and nothing that only the server reads.", async () => {
  const metadata = { name: "one", managedFields: [{ manager: "kubelet" }] };
  const items = Array.from({ length: 3000 }, () => ({ metadata, reason: "BackOff", message: "again" }));
  await withCluster(
    (_, response) => json(response, 200, { kind: "EventList", items }),
    async ({ cluster }) => {
      const { facts, object } = valueOf(await listEventsAbout(cluster, ["job", "pod"], forever));
      expect(facts.length).toBe(1000);
      expect(object).toMatchObject({ apiVersion: "v1", kind: "EventList" });
      expect(JSON.stringify(object)).not.toContain("managedFields");
    },
  );
});

test("A Job is deleted by its UID, and is told what becomes of its pods.", async () => {
  const how = { uid: "u", propagationPolicy: "Background" } as const;
  const { method, path, body } = await asked((cluster) => deleteJob(cluster, "one", how, forever));
  expect([method, path]).toEqual(["DELETE", jobs]);
  expect(JSON.parse(body)).toEqual({
    apiVersion: "v1",
    kind: "DeleteOptions",
    preconditions: { uid: "u" },
    propagationPolicy: "Background",
  });
});

test("A pod is deleted by its UID, with the grace that the agent has.", async () => {
  const how = { uid: "u", graceSeconds: 30 };
  const { method, path, body } = await asked((cluster) => deletePod(cluster, "one", how, forever));
  expect([method, path]).toEqual(["DELETE", pods]);
  expect(JSON.parse(body)).toMatchObject({ preconditions: { uid: "u" }, gracePeriodSeconds: 30 });
});

test("A Secret is deleted by its UID where that is known.", async () => {
  const { body } = await asked((cluster) => deleteSecret(cluster, "one", "u", forever));
  expect(JSON.parse(body)).toEqual({ apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid: "u" } });
});

test("A Job is resumed by a JSON Patch that tests whose it is.", async () => {
  const of = { uid: "u", resourceVersion: "7" };
  const { method, headers, body } = await asked((cluster) => resumeJob(cluster, "one", of, forever));
  expect([method, headers["content-type"]]).toEqual(["PATCH", "application/json-patch+json"]);
  expect(JSON.parse(body)).toEqual([
    { op: "test", path: "/metadata/uid", value: "u" },
    { op: "test", path: "/metadata/resourceVersion", value: "7" },
    { op: "replace", path: "/spec/suspend", value: false },
  ]);
});

test("An intent is written beside the annotations that are there.", async () => {
  const of = { uid: "u", resourceVersion: null };
  const intent = { "runverdict.dev/a~b": "x" };
  const { body } = await asked((cluster) => annotateJob(cluster, "one", of, intent, forever));
  expect(JSON.parse(body)).toEqual([
    { op: "test", path: "/metadata/uid", value: "u" },
    { op: "add", path: "/metadata/annotations/runverdict.dev~1a~0b", value: "x" },
  ]);
});

test("Pods are listed by their Job's UID, and Events by the UID of what they are about.", async () => {
  const ask = { labelSelector: podsOfJob("u") };
  const listed = await asked((cluster) => listPods(cluster, ask, "agent", forever));
  expect(Object.fromEntries(listed.query)).toEqual({ labelSelector: "controller-uid=u", limit: "500" });
  const events = await asked((cluster) => listEvents(cluster, "u", forever));
  expect(Object.fromEntries(events.query)).toEqual({ fieldSelector: "involvedObject.uid=u", limit: "500" });
});

test("A log is asked for with all that was given, and nothing else.", async () => {
  const sink = { opened: () => {}, take: () => {}, closed: () => ({ inBand: null }) };
  const ask = {
    pod: "one",
    container: "agent",
    follow: true,
    timestamps: true,
    sinceTime: null,
    idleMs: 9000,
  };
  const plain = await asked((cluster) => readPodLog(cluster, ask, sink, forever));
  expect(plain.path).toBe(`${pods}/log`);
  expect(Object.fromEntries(plain.query)).toEqual({ container: "agent", follow: "true", timestamps: "true" });
  const sinceTime = "2026-11-21T10:00:00Z";
  const more = { ...ask, follow: false, timestamps: false, sinceTime, previous: true, limitBytes: 4096 };
  const { query } = await asked((cluster) => readPodLog(cluster, more, sink, forever));
  expect(Object.fromEntries(query)).toEqual({
    container: "agent",
    sinceTime,
    previous: "true",
    limitBytes: "4096",
  });
});
