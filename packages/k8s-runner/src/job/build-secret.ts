import { identityAnnotations, identityLabels, identityOf, isSameRun, readIdentity } from "./job-identity.ts";
import type { Secret } from "./manifest.ts";
import type { RunSpec } from "./run-spec.ts";
import { secretEntries } from "./secret-entries.ts";
import type { Sha256 } from "./sha256.ts";

/** The Job as the cluster has it, freshly created or adopted. */
export interface LiveJob {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
}

/**
 * The Secret that the Job's pod waits for, under the name that the Job itself tells, and owned by it, so that it goes
 * when the Job goes. Null where the run needs none. A 409 on its creation means that it is there already: the name has
 * the nonce of this very Job in it.
 *
 * `blockOwnerDeletion` is left out: setting it needs a right on the Job's finalizers.
 *
 * @throws TypeError when the Job is not one of this run: look at `isSameRun` first.
 */
export function buildSecret(spec: RunSpec, job: LiveJob, sha256: Sha256): Secret | null {
  const entries = secretEntries(spec);
  if (entries.length === 0) return null;
  const identity = readIdentity(job);
  if (identity === null || identity.secretName === null || !isSameRun(identity, identityOf(spec, "", sha256)))
    throw new TypeError("The Job is not this run's: build its Secret only when `isSameRun` said so.");
  const { name, namespace, uid } = job.metadata;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: identity.secretName,
      namespace,
      labels: identityLabels(spec, sha256),
      annotations: identityAnnotations(identity),
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid }],
    },
    type: "Opaque",
    immutable: true,
    stringData: Object.fromEntries(entries.map(({ key, text }) => [key, text])),
  };
}
