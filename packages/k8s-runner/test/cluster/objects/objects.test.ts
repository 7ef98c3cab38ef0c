import { expect, test } from "vitest";
import { listEvents } from "../../../src/cluster/objects/events.ts";
import {
  annotateJob,
  createJob,
  deleteJob,
  getJob,
  listJobs,
  rehearseJob,
  resumeJob,
} from "../../../src/cluster/objects/jobs.ts";
import { deletePod, getPod } from "../../../src/cluster/objects/pods.ts";
import { createSecret, deleteSecret } from "../../../src/cluster/objects/secrets.ts";
import { readIdentity } from "../../../src/job/job-identity.ts";
import { kindOf, valueOf } from "../support/answers.ts";
import { aRun, jobOf, secretOf, startRun } from "../support/start-run.ts";
import { json } from "../support/odd-server.ts";
import { forever, withCluster } from "../support/with-cluster.ts";
import { withSimulator } from "../support/with-simulator.ts";

const quiet = { script: () => ({ steps: [] }) };
const managed = { labelSelector: "app.kubernetes.io/managed-by=runverdict" };

test("A Job is created suspended and runs nothing until it is resumed.", async () => {
  await withSimulator(quiet, async (stage) => {
    const job = valueOf(await createJob(stage.cluster, jobOf(aRun), forever));
    expect(job.facts).toMatchObject({ suspended: true, name: job.name, uid: job.uid });
    await stage.clock.advance(50);
    expect(valueOf(await getJob(stage.cluster, job.name, forever)).facts.podsCounted).toBe(0);
    const started = await startRun(stage, { ...aRun, runId: "run-2" });
    expect(started.job.facts.suspended).toBe(false);
    expect(started.pod.jobUid).toBe(started.job.uid);
  });
});

test("A rehearsed Job is judged as a real one, and nothing of it stays.", async () => {
  await withSimulator(quiet, async ({ cluster }) => {
    expect(kindOf(await rehearseJob(cluster, jobOf(aRun), forever))).toBe("answered");
    expect(valueOf(await listJobs(cluster, {}, forever))).toEqual([]);
    const elsewhere = jobOf({ ...aRun, namespace: "nowhere" });
    expect(kindOf(await rehearseJob(cluster, elsewhere, forever))).toBe("not-found");
  });
});

test("A name that is taken is told, and the Job behind it tells whose it is.", async () => {
  await withSimulator(quiet, async ({ cluster }) => {
    const job = jobOf(aRun);
    valueOf(await createJob(cluster, job, forever));
    expect(kindOf(await createJob(cluster, job, forever))).toBe("already-exists");
    const held = valueOf(await getJob(cluster, job.metadata.name, forever));
    expect(readIdentity(held.object)).toMatchObject({ runId: "run-1", attempt: 1 });
    expect(valueOf(await listJobs(cluster, managed, forever)).map(({ uid }) => uid)).toEqual([held.uid]);
  });
});

test("A change that was meant for another Job of the same name does nothing.", async () => {
  await withSimulator(quiet, async ({ cluster }) => {
    const { name, uid } = valueOf(await createJob(cluster, jobOf(aRun), forever));
    const other = { uid: "another", resourceVersion: null };
    expect(kindOf(await resumeJob(cluster, name, other, forever))).toBe("patch-failed");
    expect(valueOf(await getJob(cluster, name, forever)).facts.suspended).toBe(true);
    const how = { uid: "another", propagationPolicy: "Background" } as const;
    expect(valueOf(await deleteJob(cluster, name, how, forever))).toBe("gone");
    expect(valueOf(await getJob(cluster, name, forever)).uid).toBe(uid);
  });
});

test("A change that depends on what was read is refused when that is no longer so.", async () => {
  await withSimulator(quiet, async ({ cluster }) => {
    const { name, uid, resourceVersion } = valueOf(await createJob(cluster, jobOf(aRun), forever));
    const intent = { "runverdict.dev/cancel-by": "jane/doe~1" };
    const annotated = valueOf(await annotateJob(cluster, name, { uid, resourceVersion }, intent, forever));
    expect(annotated.object).toMatchObject({ metadata: { annotations: intent } });
    expect(kindOf(await annotateJob(cluster, name, { uid, resourceVersion }, intent, forever))).toBe(
      "patch-failed",
    );
  });
});

