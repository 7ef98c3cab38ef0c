import { listJobs, runJob, type Cluster } from "@runverdict/k8s-runner";
import { expect, test } from "vitest";
import { recordedFollower, recordFollower, type JobAsSeen } from "../../src/run/recorded-follower.ts";
import { onStage, type Stage } from "../support/stage.ts";
import { aSpec } from "../support/a-spec.ts";

const never = new AbortController().signal;

interface Listed extends JobAsSeen {
  readonly object: unknown;
}

async function jobOf(cluster: Cluster): Promise<Listed> {
  const listed = await listJobs(cluster, {}, never);
  const job = listed.kind === "answered" ? listed.value[0] : undefined;
  if (job === undefined) throw new Error("There is no Job.");
  return job;
}

/** A Job at work, whose own process has gone. */
async function leftBehind({ cluster, when, until }: Stage): Promise<Listed> {
  const run = runJob({
    cluster,
    spec: aSpec,
    onOutput: () => {},
  });
  await when(() => run.state().phase === "running");
  run.detach();
  await until(run.outcome);
  return until(jobOf(cluster));
}

const endless = { steps: [{ kind: "write", afterMs: 5, text: "at work\n" }] } as const;

test("Of two that have seen the same Job one is recorded on it, and the other one has to look again.", async () => {
  await onStage({ script: () => endless }, async (stage) => {
    const { cluster, until } = stage;
    const seen = await leftBehind(stage);
    expect(recordedFollower(seen.object)).toBeNull();
    expect(await until(recordFollower(cluster, seen, "run-2", never))).toBe("recorded");
    expect(await until(recordFollower(cluster, seen, "run-3", never))).toBe("unsure");
    const now = await until(jobOf(cluster));
    expect(recordedFollower(now.object)).toBe("run-2");
    expect(await until(recordFollower(cluster, now, "run-3", never))).toBe("recorded");
    expect(recordedFollower((await until(jobOf(cluster))).object)).toBe("run-3");
  });
});

test("A Job that has been replaced by another of its name is not the one that was meant.", async () => {
  await onStage({ script: () => endless }, async (stage) => {
    const seen = await leftBehind(stage);
    const other = { ...seen, uid: "00000000-0000-4000-8000-000000000000" };
    expect(await stage.until(recordFollower(stage.cluster, other, "run-2", never))).toBe("unsure");
  });
});

test("What a stranger wrote in its place names nobody.", () => {
  const job = (value: unknown) => ({
    metadata: { annotations: { "runverdict.dev/followed-by-run": value } },
  });
  expect(recordedFollower(job("0b9a3f7e-5f5e-4f0e-9d6b-0d6a3c1f2a11"))).toBe(
    "0b9a3f7e-5f5e-4f0e-9d6b-0d6a3c1f2a11",
  );
  for (const value of ["", "../../admin", "a b", "x".repeat(129), "run\u001b[31m", 7, null, {}, undefined])
    expect(recordedFollower(job(value))).toBeNull();
  for (const nothing of [null, {}, { metadata: {} }, { metadata: { annotations: null } }])
    expect(recordedFollower(nothing)).toBeNull();
});

test("Who may not write on Jobs is told that it never will be written.", async () => {
  const permissions = [
    { verb: "list", group: "batch", resource: "jobs" },
    { verb: "get", group: "batch", resource: "jobs" },
  ];
  await onStage({ access: { permissions } }, async ({ cluster, until }) => {
    const job = { name: "ac-1", uid: "1", resourceVersion: "1" };
    expect(await until(recordFollower(cluster, job, "run-2", never))).toBe("forbidden");
  });
});
