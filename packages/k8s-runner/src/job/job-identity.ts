import { jobName, runHash, slug } from "./job-name.ts";
import type { StringMap } from "./string-map.ts";
import type { RunSpec } from "./run-spec.ts";
import { needsSecret } from "./secret-entries.ts";
import type { Sha256 } from "./sha256.ts";
import { specHash } from "./spec-hash.ts";
import { member } from "../member.ts";

/** Whose Job it is. Annotations hold it as it was given; names and labels only what fits them, for selecting. */
export interface JobIdentity {
  readonly runId: string;
  readonly attempt: number;
  readonly agent: string;
  readonly session: string | null;
  readonly specHash: string;
  /** The Secret that the pod waits for; null where the run has none. */
  readonly secretName: string | null;
}

export const RUN_LABEL = "runverdict.dev/run";
export const ATTEMPT_LABEL = "runverdict.dev/attempt";
export const AGENT_LABEL = "runverdict.dev/agent";
export const MANAGED_BY = { "app.kubernetes.io/managed-by": "runverdict" } as const;

const keys = {
  runId: "runverdict.dev/run-id",
  attempt: "runverdict.dev/attempt",
  agent: "runverdict.dev/agent",
  session: "runverdict.dev/session",
  specHash: "runverdict.dev/spec-hash",
  secretName: "runverdict.dev/secret",
} as const;

/**
 * Identity of the Job to be created. The pod template must name its Secret before the Job has a UID, and the Secret can
 * only be owned once it has one. So the Secret's name has `nonce` in it, which is drawn for each create: whoever finds
 * the Secret's name taken knows that it was made for this very Job, and needs no right to read Secrets.
 */
export function identityOf(spec: RunSpec, nonce: string, sha256: Sha256): JobIdentity {
  return {
    runId: spec.runId,
    attempt: spec.attempt,
    agent: spec.agent,
    session: spec.session,
    specHash: specHash(spec, sha256),
    secretName: needsSecret(spec) ? `${jobName(spec, sha256)}-${nonce}` : null,
  };
}

export function identityLabels(
  run: Pick<JobIdentity, "runId" | "attempt" | "agent">,
  sha256: Sha256,
): StringMap {
  const agent = slug(run.agent, 63);
  return {
    ...MANAGED_BY,
    [RUN_LABEL]: runHash(run.runId, sha256),
    [ATTEMPT_LABEL]: String(run.attempt),
    ...(agent === "" ? {} : { [AGENT_LABEL]: agent }),
  };
}

export function identityAnnotations(identity: JobIdentity): StringMap {
  const { session, secretName } = identity;
  return {
    [keys.runId]: identity.runId,
    [keys.attempt]: String(identity.attempt),
    [keys.agent]: identity.agent,
    [keys.specHash]: identity.specHash,
    ...(session === null ? {} : { [keys.session]: session }),
    ...(secretName === null ? {} : { [keys.secretName]: secretName }),
  };
}

/** Longer than any that we write. */
const LONGEST_ANNOTATION = 512;

/** The identity that a Job of the cluster carries; null when it is none of ours. Anybody may have written it. */
export function readIdentity(job: unknown): JobIdentity | null {
  const annotations = member(member(job, "metadata"), "annotations");
  const told = (key: string): string | null => {
    const value = member(annotations, key);
    return typeof value === "string" && value.length <= LONGEST_ANNOTATION ? value : null;
  };
  const [runId, attempt, agent] = [told(keys.runId), told(keys.attempt), told(keys.agent)];
  const hash = told(keys.specHash);
  if (runId === null || agent === null || hash === null || !/^[0-9a-f]{64}$/.test(hash)) return null;
  if (attempt === null || !/^[1-9][0-9]{0,3}$/.test(attempt)) return null;
  const [session, secretName] = [told(keys.session), told(keys.secretName)];
  // A Secret is made by this name: nobody may give us the name of another.
  const name = member(member(job, "metadata"), "name");
  if (secretName !== null && !(typeof name === "string" && isSecretOf(name, secretName))) return null;
  return { runId, attempt: Number(attempt), agent, session, specHash: hash, secretName };
}

/** Whether a Job that holds the name does the same work, so that it may be adopted; if not, it is another's. */
export function isSameRun(held: JobIdentity | null, wanted: JobIdentity): boolean {
  return (
    held !== null &&
    held.runId === wanted.runId &&
    held.attempt === wanted.attempt &&
    held.specHash === wanted.specHash
  );
}

function isSecretOf(name: string, secretName: string): boolean {
  return secretName.startsWith(`${name}-`) && /^[a-z0-9]{8,32}$/.test(secretName.slice(name.length + 1));
}