test("What is created twice is there once, and what is deleted twice is gone.", async () => {
  await withSimulator(quiet, async ({ cluster }) => {
    const job = valueOf(await createJob(cluster, jobOf(aRun), forever));
    const secret = secretOf(aRun, job);
    const { uid } = valueOf(await createSecret(cluster, secret, forever));
    expect(kindOf(await createSecret(cluster, secret, forever))).toBe("already-exists");
    expect(valueOf(await deleteSecret(cluster, secret.metadata.name, uid, forever))).toBe("deleted");
    expect(valueOf(await deleteSecret(cluster, secret.metadata.name, uid, forever))).toBe("gone");
  });
});

test("Deleting a Job takes its pod along; the pod stays until its containers ended.", async () => {
  await withSimulator({ script: () => ({ steps: [] }) }, async (stage) => {
    const { cluster, clock } = stage;
    const { job, pod } = await startRun(stage);
    const how = { uid: pod.uid, graceSeconds: 5 };
    expect(valueOf(await deletePod(cluster, pod.name, how, forever))).toBe("accepted");
    const dying = valueOf(await getPod(cluster, pod.name, "agent", forever));
    expect(dying.facts.deletionRequestedAt).not.toBeNull();
    const policy = { uid: job.uid, propagationPolicy: "Background" } as const;
    expect(["accepted", "deleted"]).toContain(valueOf(await deleteJob(cluster, job.name, policy, forever)));
    await clock.advance(60_000);
    expect(kindOf(await getPod(cluster, pod.name, "agent", forever))).toBe("not-found");
    expect(kindOf(await getJob(cluster, job.name, forever))).toBe("not-found");
    expect(valueOf(await deletePod(cluster, pod.name, how, forever))).toBe("gone");
    expect(valueOf(await deleteJob(cluster, job.name, policy, forever))).toBe("gone");
  });
});

test("Events are those of one object.", async () => {
  await withSimulator(quiet, async (stage) => {
    const { job, pod } = await startRun(stage);
    const { facts } = valueOf(await listEvents(stage.cluster, pod.uid, forever));
    expect(facts.map(({ reason }) => reason)).toContain("Scheduled");
    expect(new Set(facts.map(({ regarding }) => regarding.uid))).toEqual(new Set([pod.uid]));
    expect(valueOf(await listEvents(stage.cluster, job.uid, forever)).facts.length).toBeGreaterThan(0);
    expect(valueOf(await listEvents(stage.cluster, "nobody", forever)).facts).toEqual([]);
  });
});

test("An object of another kind is no answer.", async () => {
  const metadata = { name: "one", uid: "1", resourceVersion: "1" };
  await withCluster(
    (_, response) => json(response, 200, { kind: "Pod", metadata, spec: {}, status: {} }),
    async ({ cluster }) => {
      expect(kindOf(await getJob(cluster, "one", forever))).toBe("garbled");
      expect(kindOf(await getPod(cluster, "one", "agent", forever))).toBe("answered");
    },
  );
});

test("A list with an item that can't be read is no answer: what it leaves out would be taken for absent.", async () => {
  const metadata = { name: "one", uid: "1", resourceVersion: "1" };
  const lists: unknown[] = [
    { kind: "JobList", metadata: {}, items: [{ metadata }] },
    { kind: "JobList", metadata: {}, items: [{ metadata }, { metadata: {} }] },
    { kind: "JobList", metadata: {}, items: [{ metadata }, null] },
    { kind: "Status", items: [] },
    { kind: "JobList", metadata: {}, items: null },
  ];
  await withCluster(
    (_, response) => json(response, 200, lists.shift()),
    async ({ cluster }) => {
      const kinds: string[] = [];
      while (lists.length > 0) kinds.push(kindOf(await listJobs(cluster, {}, forever)));
      expect(kinds).toEqual(["answered", "garbled", "garbled", "garbled", "answered"]);
    },
  );
});

test("A name that could lead elsewhere is refused before anybody is asked.", async () => {
  await withSimulator(quiet, async ({ cluster }) => {
    for (const name of ["../secrets/x", "a/b", "", "..", "a?watch=true"])
      await expect(getJob(cluster, name, forever)).rejects.toThrow(/names no Kubernetes object/);
  });
});
