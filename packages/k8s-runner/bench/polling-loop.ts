/*
 * How the adapter that this project replaces follows a run, written anew and kindly: it polls, and it has our connection,
 * which keeps its sockets, where the original opened new ones for each request. What the original did against its own
 * failures is left out where it costs requests, and so is its giving up a log three seconds after the end.
 */
import { createHash } from "node:crypto";
import {
  buildJob,
  buildSecret,
  RUN_LABEL,
  type Cluster,
  type Job,
  type Secret,
} from "@runverdict/k8s-runner";
import type { Contender, Wanted } from "./contender.ts";
import { followLog } from "./followed-log.ts";

const POLL_MS = 2000;
const KEEPALIVE_MS = 15_000;

type Method = Parameters<Cluster["request"]>[0]["method"];

/** Creates, waits for the pod, follows the log beside two polls, reads how the container ended, and deletes. */
export const pollRun: Contender = async (wanted) => {
  const { cluster } = wanted;
  const { job, secret } = manifestsOf(wanted);
  const { name } = job.metadata;
  const [jobs, secrets] = [`/apis/batch/v1/namespaces/agents/jobs`, `/api/v1/namespaces/agents/secrets`];
  const selector = `${RUN_LABEL}=${job.metadata.labels[RUN_LABEL]}`;
  await ask(cluster, "GET", jobs, { query: { labelSelector: selector } });
  await ask(cluster, "POST", secrets, { body: secret });
  const made = await ask(cluster, "POST", jobs, { body: job });
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid: textAt(made, "metadata", "uid") };
  const adopt = [{ op: "add", path: "/metadata/ownerReferences", value: [owner] }];
  await ask(cluster, "PATCH", `${secrets}/${secret.metadata.name}`, { body: adopt });

  const pod = await startedPod(cluster, name);
  const over = new AbortController();
  const keepalive = pollForCancel(wanted, name, over.signal);
  const log = followLog(wanted, textAt(pod, "metadata", "name"), over.signal);
  while (!isOver(await ask(cluster, "GET", `${jobs}/${name}`))) await pause(cluster, POLL_MS);
  over.abort();
  await Promise.all([log, keepalive]);

  const ended = await podOf(cluster, name);
  await ask(cluster, "DELETE", `${jobs}/${name}`, { body: { propagationPolicy: "Background" } });
  await ask(cluster, "DELETE", `${secrets}/${secret.metadata.name}`);
  const code = at(ended, "status", "containerStatuses", 0, "state", "terminated", "exitCode");
  return { jobName: name, exitCode: typeof code === "number" ? code : null, problems: [] };
};

/** The same pod as ours; the Job is not suspended, and the Secret is there before it. */
function manifestsOf({ spec }: Wanted): {
  readonly job: Omit<Job, "spec"> & { readonly spec: object };
  readonly secret: Omit<Secret, "metadata"> & { readonly metadata: { readonly name: string } };
} {
  const built = buildJob(spec, { sha256, nonce: "00000000" });
  if (built.kind !== "built") throw new Error("The benchmark's own specification is refused.");
  const { job } = built;
  const secret = buildSecret(spec, { metadata: { ...job.metadata, uid: "not-yet" } }, sha256);
  if (secret === null) throw new Error("The benchmark's runs have a prompt.");
  const { ownerReferences: _, ...metadata } = secret.metadata;
  return { job: { ...job, spec: { ...job.spec, suspend: false } }, secret: { ...secret, metadata } };
}

async function startedPod(cluster: Cluster, job: string): Promise<unknown> {
  for (;;) {
    const pod = await podOf(cluster, job);
    const phase = at(pod, "status", "phase");
    if (phase === "Running" || phase === "Succeeded" || phase === "Failed") return pod;
    await pause(cluster, POLL_MS);
  }
}

async function podOf(cluster: Cluster, job: string): Promise<unknown> {
  const query = { labelSelector: `job-name=${job}` };
  return at(await ask(cluster, "GET", "/api/v1/namespaces/agents/pods", { query }), "items", 0);
}

async function pollForCancel({ cluster, cancelUrl }: Wanted, job: string, over: AbortSignal): Promise<void> {
  for (;;) {
    await cluster.clock.sleep(KEEPALIVE_MS, over);
    if (over.aborted) return;
    await (await fetch(`${cancelUrl}/${job}`)).json();
  }
}

function isOver(job: unknown): boolean {
  const conditions = at(job, "status", "conditions");
  if (!Array.isArray(conditions)) return false;
  return conditions.some(
    (one) => /^(?:Complete|Failed)$/.test(textAt(one, "type")) && at(one, "status") === "True",
  );
}

async function ask(
  cluster: Cluster,
  method: Method,
  path: string,
  rest: { readonly query?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
): Promise<unknown> {
  const answer = await cluster.request({ method, path, ...rest }, new AbortController().signal);
  if (answer.kind === "answered") return answer.value;
  // The Secret may have gone with the Job.
  if (method === "DELETE" && answer.kind === "refused") return null;
  throw new Error(`${method} ${path}: ${answer.kind}`);
}

function pause(cluster: Cluster, ms: number): Promise<void> {
  return cluster.clock.sleep(ms, new AbortController().signal);
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, key) => {
    return typeof part === "object" && part !== null && Object.hasOwn(part, key)
      ? Reflect.get(part, key)
      : undefined;
  }, value);
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const text = at(value, ...path);
  return typeof text === "string" ? text : "";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
