import { createJob, resumeJob } from "../../../src/cluster/objects/jobs.ts";
import { createSecret } from "../../../src/cluster/objects/secrets.ts";
import { listPods, podsOfJob } from "../../../src/cluster/objects/pods.ts";
import type { Seen } from "../../../src/cluster/objects/seen-object.ts";
import { buildJob } from "../../../src/job/build-job.ts";
import { buildSecret } from "../../../src/job/build-secret.ts";
import { plainRun, type RunSpec } from "../../../src/job/run-spec.ts";
import type { Job, Secret } from "../../../src/job/manifest.ts";
import type { JobFacts, PodFacts } from "@runverdict/classifier";
import { createHash } from "node:crypto";
import { valueOf } from "./answers.ts";
import { forever } from "./with-cluster.ts";
import type { Stage } from "./with-simulator.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const aRun: RunSpec = {
  ...plainRun,
  runId: "run-1",
  namespace: "agents",
  agent: "Reviewer",
  image: "images.example/agent:1",
  command: ["agent"],
  prompt: "Read it, please.",
};

export function jobOf(spec: RunSpec): Job {
  const built = buildJob(spec, { sha256, nonce: "n0nce123" });
  if (built.kind === "refused") throw new Error(JSON.stringify(built.problems));
  return built.job;
}

export function secretOf(spec: RunSpec, job: Seen<JobFacts>): Secret {
  const { annotations } = jobOf(spec).metadata;
  const { name, namespace, uid } = job;
  const live = { metadata: { name, namespace, uid, annotations } };
  const secret = buildSecret(spec, live, sha256);
  if (secret === null) throw new Error("The run has no Secret.");
  return secret;
}

export interface Started {
  readonly job: Seen<JobFacts>;
  readonly pod: Seen<PodFacts>;
}

/** The Job created suspended, its Secret, the Job resumed, and its pod running. */
export async function startRun({ cluster, clock }: Stage, spec: RunSpec = aRun): Promise<Started> {
  const job = valueOf(await createJob(cluster, jobOf(spec), forever));
  valueOf(await createSecret(cluster, secretOf(spec, job), forever));
  const resumed = valueOf(
    await resumeJob(cluster, job.name, { uid: job.uid, resourceVersion: null }, forever),
  );
  await clock.advance(50);
  const ask = { labelSelector: podsOfJob(job.uid) };
  const [pod] = valueOf(await listPods(cluster, ask, "agent", forever));
  if (pod === undefined) throw new Error("There is no pod.");
  return { job: resumed, pod };
}
