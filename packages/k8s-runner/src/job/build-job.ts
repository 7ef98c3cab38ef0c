import { checkJob } from "./checks/check-job.ts";
import { checkSpec } from "./checks/check-spec.ts";
import { warnings } from "./checks/warnings.ts";
import { identityAnnotations, identityLabels, identityOf, type JobIdentity } from "./job-identity.ts";
import { jobName } from "./job-name.ts";
import type { Job, PodFailurePolicy, PodTemplate } from "./manifest.ts";
import { patchPodTemplate } from "./patch/patch-pod-template.ts";
import { podTemplate } from "./pod-template.ts";
import type { Problem, Warning } from "./problem.ts";
import { AGENT_CONTAINER } from "./reserved.ts";
import type { RunSpec } from "./run-spec.ts";
import { seconds } from "./seconds.ts";
import type { Sha256 } from "./sha256.ts";

/** A Job that the API server should accept, or everything that speaks against it, all at once. */
export type BuiltJob =
  | {
      readonly kind: "built";
      readonly job: Job;
      readonly identity: JobIdentity;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

export interface JobBuilding {
  readonly sha256: Sha256;
  /** 8 to 32 lower-case letters and digits, drawn anew for each create; see `identityOf`. */
  readonly nonce: string;
}

/**
 * The suspended Job of a run. It is created first; then its Secret, which it owns (`buildSecret`); then it is resumed.
 * A process that dies in between leaves a Job that runs nothing. A server that drops `suspend` (before 1.21) starts the
 * pod at once, and the pod waits for the Secret, because nothing refers to it as optional.
 *
 * @throws TypeError when `nonce` or `sha256` is not what it must be.
 */
export function buildJob(spec: RunSpec, { sha256, nonce }: JobBuilding): BuiltJob {
  if (!/^[a-z0-9]{8,32}$/.test(nonce))
    throw new TypeError("`nonce` must be 8 to 32 lower-case letters and digits; draw one for each create.");
  const identity = identityOf(spec, nonce, sha256);
  const metadata = {
    labels: { ...spec.labels, ...identityLabels(spec, sha256) },
    annotations: { ...spec.annotations, ...identityAnnotations(identity) },
  };
  const patched = patchPodTemplate(podTemplate(spec, metadata, identity.secretName), spec);
  const job = jobOf(spec, jobName(spec, sha256), metadata, patched.template);
  const problems = [...checkSpec(spec), ...patched.problems, ...checkJob(job, spec)];
  if (problems.length > 0) return { kind: "refused", problems };
  return { kind: "built", job, identity, warnings: [...warnings(job, spec)] };
}

function jobOf(
  spec: RunSpec,
  name: string,
  metadata: Pick<PodTemplate["metadata"], "labels" | "annotations">,
  template: PodTemplate,
): Job {
  const { namespace, deadline, graceMs, ttlMs } = spec;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace, ...metadata },
    spec: {
      suspend: true,
      completions: 1,
      parallelism: 1,
      backoffLimit: 0,
      // A pod that is being deleted is not replaced while it runs: two agents would work at once.
      podReplacementPolicy: "Failed",
      podFailurePolicy: recorder,
      ...(deadline === null || deadline.podMs === 0
        ? {}
        : { activeDeadlineSeconds: seconds(deadline.podMs + graceMs + deadline.backstopMs) }),
      ...(ttlMs === null ? {} : { ttlSecondsAfterFinished: seconds(ttlMs) }),
      template,
    },
  };
}

/**
 * Every rule says FailJob, and with `backoffLimit: 0` every failed pod fails the Job anyway: the rules change no
 * outcome, also not on an old server that drops them. They are there for what they write into the Job's condition,
 * which outlives the pod: that it was disrupted, else which container ended with which exit code. A disruption comes
 * first because it explains a 137 or 143, and neither explains it.
 */
const recorder: PodFailurePolicy = {
  rules: [
    { action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    { action: "FailJob", onExitCodes: { containerName: AGENT_CONTAINER, operator: "NotIn", values: [0] } },
    { action: "FailJob", onExitCodes: { operator: "NotIn", values: [0] } },
  ],
};
