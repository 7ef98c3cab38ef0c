import { buildJob, explainTrouble, rehearseJob, type Cluster, type RunSpec } from "@runverdict/k8s-runner";
import type { EnvironmentCheck } from "../host/environment-test.ts";
import { digest } from "../manifest/digest.ts";

/** Lets the API server judge a Job as it would be, quota and policies included, without creating it. */
export async function rehearse(
  cluster: Cluster,
  spec: RunSpec,
  signal: AbortSignal,
): Promise<EnvironmentCheck | null> {
  const built = buildJob(spec, { sha256: digest, nonce: "00000000" });
  // Composing has asked the same, and told what speaks against it.
  if (built.kind === "refused") return null;
  const answer = await rehearseJob(cluster, built.job, signal);
  if (answer.kind === "answered")
    return {
      code: "k8s_job_accepted",
      level: "info",
      message: `The API server would accept a Job in the namespace ${spec.namespace}.`,
    };
  const { sentence, cure } = explainTrouble(answer);
  if (answer.kind === "refused" && denials.has(answer.refusal.kind))
    return { code: "k8s_job_refused", level: "error", message: sentence, hint: cure };
  return {
    code: "k8s_job_check_failed",
    level: "warn",
    message: `Whether the API server would accept a Job is not known. ${sentence}`,
    hint: cure,
  };
}

/** What would befall a real Job as well. */
const denials: ReadonlySet<string> = new Set([
  "unauthenticated",
  "not-permitted",
  "quota-exceeded",
  "namespace-terminating",
  "admission-denied",
  "pod-security",
  "forbidden",
  "not-found",
  "invalid",
  "too-large",
]);
